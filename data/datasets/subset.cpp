// Splits a dataset at random.
#include "data/datasets/subset.h"

#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"

namespace glassgrad::data::datasets::detail {

std::vector<std::vector<size_t>> random_parts(size_t total, const std::vector<size_t>& lengths,
                                              const optional<Generator>& generator) {
  size_t sum = 0;
  for (const size_t length : lengths) sum += length;
  check<ValueError>(sum == total,
                    "Sum of input lengths does not equal the length of the input dataset! The "
                    "lengths add up to {}, the dataset has {} examples.",
                    sum, total);
  const Tensor order = randperm(static_cast<int64_t>(total), generator);
  const int64_t* next = order.data_ptr<int64_t>();
  std::vector<std::vector<size_t>> parts;
  for (const size_t length : lengths) {
    parts.emplace_back(next, next + length);
    next += length;
  }
  return parts;
}

std::vector<size_t> lengths_of(size_t total, const std::vector<double>& fractions) {
  double sum = 0;
  for (const double fraction : fractions) {
    check<ValueError>(fraction >= 0 && fraction <= 1,
                      "random_split: expected fractions between 0 and 1, but got {}", fraction);
    sum += fraction;
  }
  check<ValueError>(std::fabs(sum - 1) < 1e-9,
                    "random_split: expected fractions that add up to 1, but they add up to {}",
                    sum);
  std::vector<size_t> lengths;
  size_t used = 0;
  for (const double fraction : fractions) {
    lengths.push_back(static_cast<size_t>(std::floor(static_cast<double>(total) * fraction)));
    used += lengths.back();
  }
  for (size_t i = 0; used < total; ++i, ++used) ++lengths[i % lengths.size()];
  return lengths;
}

}  // namespace glassgrad::data::datasets::detail
