// First values of weights.
#include "nn/init.h"

#include <algorithm>
#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
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

Tensor dirac_(Tensor tensor) {
  check(tensor.dim() >= 3 && tensor.dim() <= 5,
        "Only tensors with 3, 4, or 5 dimensions are supported");
  if (tensor.numel() == 0) return tensor;
  NoGradGuard no_grad;
  tensor.zero_();
  for (int64_t i = 0; i < std::min(tensor.size(0), tensor.size(1)); ++i) {
    Tensor middle = tensor[i][i];
    while (middle.dim() > 0) middle = middle[middle.size(0) / 2];
    middle.fill_(1);
  }
  return tensor;
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
  check_after_latest_call(!std::isinf(bound),
                          "from is out of bounds for {}: the bound of first weights of {} is "
                          "infinite; a layer needs at least one input, as in nn::Linear(1, 2)",
                          tensor.scalar_type() == kDouble ? "double" : "float", tensor.sizes());
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

namespace {

/// Columns of a matrix with at least as many rows, made orthonormal one after the other: the Q of
/// A = QR with a positive diagonal of R. Gram and Schmidt's way, twice: once leaves errors.
Tensor orthonormal_columns(const Tensor& a) {
  Tensor q = a.to(kDouble, false, true);
  for (int64_t j = 0; j < q.size(1); ++j) {
    const Tensor column = q.select(1, j), before = q.narrow(1, 0, j);
    for (int pass = 0; pass < 2 && j > 0; ++pass) column.sub_(before.mv(before.t().mv(column)));
    column.div_(column.norm().item<double>());
  }
  return q.to(a.scalar_type());
}

}  // namespace

Tensor orthogonal_(Tensor tensor, double gain) {
  check(tensor.dim() >= 2, "Only tensors with 2 or more dimensions are supported");
  NoGradGuard no_grad;
  const int64_t rows = tensor.size(0), columns = tensor.numel() / rows;
  const Tensor drawn = randn({rows, columns});
  const Tensor q = rows < columns ? orthonormal_columns(drawn.t()).t() : orthonormal_columns(drawn);
  tensor.copy_(q.reshape(tensor.sizes()));
  return tensor.mul_(gain);
}

Tensor sparse_(Tensor tensor, double sparsity, double std) {
  check(tensor.dim() == 2, "Only tensors with 2 dimensions are supported");
  NoGradGuard no_grad;
  const int64_t rows = tensor.size(0);
  const auto zeros = static_cast<int64_t>(std::ceil(sparsity * static_cast<double>(rows)));
  tensor.normal_(0, std);
  for (int64_t column = 0; column < tensor.size(1); ++column)
    tensor.select(1, column).index_fill_(0, randperm(rows).slice(0, 0, zeros), 0);
  return tensor;
}

}  // namespace glassgrad::nn::init
