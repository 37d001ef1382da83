#pragma once
// Internal: derivatives of a whole operation by differences, to hold its rule against.

#include <functional>

#include "autograd/tensor/tensor.h"

namespace glassgrad::autograd {

/// (loss(x + h) - loss(x - h)) / 2h for a hundred elements of x, or all if there are fewer; NaN for
/// the others. In x's shape and in double precision.
Tensor sampled_differences(const Tensor& x, double step,
                           const std::function<double(const Tensor&)>& loss);

/// The same with the loss sum dL/dy_i f(x)_i, for f linear in x [sizes], which need not be known.
/// @param f  computes in double precision
Tensor sampled_differences_of_linear(IntArrayRef sizes, const Tensor& dy,
                                     const std::function<Tensor(const Tensor&)>& f);

/// The same for a normalisation f(x, weight) + bias, at its input 0, x, or 1, the weight; undefined
/// for the bias, which is added.
Tensor sampled_differences_of_norm(
    size_t input, const Tensor& x, const Tensor& weight, const Tensor& dy,
    const std::function<Tensor(const Tensor& x, const Tensor& weight)>& f);

/// What such an f computes with; undefined if x is.
inline Tensor in_double(const Tensor& x) { return x.defined() ? x.detach().to(kDouble) : x; }

}  // namespace glassgrad::autograd
