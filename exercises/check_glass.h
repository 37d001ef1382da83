// The checks of the second half: glassgrad's tensors as plain numbers, and back.
#pragma once
#include <glassgrad.h>

#include "check.h"

namespace torch = glassgrad;

namespace check {

/// All elements in the order of reading.
inline Numbers numbers(const torch::Tensor& t) {
  const torch::Tensor plain = t.detach().to(torch::kDouble).contiguous();
  return Numbers(plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel());
}

/// A float64 tensor, one-dimensional unless sizes are given.
inline torch::Tensor tensor(const Numbers& values, std::vector<int64_t> sizes = {}) {
  if (sizes.empty()) sizes = {int64_t(values.size())};
  torch::Tensor t = torch::zeros(sizes, torch::kDouble);
  std::copy(values.begin(), values.end(), t.data_ptr<double>());
  return t;
}

}  // namespace check
