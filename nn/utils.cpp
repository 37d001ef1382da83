// Clipping of gradients; parameters as one vector.
#include "nn/utils.h"

#include <cmath>
#include <limits>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/zero_gradient.h"

namespace glassgrad::nn::utils {
namespace {

std::vector<Tensor> defined_grads(const std::vector<Tensor>& parameters) {
  std::vector<Tensor> grads;
  for (const Tensor& p : parameters) {
    const Tensor& grad = autograd::gradient_of(p);
    if (grad.defined()) grads.push_back(grad.detach());
  }
  return grads;
}

/// The norm of all tensors as one vector.
Tensor total_norm(const std::vector<Tensor>& tensors, double norm_type) {
  if (norm_type == 0) return full({}, static_cast<double>(tensors.size()));
  const bool is_max = norm_type == std::numeric_limits<double>::infinity();
  std::vector<Tensor> norms;
  for (const Tensor& t : tensors) norms.push_back(is_max ? t.abs().max() : t.norm(norm_type));
  if (norms.size() == 1) return norms[0];
  return is_max ? stack(norms).max() : stack(norms).norm(norm_type);
}

}  // namespace

double clip_grad_norm_(std::vector<Tensor> parameters, double max_norm, double norm_type,
                       bool error_if_nonfinite) {
  Caller::forget();
  NoGradGuard no_grad;
  const std::vector<Tensor> grads = defined_grads(parameters);
  if (grads.empty()) return 0;
  const Tensor norm = total_norm(grads, norm_type);
  const auto value = norm.item<double>();
  check(!error_if_nonfinite || std::isfinite(value),
        "The total norm of order {} for gradients from `parameters` is non-finite, so it cannot be "
        "clipped. To disable this error and scale the gradients with the non-finite norm anyway, "
        "set `error_if_nonfinite=false`",
        norm_type);
  const Tensor factor = clamp(max_norm / (norm + 1e-6), nullopt, 1.0);
  for (const Tensor& grad : grads) grad.mul_(factor);
  return value;
}

double clip_grad_norm_(std::initializer_list<Tensor> parameters, double max_norm, double norm_type,
                       bool error_if_nonfinite) {
  return clip_grad_norm_(std::vector<Tensor>(parameters), max_norm, norm_type, error_if_nonfinite);
}

double clip_grad_norm_(Tensor parameter, double max_norm, double norm_type,
                       bool error_if_nonfinite) {
  return clip_grad_norm_(std::vector<Tensor>{std::move(parameter)}, max_norm, norm_type,
                         error_if_nonfinite);
}

void clip_grad_value_(std::vector<Tensor> parameters, double clip_value) {
  Caller::forget();
  NoGradGuard no_grad;
  for (const Tensor& grad : defined_grads(parameters)) grad.clamp_(-clip_value, clip_value);
}

void clip_grad_value_(std::initializer_list<Tensor> parameters, double clip_value) {
  clip_grad_value_(std::vector<Tensor>(parameters), clip_value);
}

void clip_grad_value_(Tensor parameter, double clip_value) {
  clip_grad_value_(std::vector<Tensor>{std::move(parameter)}, clip_value);
}

Tensor parameters_to_vector(const std::vector<Tensor>& parameters) {
  Caller::forget();
  std::vector<Tensor> parts;
  for (const Tensor& p : parameters) parts.push_back(p.view(-1));
  return cat(parts);
}

void vector_to_parameters(const Tensor& vec, std::vector<Tensor> parameters) {
  Caller::forget();
  int64_t count = 0;
  for (const Tensor& p : parameters) count += p.numel();
  check(vec.numel() >= count,
        "vector_to_parameters: the parameters have {} elements, the vector only {}", count,
        vec.numel());
  int64_t offset = 0;
  for (Tensor& p : parameters) {
    p.set_data(vec.detach().slice(0, offset, offset + p.numel()).view_as(p));
    offset += p.numel();
  }
}

}  // namespace glassgrad::nn::utils
