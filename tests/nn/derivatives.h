#pragma once
// First and second derivatives of layers against central differences.

#include "tests/support/check_gradient.h"

namespace nn_cases {

inline torch::Tensor random(torch::IntArrayRef sizes) {
  return torch::randn(sizes, torch::kFloat64).set_requires_grad(true);
}

/// A layer's rule is a loop, and recorded operations where the pass back is recorded: both give the
/// same gradients.
inline void check_recorded_rule(const char* name, const support::Function& function,
                                const support::Tensors& inputs,
                                const support::Tensors& cotangents) {
  support::Tensors wanted;
  for (const torch::Tensor& x : inputs)
    if (x.requires_grad()) wanted.push_back(x);
  const support::Tensors y = function(inputs);
  const auto gradients = [&](bool create_graph) {
    return torch::autograd::grad(y, wanted, cotangents, true, create_graph, true);
  };
  const support::Tensors computed = gradients(false), recorded = gradients(true);
  for (size_t i = 0; i < wanted.size(); ++i) {
    ASSERT_EQ(computed[i].defined(), recorded[i].defined()) << name << ", input " << i;
    EXPECT_TRUE(!computed[i].defined() || torch::allclose(computed[i], recorded[i], 1e-9, 1e-11))
        << name << ": the recorded rule gives another gradient of input " << i;
  }
}

/// With respect to all inputs that require grad.
inline void check_derivatives(const char* name, const support::Function& function,
                              const support::Tensors& inputs) {
  support::Tensors cotangents;
  for (const torch::Tensor& y : function(inputs))
    cotangents.push_back(torch::randn(y.sizes(), torch::kFloat64));
  check_recorded_rule(name, function, inputs, cotangents);
  EXPECT_TRUE(support::check_gradient(name, function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient(name, function, inputs, cotangents));
}

}  // namespace nn_cases
