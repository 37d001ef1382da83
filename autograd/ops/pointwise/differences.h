#pragma once
// Internal: derivatives of an elementwise operation by differences, to hold its rule against.

#include <functional>

#include "autograd/tensor/tensor.h"

namespace glassgrad {

/// sum over the elements of a broadcast of dL/dy_i (f(x_i + h) - f(x_i - h)) / 2h, for the operand
/// `wanted` of y_i = f(a_i, b_i, ...), in its shape and in double precision. NaN where f is defined
/// on one side of x_i alone.
/// @param f         reads the operands' elements from an array
/// @param operands  an undefined one counts as zero: f is linear in it
/// @param sizes     of the operand `wanted`
Tensor central_differences(const std::function<double(const double*)>& f,
                           std::initializer_list<Tensor> operands, size_t wanted,
                           const Tensor& upstream, IntArrayRef sizes);

/// The first element in four digits, for a formula with numbers; 0 for an undefined tensor.
double first_element(const Tensor& t);

}  // namespace glassgrad
