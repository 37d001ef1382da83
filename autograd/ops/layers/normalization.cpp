// Normalisation by batch, sample, layer and group: the first as one node, the others made of it.
#include "autograd/functions/normalization.h"
#include "autograd/functions/seldom.h"

#include <cmath>
#include <vector>

#include "autograd/graph/sampled_differences.h"
#include "autograd/kernels/normalize.h"
#include "autograd/ops/op.h"
#include "autograd/types/visit.h"

namespace glassgrad {
namespace {

using Numbers = std::vector<double>;  ///< one for each channel

kernels::Channels channels_of(const Tensor& x) {
  return {x.sizes()[0], x.sizes()[1], count_elements(x.sizes().slice(2))};
}
/// As doubles; `otherwise` in each channel if undefined.
Numbers per_channel(const Tensor& x, int64_t count, double otherwise) {
  if (!x.defined()) return Numbers(count, otherwise);
  const Tensor wide = x.detach().to(kDouble).contiguous();
  return Numbers(data<double>(wide), data<double>(wide) + count);
}
Tensor as_tensor(const Numbers& numbers, ScalarType type) {
  const Tensor wide = empty_tensor({static_cast<int64_t>(numbers.size())}, kDouble);
  std::copy(numbers.begin(), numbers.end(), data<double>(wide));
  return type == kDouble ? wide : wide.to(type);
}
/// [C] as [1, C, 1, ...], to broadcast.
Tensor beside(const Tensor& x, int64_t rank) {
  Dims sizes(rank, 1);
  sizes[1] = x.numel();
  return x.reshape(sizes);
}

}  // namespace

// y = (x - m) r w + b for each channel, r = 1 / sqrt(v + eps), z = (x - m) r, g = dL/dy w:
//   dL/db = sum of dL/dy,  dL/dw = sum of dL/dy z,
//   dL/dx = r (g - mean of g - z * mean of (g z)),  or r g where m and v are not x's own.
// Saves x, w, m and v.
struct NativeBatchNormBackward0 final : Node {
  SavedTensor input{this}, weight{this}, mean{this}, variance{this};
  double eps;
  bool training;

  std::string formula() const override {
    return training ? "y = z w + b, z = (x - mean) / sqrt(var + eps), g = dL/dy w: dL/dx = (g - "
                      "mean(g) - z mean(g z)) / sqrt(var + eps), dL/dw = sum of dL/dy z, dL/db = "
                      "sum of dL/dy"
                    : "y = (x - mean) / sqrt(var + eps) w + b: dL/dx = dL/dy w / sqrt(var + eps)";
  }
  GradList apply(GradList&& grads) override {
    return GradMode::is_enabled() ? recorded(grads[0]) : computed(grads[0]);
  }
  Tensor differences(const GradList& grads, size_t i) const override {
    const auto f = [&](const Tensor& x, const Tensor& w) {
      return training ? batch_norm(x, w, {}, {}, {}, true, 0, eps)
                      : batch_norm(x, w, {}, autograd::in_double(mean.peek()),
                                   autograd::in_double(variance.peek()), false, 0, eps);
    };
    return autograd::sampled_differences_of_norm(i, input.peek(), weight.peek(), grads[0], f);
  }

 private:
  bool wants(size_t i) const { return i < num_outputs() && should_compute_output(i); }

  GradList recorded(const Tensor& dy) const {
    const Tensor x = input.unpack(), w = weight.unpack();
    Dims dims(1, 0);
    for (int64_t d = 2; d < x.dim(); ++d) dims.push_back(d);
    const IntArrayRef over(dims);
    const Tensor m = training ? x.mean(over, true) : beside(mean.unpack(), x.dim());
    const Tensor v =
        training ? (x - m).square().mean(over, true) : beside(variance.unpack(), x.dim());
    const Tensor r = (v + eps).rsqrt(), z = (x - m) * r;
    const Tensor g = w.defined() ? dy * beside(w, x.dim()) : dy;
    GradList results = GradList::undefined(num_outputs());
    if (wants(0))
      results[0] = training ? r * (g - g.mean(over, true) - z * (g * z).mean(over, true)) : r * g;
    if (wants(1)) results[1] = (dy * z).sum(over);
    if (wants(2)) results[2] = dy.sum(over);
    return results;
  }

