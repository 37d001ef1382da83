// First values of weights.
#include "nn/init.h"

#include <algorithm>
#include <cmath>

#include "autograd/base/check.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::nn::init {

double calculate_gain(NonlinearityType nonlinearity, double param) {
  if (nonlinearity.is<enumtype::kTanh>()) return 5.0 / 3.0;
  if (nonlinearity.is<enumtype::kReLU>()) return std::sqrt(2.0);
  if (nonlinearity.is<enumtype::kLeakyReLU>()) return std::sqrt(2.0 / (1 + std::pow(param, 2)));
  return 1.0;
}

std::tuple<int64_t, int64_t> _calculate_fan_in_and_fan_out(const Tensor& tensor) {
  check(tensor.dim() >= 2,
        "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got {}",
        tensor.dim());
  int64_t window = 1;
  for (int64_t dim = 2; dim < tensor.dim(); ++dim) window *= tensor.size(dim);
  return {tensor.size(1) * window, tensor.size(0) * window};
}

Tensor constant_(Tensor tensor, Scalar value) {
  NoGradGuard no_grad;
  return tensor.fill_(value);
}

Tensor ones_(Tensor tensor) { return constant_(std::move(tensor), 1); }
Tensor zeros_(Tensor tensor) { return constant_(std::move(tensor), 0); }

Tensor eye_(Tensor matrix) {
  check(matrix.dim() == 2, "Only tensors with 2 dimensions are supported, got {}", matrix.dim());
  NoGradGuard no_grad;
  matrix.zero_();
  for (int64_t i = 0; i < std::min(matrix.size(0), matrix.size(1)); ++i) matrix[i][i].fill_(1);
  return matrix;
}

Tensor uniform_(Tensor tensor, double low, double high) {
  NoGradGuard no_grad;
  return tensor.uniform_(low, high);
}

Tensor normal_(Tensor tensor, double mean, double std) {
  NoGradGuard no_grad;
  return tensor.normal_(mean, std);
}

namespace {

double xavier_std(const Tensor& tensor, double gain) {
  const auto [fan_in, fan_out] = _calculate_fan_in_and_fan_out(tensor);
  return gain * std::sqrt(2.0 / static_cast<double>(fan_in + fan_out));
}

double kaiming_std(const Tensor& tensor, double a, FanModeType mode,
                   NonlinearityType nonlinearity) {
  const auto [fan_in, fan_out] = _calculate_fan_in_and_fan_out(tensor);
  const auto fan = static_cast<double>(mode.is<enumtype::kFanIn>() ? fan_in : fan_out);
  return calculate_gain(nonlinearity, a) / std::sqrt(fan);
}

/// A uniform distribution over [-b, b) has standard deviation b / sqrt(3).
Tensor uniform_with_std(Tensor tensor, double std) {
  const double bound = std::sqrt(3.0) * std;
  return uniform_(std::move(tensor), -bound, bound);
}

}  // namespace

Tensor xavier_uniform_(Tensor tensor, double gain) {
  return uniform_with_std(tensor, xavier_std(tensor, gain));
}

Tensor xavier_normal_(Tensor tensor, double gain) {
  return normal_(tensor, 0, xavier_std(tensor, gain));
}

Tensor kaiming_uniform_(Tensor tensor, double a, FanModeType mode, NonlinearityType nonlinearity) {
  return uniform_with_std(tensor, kaiming_std(tensor, a, mode, nonlinearity));
}

Tensor kaiming_normal_(Tensor tensor, double a, FanModeType mode, NonlinearityType nonlinearity) {
  return normal_(tensor, 0, kaiming_std(tensor, a, mode, nonlinearity));
}

}  // namespace glassgrad::nn::init
