#pragma once
// Tensors to print, in libtorch's own words: tests/golden/make_print.cpp prints them with libtorch
// into tests/golden/print.txt, print_test.cpp with the library.

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "tests/support/library.h"

namespace print_cases {

struct Case {
  torch::Tensor tensor;
  int precision;  ///< of the stream
};

/// Draws that are the same with every compiler; values are quotients by exact powers of ten.
class Draw {
 public:
  int64_t below(int64_t n) { return static_cast<int64_t>(engine_() % static_cast<uint64_t>(n)); }
  double decimal(int64_t digits, int64_t decimals) {
    double scale = 1;
    for (int64_t i = 0; i < std::abs(decimals); ++i) scale *= 10;
    int64_t limit = 1;
    for (int64_t i = 0; i < digits; ++i) limit *= 10;
    const double whole = static_cast<double>(below(2 * limit) - limit);
    return decimals < 0 ? whole * scale : whole / scale;
  }

 private:
  std::mt19937_64 engine_{20221028};
};

inline std::vector<int64_t> draw_shape(Draw& draw) {
  std::vector<int64_t> shape;
  const int64_t rank = draw.below(5);
  for (int64_t d = 0; d < rank; ++d)
    shape.push_back(draw.below(15) == 0 ? 0 : 1 + draw.below(rank > 2 ? 3 : 4));
  // Some rows do not fit into a line.
  if (rank == 2 && draw.below(5) == 0) shape[1] = 8 + draw.below(20);
  if (rank == 3 && draw.below(8) == 0) shape[2] = 8 + draw.below(8);
  return shape;
}

/// One kind of numbers for a whole tensor: counts, common decimals, large, small, of many
/// magnitudes, negative, with zeros, with NaN and infinities.
inline double draw_value(Draw& draw, int64_t kind, int64_t decimals) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  switch (kind) {
    case 0:
      return static_cast<double>(draw.below(21) - 10);
    case 1:
      return draw.decimal(4, 4);
    case 2:
      return draw.decimal(5, decimals);
    case 3:
      return draw.decimal(5, draw.below(14) - 2);
    case 4:
      return -std::abs(draw.decimal(6, draw.below(5)));
    case 5:
      return draw.below(3) == 0 ? draw.decimal(4, 2) : 0.0;
    case 6:
      return static_cast<double>(draw.below(int64_t{1} << (draw.below(50) + 1)));
    case 7: {
      const int64_t special = draw.below(6);
      return special == 0 ? nan : special == 1 ? inf : special == 2 ? -inf : draw.decimal(3, 2);
    }
    case 8:
      return draw.below(2) == 0 ? nan : -inf;
    default:
      return static_cast<double>(draw.below(2));
  }
}

inline Case draw_case(Draw& draw) {
  const std::vector<int64_t> shape = draw_shape(draw);
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  const torch::ScalarType types[] = {torch::kFloat, torch::kFloat, torch::kDouble, torch::kLong,
                                     torch::kInt,   torch::kByte,  torch::kBool};
  const torch::ScalarType type = types[draw.below(7)];
  const bool floating = type == torch::kFloat || type == torch::kDouble;
  const int64_t kind = floating ? draw.below(10) : type == torch::kLong ? 6 : 0;
  const int64_t decimals = draw.below(20) - 8;
  std::vector<double> values;
  for (int64_t i = 0; i < count; ++i) {
    const double value = draw_value(draw, kind, decimals);
    values.push_back(type == torch::kByte || type == torch::kBool ? std::abs(value) : value);
  }
  const torch::Tensor numbers = torch::from_blob(values.data(), shape, torch::kDouble);
  torch::Tensor tensor = numbers.to(type).clone();
  if (shape.size() > 1 && draw.below(4) == 0) tensor = tensor.transpose(0, 1);
  return {tensor, draw.below(5) == 0 ? static_cast<int>(1 + draw.below(9)) : 6};
}

inline std::vector<Case> cases() {
  Draw draw;
  std::vector<Case> result;
  for (int i = 0; i < 400; ++i) result.push_back(draw_case(draw));
  return result;
}

}  // namespace print_cases