  GradList computed(const Tensor& grad) const {
    const Tensor x = contiguous_values(input.unpack()), dy = contiguous_values(grad);
    const ScalarType type = x.scalar_type();
    const kernels::Channels sizes = channels_of(x);
    const int64_t channels = sizes.channels;
    const double n = static_cast<double>(sizes.count());
    const Numbers m = per_channel(mean.unpack(), channels, 0),
                  v = per_channel(variance.unpack(), channels, 1),
                  w = per_channel(weight.unpack(), channels, 1);
    Numbers sum(channels), product(channels), of_y(channels), of_x(channels), shift(channels);
    if (training || wants(1) || wants(2))
      kernels::sums_of_products(type, sum.data(), product.data(), dy.data_ptr(), x.data_ptr(),
                                m.data(), sizes);
    for (int64_t c = 0; c < channels; ++c) {
      const double r = 1 / std::sqrt(v[c] + eps);
      of_y[c] = w[c] * r;
      if (training) {
        of_x[c] = -of_y[c] * r * r * product[c] / n;
        shift[c] = -of_y[c] * sum[c] / n - of_x[c] * m[c];
      }
      product[c] *= r;
    }
    GradList results = GradList::undefined(num_outputs());
    if (wants(0)) {
      results[0] = empty_tensor(x.sizes(), type);
      if (training)
        kernels::combine(type, results[0].data_ptr(), dy.data_ptr(), x.data_ptr(), of_y.data(),
                         of_x.data(), shift.data(), sizes);
      else
        kernels::scale_and_shift(type, results[0].data_ptr(), dy.data_ptr(), of_y.data(),
                                 shift.data(), sizes);
    }
    if (wants(1)) results[1] = as_tensor(product, type);
    if (wants(2)) results[2] = as_tensor(sum, type);
    return results;
  }
};

namespace {

/// running = (1 - momentum) running + momentum batch, in place; as PyTorch rounds it.
void follow(const Tensor& running, const Numbers& batch, double momentum, double scale) {
  if (!running.defined()) return;
  const NoGradGuard no_grad;
  Numbers to = per_channel(running, running.numel(), 0);
  visit_floating(running.scalar_type(), [&]<class T>() {
    const T share = static_cast<T>(momentum), rest = 1 - share;
    for (size_t c = 0; c < to.size(); ++c) to[c] = share * (batch[c] * scale) + rest * to[c];
  });
  running.copy_(as_tensor(to, running.scalar_type()));
}

Tensor normalized(const Tensor& x, const Tensor& weight, const Tensor& bias,
                  const Tensor& running_mean, const Tensor& running_var, bool training,
                  double momentum, double eps) {
  const Tensor from = contiguous_values(x);
  const ScalarType type = x.scalar_type();
  const kernels::Channels sizes = channels_of(from);
  const int64_t channels = sizes.channels;
  Numbers m = per_channel(running_mean, channels, 0), v = per_channel(running_var, channels, 1);
  if (training) {
    kernels::moments(type, m.data(), v.data(), from.data_ptr(), sizes);
    const double n = static_cast<double>(sizes.count());
    follow(running_mean, m, momentum, 1);
    follow(running_var, v, momentum, n / (n - 1));
  }
  const Numbers w = per_channel(weight, channels, 1), b = per_channel(bias, channels, 0);
  Numbers scale(channels), shift(channels);
  for (int64_t c = 0; c < channels; ++c) {
    scale[c] = w[c] / std::sqrt(v[c] + eps);
    shift[c] = b[c] - m[c] * scale[c];
  }
  Tensor y = empty_tensor(x.sizes(), type);
  kernels::scale_and_shift(type, y.data_ptr(), from.data_ptr(), scale.data(), shift.data(), sizes);
  if (auto* node = record<NativeBatchNormBackward0>(y, x, weight, bias)) {
    node->input.save(x);
    node->weight.save(weight);
    node->mean.save(as_tensor(m, training ? kDouble : type));
    node->variance.save(as_tensor(v, training ? kDouble : type));
    node->eps = eps;
    node->training = training;
  }
  return y;
}

void check_floating(const Tensor& x, const char* op) {
  check(x.is_floating_point(), "\"{}\" not implemented for '{}'", op, x.scalar_type());
}
void check_per_channel(const char* name, const Tensor& x, int64_t channels) {
  check(!x.defined() || x.numel() == channels, "{} should contain {} elements not {}", name,
        channels, x.defined() ? x.numel() : 0);
}

}  // namespace

// --- batch_norm ---

Tensor batch_norm(Traced traced, const Tensor& weight, const Tensor& bias,
                  const Tensor& running_mean, const Tensor& running_var, bool training,
                  double momentum, double eps, bool) {
  const Tensor& input = traced.enter();
  check(input.dim() >= 2, "batch_norm: expected an input of [N, C, ...], but got {}",
        input.sizes());
  const int64_t channels = input.sizes()[1];
  check(training || running_mean.defined(), "running_mean must be defined in evaluation mode");
  check(training || running_var.defined(), "running_var must be defined in evaluation mode");
  check_per_channel("running_mean", running_mean, channels);
  check_per_channel("running_var", running_var, channels);
  check_per_channel("weight", weight, channels);
  check_per_channel("bias", bias, channels);
  check_floating(input, "batch_norm");
  return normalized(input, weight, bias, running_mean, running_var, training, momentum, eps);
}

// --- instance_norm: every channel of every sample is a channel ---

Tensor instance_norm(Traced traced, const Tensor& weight, const Tensor& bias,
                     const Tensor& running_mean, const Tensor& running_var, bool use_input_stats,
                     double momentum, double eps, bool) {
  const Tensor& input = traced.enter();
  check(use_input_stats || (running_mean.defined() && running_var.defined()),
        "Expected running_mean and running_var to be defined when use_input_stats is false");
  check(input.dim() >= 2, "instance_norm: expected an input of [N, C, ...], but got {}",
        input.sizes());
  check_floating(input, "instance_norm");
  const int64_t n = input.sizes()[0], channels = input.sizes()[1];
  const auto for_each_sample = [n](const Tensor& x) { return x.defined() ? x.repeat({n}) : x; };
  Dims flat = input.impl()->sizes;
  flat[0] = 1;
  flat[1] = n * channels;
  const Tensor mean = for_each_sample(running_mean.defined() ? running_mean.detach() : Tensor());
  const Tensor var = for_each_sample(running_var.defined() ? running_var.detach() : Tensor());
  const Tensor y = batch_norm(input.reshape(flat), for_each_sample(weight), for_each_sample(bias),
                              mean, var, use_input_stats, momentum, eps)
                       .reshape(input.sizes());
  const NoGradGuard no_grad;
  if (mean.defined()) running_mean.copy_(mean.reshape({n, channels}).mean(int64_t{0}));
  if (var.defined()) running_var.copy_(var.reshape({n, channels}).mean(int64_t{0}));
  return y;
}

// --- layer_norm ---

// y = z w + b for each row, z = (x - m) r, r = 1 / sqrt(v + eps), g = dL/dy w:
//   dL/dx = r (g - mean of g - z * mean of (g z)),  dL/dw = sum of dL/dy z,  dL/db = sum of dL/dy.
// Saves x, w, m and r.
struct NativeLayerNormBackward0 final : Node {
  SavedTensor input{this}, weight{this}, mean{this}, scale{this};
  double eps;

