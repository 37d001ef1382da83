#pragma once
// What is done to the gradients or values of many parameters at once.

#include <initializer_list>
#include <vector>

#include "../autograd/tensor/tensor.h"

namespace glassgrad::nn::utils {

/// Scales all gradients by min(1, max_norm / (norm + 1e-6)), norm being that of all gradients as
/// one vector; returns the norm as it was. Undefined gradients are left out.
/// @throws Error  with error_if_nonfinite, for a norm that is infinite or NaN; nothing is changed
/// Source: Pascanu et al. (2013).
double clip_grad_norm_(std::vector<Tensor> parameters, double max_norm, double norm_type = 2.0,
                       bool error_if_nonfinite = false);
double clip_grad_norm_(std::initializer_list<Tensor> parameters, double max_norm,
                       double norm_type = 2.0, bool error_if_nonfinite = false);
double clip_grad_norm_(Tensor parameter, double max_norm, double norm_type = 2.0,
                       bool error_if_nonfinite = false);

/// Limits every element of the gradients to [-clip_value, clip_value].
void clip_grad_value_(std::vector<Tensor> parameters, double clip_value);
void clip_grad_value_(std::initializer_list<Tensor> parameters, double clip_value);
void clip_grad_value_(Tensor parameter, double clip_value);

/// All elements in one vector, one parameter after the other; differentiable.
Tensor parameters_to_vector(const std::vector<Tensor>& parameters);
/// Makes the parameters slices of `vec`: they share its memory.
/// @throws Error  if `vec` has fewer elements than the parameters; nothing is changed
void vector_to_parameters(const Tensor& vec, std::vector<Tensor> parameters);

}  // namespace glassgrad::nn::utils
