// Normalisation by groups of channels.
#include <algorithm>
#include <cmath>
#include <vector>

#include "autograd/functions/normalization.h"
#include "autograd/graph/sampled_differences.h"
#include "autograd/kernels/normalize.h"
#include "autograd/ops/op.h"

namespace glassgrad {
namespace {

/// [C] as [1, C, 1, ...], to broadcast.
Tensor along_channels(const Tensor& x, int64_t rank) {
  Dims sizes(rank, 1);
  sizes[1] = x.numel();
  return x.reshape(sizes);
}
/// One for each channel, as doubles; `otherwise` if undefined.
std::vector<double> for_channels(const Tensor& x, int64_t channels, double otherwise) {
  if (!x.defined()) return std::vector<double>(static_cast<size_t>(channels), otherwise);
  const Tensor wide = x.detach().to(kDouble).contiguous();
  return std::vector<double>(data<double>(wide), data<double>(wide) + channels);
}

}  // namespace

// y = z w + b, z = (x - m) r with mean m and r = 1 / sqrt(v + eps) of the group, w and b of the
// channel, g = dL/dy w:
//   dL/dx = r (g - mean of g - z * mean of (g z)),  dL/dw = sum of dL/dy z,  dL/db = sum of dL/dy.
// Saves x, w, m and r.
struct NativeGroupNormBackward0 final : Node {
  SavedTensor input{this}, weight{this}, mean{this}, scale{this};
  int64_t groups;  ///< of a sample
  double eps;

  std::string formula() const override {
    return "y = z w + b, z = (x - mean) / sqrt(var + eps) by groups of channels, g = dL/dy w: "
           "dL/dx = (g - mean(g) - z mean(g z)) / sqrt(var + eps), dL/dw = sum of dL/dy z, "
           "dL/db = sum of dL/dy";
  }
  GradList apply(GradList&& grads) override {
    return GradMode::is_enabled() ? recorded(grads[0]) : computed(grads[0]);
  }
  Tensor differences(const GradList& grads, size_t i) const override {
    const auto f = [&](const Tensor& x, const Tensor& w) {
      return group_norm(x, groups, w, {}, eps);
    };
    return autograd::sampled_differences_of_norm(i, input.peek(), weight.peek(), grads[0], f);
  }

 private:
  bool wants(size_t i) const { return i < num_outputs() && should_compute_output(i); }

  GradList recorded(const Tensor& dy) const {
    const Tensor x = input.unpack(), w = weight.unpack();
    const int64_t rank = x.dim(), rows = mean.unpack().numel();
    const Tensor by_group = x.reshape({rows, x.numel() / rows});
    const Tensor away = by_group - by_group.mean(1, true);
    const Tensor r = (away.square().mean(1, true) + eps).rsqrt(), z = away * r;
    const Tensor g = (w.defined() ? dy * along_channels(w, rank) : dy).reshape(by_group.sizes());
    Dims over(1, 0);
    for (int64_t d = 2; d < rank; ++d) over.push_back(d);
    GradList results = GradList::undefined(num_outputs());
    if (wants(0))
      results[0] = (r * (g - g.mean(1, true) - z * (g * z).mean(1, true))).reshape(x.sizes());
    if (wants(1)) results[1] = (dy * z.reshape(x.sizes())).sum(IntArrayRef(over));
    if (wants(2)) results[2] = dy.sum(IntArrayRef(over));
    return results;
  }