  std::string formula() const override {
    return "y = z w + b, z = (x - mean) / sqrt(var + eps), g = dL/dy w: dL/dx = (g - mean(g) - z "
           "mean(g z)) / sqrt(var + eps), dL/dw = sum of dL/dy z, dL/db = sum of dL/dy";
  }
  GradList apply(GradList&& grads) override {
    return GradMode::is_enabled() ? recorded(grads[0]) : computed(grads[0]);
  }
  Tensor differences(const GradList& grads, size_t i) const override {
    const auto f = [&](const Tensor& x, const Tensor& w) {
      return layer_norm(x, shape_of_row(x), w, {}, eps);
    };
    return autograd::sampled_differences_of_norm(i, input.peek(), weight.peek(), grads[0], f);
  }

 private:
  bool wants(size_t i) const { return i < num_outputs() && should_compute_output(i); }
  /// Of all that is not normalised over.
  IntArrayRef shape_of_row(const Tensor& x) const {
    return x.sizes().slice(static_cast<size_t>(x.dim() - row_dims));
  }

  GradList recorded(const Tensor& dy) const {
    const Tensor x = input.unpack(), w = weight.unpack();
    Dims inner, outer;
    for (int64_t d = 0; d < x.dim(); ++d) (d < x.dim() - row_dims ? outer : inner).push_back(d);
    const IntArrayRef over(inner);
    const Tensor away = x - x.mean(over, true);
    const Tensor r = (away.square().mean(over, true) + eps).rsqrt(), z = away * r;
    const Tensor g = w.defined() ? dy * w : dy;
    const auto sum = [&](const Tensor& t) { return outer.empty() ? t : t.sum(IntArrayRef(outer)); };
    GradList results = GradList::undefined(num_outputs());
    if (wants(0)) results[0] = r * (g - g.mean(over, true) - z * (g * z).mean(over, true));
    if (wants(1)) results[1] = sum(dy * z);
    if (wants(2)) results[2] = sum(dy);
    return results;
  }

