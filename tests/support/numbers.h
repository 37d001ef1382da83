#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

#include "tests/support/library.h"

/// Tensors from and to plain numbers.
namespace support {

using Sizes = std::vector<int64_t>;

/// A float64 tensor of the given values, row by row.
inline torch::Tensor doubles(const std::vector<double>& values, const Sizes& sizes) {
  return torch::tensor(values, torch::kFloat64).reshape(sizes);
}
inline torch::Tensor doubles(const std::vector<double>& values) {
  return doubles(values, {static_cast<int64_t>(values.size())});
}

/// The same as a leaf that requires grad.
inline torch::Tensor leaf(const std::vector<double>& values, const Sizes& sizes) {
  return doubles(values, sizes).clone().set_requires_grad(true);
}
inline torch::Tensor leaf(const std::vector<double>& values) {
  return leaf(values, {static_cast<int64_t>(values.size())});
}

/// Elements in row-major order, as double.
inline std::vector<double> values(const torch::Tensor& x) {
  const torch::Tensor flat = x.detach().to(torch::kFloat64).contiguous();
  const double* data = flat.data_ptr<double>();
  return std::vector<double>(data, data + flat.numel());
}
inline Sizes sizes(const torch::Tensor& x) { return x.sizes().vec(); }

/// Smooth values around 0 that differ from element to element, for inputs and cotangents.
inline torch::Tensor waves(const Sizes& sizes, double phase = 0) {
  int64_t count = 1;
  for (const int64_t size : sizes) count *= size;
  std::vector<double> all;
  for (int64_t i = 0; i < count; ++i)
    all.push_back(1.3 * std::sin(1.7 * static_cast<double>(i) + phase));
  return doubles(all, sizes).clone();
}
inline torch::Tensor wave_leaf(const Sizes& sizes, double phase = 0) {
  return waves(sizes, phase).set_requires_grad(true);
}

}  // namespace support
