#pragma once
// First and second derivatives of layers against central differences.

#include "tests/support/check_gradient.h"

namespace nn_cases {

inline torch::Tensor random(torch::IntArrayRef sizes) {
  return torch::randn(sizes, torch::kFloat64).set_requires_grad(true);
}

/// With respect to all inputs that require grad.
inline void check_derivatives(const char* name, const support::Function& function,
                              const support::Tensors& inputs) {
  support::Tensors cotangents;
  for (const torch::Tensor& y : function(inputs))
    cotangents.push_back(torch::randn(y.sizes(), torch::kFloat64));
  EXPECT_TRUE(support::check_gradient(name, function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient(name, function, inputs, cotangents));
}

}  // namespace nn_cases