  GradList computed(const Tensor& grad) const {
    const Tensor x = contiguous_values(input.unpack()), dy = contiguous_values(grad);
    const Tensor w = weight.unpack(), m = mean.unpack(), r = scale.unpack();
    const Tensor factor = w.defined() ? contiguous_values(w) : w;
    const ScalarType type = x.scalar_type();
    GradList results = GradList::undefined(num_outputs());
    void* to[3] = {};
    for (size_t i = 0; i < 3; ++i)
      if (wants(i)) {
        results[i] = empty_tensor(i == 0 ? x.sizes() : shape_of_row(x), type);
        to[i] = results[i].data_ptr();
      }
    const int64_t rows = m.numel();
    kernels::normalize_rows_back(type, to[0], to[1], to[2], dy.data_ptr(), x.data_ptr(),
                                 factor.defined() ? factor.data_ptr() : nullptr, data<double>(m),
                                 data<double>(r), rows,
                                 rows == 0 ? count_elements(shape_of_row(x)) : x.numel() / rows);
    return results;
  }

 public:
  int64_t row_dims;  ///< so many dimensions, the last ones, are a row
};

Tensor layer_norm(Traced traced, IntArrayRef normalized_shape, const Tensor& weight,
                  const Tensor& bias, double eps, bool) {
  const Tensor& input = traced.enter();
  const size_t rank = normalized_shape.size();
  check(rank > 0,
        "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
        "element, but got normalized_shape = {}",
        normalized_shape);
  check(!weight.defined() || weight.sizes() == normalized_shape,
        "Expected weight to be of same shape as normalized_shape, but got weight of shape {} and "
        "normalized_shape = {}",
        weight.defined() ? weight.sizes() : IntArrayRef(), normalized_shape);
  check(!bias.defined() || bias.sizes() == normalized_shape,
        "Expected bias to be of same shape as normalized_shape, but got bias of shape {} and "
        "normalized_shape = {}",
        bias.defined() ? bias.sizes() : IntArrayRef(), normalized_shape);
  const IntArrayRef sizes = input.sizes();
  if (sizes.size() < rank || sizes.slice(sizes.size() - rank) != normalized_shape) {
    std::string wanted;
    for (const int64_t size : normalized_shape) wanted += ", " + std::to_string(size);
    check(false,
          "Given normalized_shape={}, expected input with shape [*{}], but got input of size{}",
          normalized_shape, wanted, sizes);
  }
  check_floating(input, "LayerNormKernelImpl");
  for (const Tensor& of_columns : {weight, bias})
    check(!of_columns.defined() || of_columns.scalar_type() == input.scalar_type(),
          "expected scalar type {} but found {}\n  weight and bias have the type of the input of "
          "layer_norm: convert them with .to()",
          input.scalar_type(), of_columns.defined() ? of_columns.scalar_type() : kFloat);
  const int64_t n = count_elements(normalized_shape), rows = n == 0 ? 0 : input.numel() / n;
  const ScalarType type = input.scalar_type();
  const Tensor x = contiguous_values(input);
  const Tensor w = weight.defined() ? contiguous_values(weight) : weight;
  const Tensor b = bias.defined() ? contiguous_values(bias) : bias;
  const Tensor mean = empty_tensor({rows}, kDouble), scale = empty_tensor({rows}, kDouble);
  Tensor y = empty_tensor(sizes, type);
  kernels::normalize_rows(type, y.data_ptr(), data<double>(mean), data<double>(scale), x.data_ptr(),
                          w.defined() ? w.data_ptr() : nullptr,
                          b.defined() ? b.data_ptr() : nullptr, eps, rows, n);
  if (auto* node = record<NativeLayerNormBackward0>(y, input, weight, bias)) {
    node->input.save(input);
    node->weight.save(weight);
    node->mean.save(mean);
    node->scale.save(scale);
    node->eps = eps;
    node->row_dims = static_cast<int64_t>(rank);
  }
  return y;
}

std::tuple<Tensor, Tensor, Tensor> native_layer_norm(Traced traced, IntArrayRef normalized_shape,
                                                     const optional<Tensor>& weight,
                                                     const optional<Tensor>& bias, double eps) {
  const Tensor& input = traced.enter();
  const Tensor y =
      layer_norm(input, normalized_shape, weight.value_or(Tensor()), bias.value_or(Tensor()), eps);
  const NoGradGuard no_grad;
  Dims inner;
  for (int64_t d = input.dim() - static_cast<int64_t>(normalized_shape.size()); d < input.dim();
       ++d)
    inner.push_back(d);
  const IntArrayRef over(inner);
  const Tensor x = input.detach().to(kDouble), mean = x.mean(over, true);
  const Tensor scale = ((x - mean).square().mean(over, true) + eps).rsqrt();
  return {y, cast(mean, input.scalar_type()), cast(scale, input.scalar_type())};
}

}  // namespace glassgrad