  GradList computed(const Tensor& grad) const {
    const Tensor x = contiguous_values(input.unpack()), dy = contiguous_values(grad);
    const ScalarType type = x.scalar_type();
    const int64_t batch = x.sizes()[0], channels = x.sizes()[1], planes = batch * channels;
    const int64_t of_group = channels / groups;
    const kernels::Channels sizes{1, planes, count_elements(x.sizes().slice(2))};
    const double n = static_cast<double>(of_group * sizes.inner);
    const Tensor kept_mean = mean.unpack(), kept_scale = scale.unpack();
    const double *m = data<double>(kept_mean), *r = data<double>(kept_scale);
    const std::vector<double> w = for_channels(weight.unpack(), channels, 1);

    // Of each channel of each sample: sums of dy and dy (x - m), and what x and dy are multiplied
    // by.
    const size_t count = static_cast<size_t>(planes);
    std::vector<double> means(count), sum(count), product(count), of_y(count), of_x(count),
        shift(count), dw(w.size()), db(w.size());
    for (int64_t p = 0; p < planes; ++p) means[p] = m[p / of_group];
    kernels::sums_of_products(type, sum.data(), product.data(), dy.data_ptr(), x.data_ptr(),
                              means.data(), sizes);
    for (int64_t first = 0; first < planes; first += of_group) {
      const double scaled = r[first / of_group];
      double sums = 0, products = 0;
      for (int64_t p = first; p < first + of_group; ++p) {
        const int64_t c = p % channels;
        sums += w[c] * sum[p];
        products += w[c] * product[p];
        dw[c] += product[p] * scaled;
        db[c] += sum[p];
      }
      for (int64_t p = first; p < first + of_group; ++p) {
        of_y[p] = w[p % channels] * scaled;
        of_x[p] = -scaled * scaled * scaled * products / n;
        shift[p] = -scaled * sums / n - of_x[p] * means[p];
      }
    }
    GradList results = GradList::undefined(num_outputs());
    if (wants(0)) {
      results[0] = empty_tensor(x.sizes(), type);
      kernels::combine(type, results[0].data_ptr(), dy.data_ptr(), x.data_ptr(), of_y.data(),
                       of_x.data(), shift.data(), sizes);
    }
    const auto per_channel = [&](const std::vector<double>& values) {
      const Tensor wide = empty_tensor({channels}, kDouble);
      std::copy(values.begin(), values.end(), data<double>(wide));
      return type == kDouble ? wide : wide.to(type);
    };
    if (wants(1)) results[1] = per_channel(dw);
    if (wants(2)) results[2] = per_channel(db);
    return results;
  }
};

namespace {

/// y, m and r of the contiguous x; so many groups at a time that they are still in the cache when
/// they are scaled.
void normalize_groups(const Tensor& y, const Tensor& mean, const Tensor& scale, const Tensor& x,
                      const Tensor& weight, const Tensor& bias, double eps) {
  const ScalarType type = x.scalar_type();
  const int64_t channels = x.sizes()[1], rows = mean.numel(),
                inner = count_elements(x.sizes().slice(2));
  const int64_t of_group = rows == 0 ? 0 : x.sizes()[0] * channels / rows, size = of_group * inner;
  double *m = data<double>(mean), *r = data<double>(scale);
  const std::vector<double> w = for_channels(weight, channels, 1),
                            b = for_channels(bias, channels, 0);
  constexpr int64_t kCached = 8192;
  const int64_t together = std::min(rows, 1 + kCached / std::max<int64_t>(size, 1));
  std::vector<double> factor(static_cast<size_t>(together * of_group)), shift(factor.size());
  for (int64_t first = 0; first < rows; first += together) {
    const int64_t count = std::min(together, rows - first), planes = count * of_group;
    const int64_t offset = first * size * x.element_size();
    const char* from = static_cast<const char*>(x.data_ptr()) + offset;
    kernels::moments(type, m + first, r + first, from, {1, count, size});
    for (int64_t row = first; row < first + count; ++row) r[row] = 1 / std::sqrt(r[row] + eps);
    for (int64_t p = 0; p < planes; ++p) {
      const int64_t row = first + p / of_group, c = (first * of_group + p) % channels;
      factor[p] = w[c] * r[row];
      shift[p] = b[c] - m[row] * factor[p];
    }
    kernels::scale_and_shift(type, static_cast<char*>(y.data_ptr()) + offset, from, factor.data(),
                             shift.data(), {1, planes, inner});
  }
}

}  // namespace

Tensor group_norm(Traced traced, int64_t num_groups, const Tensor& weight, const Tensor& bias,
                  double eps, bool) {
  const Tensor& input = traced.enter();
  check(input.dim() >= 2, "Expected at least 2 dimensions for input tensor but received {}",
        input.dim());
  const int64_t n = input.sizes()[0], channels = input.sizes()[1];
  check(num_groups > 0, "Expected num groups to be greater than 0, got {}", num_groups);
  check(
      channels % num_groups == 0,
      "Expected number of channels in input to be divisible by num_groups, but got input of shape "
      "{} and num_groups={}",
      input.sizes(), num_groups);
  check(!weight.defined() || (weight.dim() == 1 && weight.numel() == channels),
        "Expected weight to be a vector of size equal to the number of channels in input, but got "
        "weight of shape {} and input of shape {}",
        weight.defined() ? weight.sizes() : IntArrayRef(), input.sizes());
  check(!bias.defined() || (bias.dim() == 1 && bias.numel() == channels),
        "Expected bias to be a vector of size equal to the number of channels in input, but got "
        "bias of shape {} and input of shape {}",
        bias.defined() ? bias.sizes() : IntArrayRef(), input.sizes());
  check(input.is_floating_point(), "\"GroupNormKernelImpl\" not implemented for '{}'",
        input.scalar_type());
  const ScalarType type = input.scalar_type();
  const Tensor x = contiguous_values(input);
  const Tensor mean = empty_tensor({n * num_groups}, kDouble),
               scale = empty_tensor({n * num_groups}, kDouble);
  Tensor y = empty_tensor(input.sizes(), type);
  normalize_groups(y, mean, scale, x, weight, bias, eps);
  if (auto* node = record<NativeGroupNormBackward0>(y, input, weight, bias)) {
    node->input.save(input);
    node->weight.save(weight);
    node->mean.save(mean);
    node->scale.save(scale);
    node->groups = num_groups;
    node->eps = eps;
  }
  return y;
}

}  // namespace glassgrad
