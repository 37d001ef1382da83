// Every value in tests/golden/random.txt was drawn by PyTorch 1.13.1; see make_random.py there.
#include "autograd/kernels/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "autograd/kernels/range.h"
#include "autograd/types/generator_impl.h"
#include "tests/support/fnv1a.h"
#include "tests/support/folders.h"

namespace glassgrad::kernels {
namespace {

using Arguments = std::vector<std::string>;

double real(const std::string& text) { return std::strtod(text.c_str(), nullptr); }
int64_t integer(const std::string& text) { return std::strtoll(text.c_str(), nullptr, 10); }

// std::vector<bool> has no memory of bools.
template <class T>
struct Buffer {
  explicit Buffer(int64_t n) : data(new T[n]()), size(n) {}
  std::unique_ptr<T[]> data;
  int64_t size;
};

template <class P>
Buffer<P> probabilities(int64_t n) {
  Buffer<P> p(n);
  for (int64_t k = 0; k < n; ++k) p.data[k] = P(k % 9) / 8;
  return p;
}

template <class T>
void draw_floating(CPUGeneratorImpl& gen, const std::string& operation, T* out, int64_t n,
                   const Arguments& args) {
  if (operation == "uniform") return uniform(gen, out, n, real(args[0]), real(args[1]));
  if (operation == "normal") return normal(gen, out, n, real(args[0]), real(args[1]));
  if (operation == "exponential") return exponential(gen, out, n, real(args[0]));
  if (operation == "arange") return arange(out, n, real(args[0]), real(args[1]));
  if (operation == "linspace") return linspace(out, n, T(real(args[0])), T(real(args[1])));
  ASSERT_EQ(operation, "normal_by_pairs");
  normal_by_pairs(gen, out, n, real(args[0]), real(args[1]));
}

template <class T>
void draw(CPUGeneratorImpl& gen, const std::string& operation, T* out, int64_t n,
          const Arguments& args) {
  if (operation == "random_full") return random_full(gen, out, n);
  if (operation == "randperm") return randperm(gen, out, n);
  if (operation == "bernoulli") return bernoulli(gen, out, n, real(args[0]));
  if (operation == "bernoulli_float") {
    return bernoulli(gen, out, probabilities<float>(n).data.get(), n);
  }
  if (operation == "bernoulli_double") {
    return bernoulli(gen, out, probabilities<double>(n).data.get(), n);
  }
  if (operation == "random_from_to") {
    const int64_t from = integer(args[0]);
    return random_from_to(gen, out, n, from, uint64_t(integer(args[1])) - uint64_t(from));
  }
  if constexpr (std::is_floating_point_v<T>) {
    draw_floating(gen, operation, out, n, args);
  } else if constexpr (!std::is_same_v<T, bool>) {
    if (operation == "arange") return arange(out, n, integer(args[0]), integer(args[1]));
    ASSERT_EQ(operation, "linspace");
    linspace(out, n, T(integer(args[0])), T(integer(args[1])));
  }
}

struct Line {
  std::string operation, dtype;
  int64_t first_n, last_n;
  Arguments arguments;
  uint64_t hash;
  std::vector<std::string> values;
};

Line parse(const std::string& text) {
  std::istringstream words(text);
  Line line;
  std::string n, word;
  words >> line.operation >> line.dtype >> n;
  const size_t dots = n.find("..");
  line.first_n = integer(n);
  line.last_n = dots == std::string::npos ? line.first_n : integer(n.substr(dots + 2));
  while (words >> word && word != ":") line.arguments.push_back(word);
  words >> word;
  line.hash = std::strtoull(word.c_str(), nullptr, 16);
  line.values.assign(std::istream_iterator<std::string>(words), {});
  return line;
}

template <class T>
void replay(CPUGeneratorImpl& gen, const Line& line) {
  uint64_t hash = testing::fnv1a(nullptr, 0);
  for (int64_t n = line.first_n; n <= line.last_n; ++n) {
    Buffer<T> out(n);
    draw(gen, line.operation, out.data.get(), n, line.arguments);
    hash = testing::fnv1a(out.data.get(), size_t(n) * sizeof(T), hash);
    for (size_t k = 0; k < line.values.size(); ++k) {
      const auto expected = [&] {
        if constexpr (std::is_floating_point_v<T>) return T(real(line.values[k]));
        return T(integer(line.values[k]));
      }();
      EXPECT_EQ(out.data[k], expected) << "element " << k << ", n = " << n;
    }
  }
  EXPECT_EQ(hash, line.hash);
}

TEST(RandomKernels, DrawPyTorchsBits) {
  std::ifstream file(test_support::source_path("tests/golden/random.txt"));
  ASSERT_TRUE(file);
  const std::map<std::string, std::function<void(CPUGeneratorImpl&, const Line&)>> replay_as = {
      {"float", replay<float>},   {"double", replay<double>}, {"int64", replay<int64_t>},
      {"int32", replay<int32_t>}, {"int16", replay<int16_t>}, {"int8", replay<int8_t>},
      {"uint8", replay<uint8_t>}, {"bool", replay<bool>}};

  CPUGeneratorImpl gen(1);
  int64_t number = 0, replayed = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    if (text.starts_with("#")) continue;
    SCOPED_TRACE("random.txt:" + std::to_string(number) + ": " + text.substr(0, 100));
    if (text.starts_with("seed ")) {
      gen.set_current_seed(uint64_t(integer(text.substr(5))));
      continue;
    }
    const Line line = parse(text);
    replay_as.at(line.dtype)(gen, line);
    if (HasFailure()) break;  // the state has diverged: what follows would fail too
    ++replayed;
  }
  EXPECT_TRUE(HasFailure() || replayed > 400) << replayed;
}

// A chunk boundary must not show: one fill is many fills of the same total.
TEST(RandomKernels, FillsAreSequential) {
  CPUGeneratorImpl whole(7), parts(7);
  std::vector<float> a(5000), b(5000);
  uniform(whole, a.data(), 5000, -1, 1);
  for (int64_t begin = 0, n = 1; begin < 5000; begin += n, n = n * 2 + 1) {
    n = std::min<int64_t>(n, 5000 - begin);
    uniform(parts, b.data() + begin, n, -1, 1);
  }
  EXPECT_EQ(a, b);
  EXPECT_EQ(whole.random64(), parts.random64());
}

TEST(RandomKernels, EmptyFillsDrawNothing) {
  CPUGeneratorImpl gen(7), untouched(7);
  float none = 3;
  int64_t no_index = 3;
  uniform(gen, &none, 0, 0, 1);
  normal(gen, &none, 0, 0, 1);
  randperm(gen, &no_index, 0);
  EXPECT_EQ(none, 3);
  EXPECT_EQ(gen.random(), untouched.random());
}

TEST(RandomKernels, WholeInt64RangeUsesEveryBit) {
  CPUGeneratorImpl gen(7), same(7);
  int64_t value;
  random_from_to(gen, &value, 1, std::numeric_limits<int64_t>::min(), 0);
  EXPECT_EQ(uint64_t(value), same.random64());
}

}  // namespace
}  // namespace glassgrad::kernels
