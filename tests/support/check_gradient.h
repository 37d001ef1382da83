#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/support/library.h"

/// Gradients against central differences, with nothing of the library's own gradcheck.
namespace support {

using Tensors = std::vector<torch::Tensor>;
using Function = std::function<Tensors(const Tensors&)>;

/// Compares the gradient of s(x) = sum_k <cotangents[k], outputs[k](x)> with the five-point central
/// difference
///   s'(x) = (s(x-2h) - 8 s(x-h) + 8 s(x+h) - s(x+2h)) / (12 h),   h = 2^-11
/// for every element of every input that requires grad. Its error is h^4 s^(5)/30, so 1e-8 where
/// values are about 1: a wrong digit shows.
///
/// @param operation   name in the failure text
/// @param function    returns float64 outputs; called with the inputs' values in contiguous memory
/// for the differences
/// @param inputs      float64 where they require grad; in any memory layout
/// @param cotangents  one random output gradient for each output that requires grad; never all
/// ones, they hide mistakes
/// @return            failure lists operation, argument, index, analytic and numeric of every wrong
/// element Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 25.3.6.
testing::AssertionResult check_gradient(const std::string& operation, const Function& function,
                                        const Tensors& inputs, const Tensors& cotangents);

/// The same for the function (inputs, cotangents) -> gradients of the inputs, with random
/// directions.
testing::AssertionResult check_second_gradient(const std::string& operation,
                                               const Function& function, const Tensors& inputs,
                                               const Tensors& cotangents);

}  // namespace support
