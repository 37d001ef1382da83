#include "tests/debugger/lines.h"

#include <glassgrad.h>

using namespace glassgrad;

namespace {

/// Adds up results, each element with a weight of its own: equal ones would hide mistakes.
struct Sum {
  Tensor total = zeros(1);
  void operator+=(const Tensor& y) {
    total = total + (y * (arange(y.numel()).view(y.sizes()) + 1)).sum();
  }
};

void arithmetic(Sum& sum, const Tensor& x, const Tensor& row) {
  sum += add(x, row, 3);
  sum += x + 2;
  sum += sub(x, row, 2);
  sum += x - 1;
  sum += rsub(x, 2, 3);
  sum += row.detach() * x;
  sum += x * 2;
  sum += x / row;
  sum += x / 3;
  sum += remainder(x, row);
  sum += x.pow(3);
  sum += pow(x, row);
  sum += -x;
  sum += maximum(x, row);
  sum += minimum(x, row);
  sum += where(x > 1, x, row);
  sum += x.clamp(0.6, nullopt);
  sum += x.masked_fill(x > 1, 2);
  sum += x.masked_fill(x > 1, row.sum());
}

void functions(Sum& sum, const Tensor& x) {
  for (auto function : {abs, log, log1p, log2, log10, sin, cos, erf, exp, expm1, sqrt, rsqrt,
                        reciprocal, tan, sigmoid, tanh, relu})
    sum += function(x);
}

void activations(Sum& sum, const Tensor& x) {
  namespace F = nn::functional;
  for (auto function : {log_sigmoid, silu, mish}) sum += function(x);
  sum += F::softplus(x, F::SoftplusFuncOptions().beta(2));
  sum += F::gelu(x);
  sum += F::elu(x, F::ELUFuncOptions().alpha(0.5));
  sum += F::celu(x, F::CELUFuncOptions().alpha(0.5));
  sum += F::threshold(x, F::ThresholdFuncOptions(0.6, 2));
  sum += F::leaky_relu(x, F::LeakyReLUFuncOptions().negative_slope(0.1));
  sum += F::hardtanh(x, F::HardtanhFuncOptions().max_val(0.6));
  sum += F::hardshrink(x);
  sum += F::softshrink(x);
}

void losses(Sum& sum, const Tensor& x, const Tensor& row) {
  const Tensor target = full_like(x, 0.25);
  sum += mse_loss(x, target);
  sum += l1_loss(x, target, Reduction::Sum);
  sum += smooth_l1_loss(x, target, Reduction::None, 0.75);
  sum += huber_loss(x, target, Reduction::Mean, 0.75);
  sum += binary_cross_entropy(sigmoid(x), target, row.detach());
  sum += binary_cross_entropy_with_logits(x, target, {}, row.detach());
}

void layers(Sum& sum, const Tensor& x, const Tensor& row) {
  const Tensor image = x.view({1, 1, 2, 3}), weight = row.view({1, 1, 1, 3});
  sum += conv2d(image, weight, {}, 1, {0, 1});
  sum += conv_transpose2d(image, weight);
  sum += avg_pool2d(image, 2, 1);
  sum += adaptive_avg_pool2d(image, {2, 2});
  sum += upsample_bilinear2d(image, {3, 5}, false);
  sum += embedding(x, tensor({1, 0, 1}).to(kLong));
}

}  // namespace

void every_forward() {
  const Tensor x = tensor({{0.3, 1.2, -0.7}, {0.9, 0.45, 1.9}}).requires_grad_();
  const Tensor positive = x.detach().abs().requires_grad_();
  const Tensor row = tensor({0.4, 0.7, 1.3}).requires_grad_();
  Sum sum;
  arithmetic(sum, positive, row);
  functions(sum, positive);
  activations(sum, x);
  losses(sum, x, row);
  layers(sum, x, row);
  sum.total.backward();
}
