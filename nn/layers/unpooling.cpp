// Back from pooling, and poolings of other kinds: of each the functions, then the modules.
#include "nn/layers/unpooling.h"

#include <string>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/layers/in_range.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- MaxUnpool ---

namespace {

/// What is given, if it can have been pooled to x, or else the smallest such size.
template <size_t D>
std::vector<int64_t> unpooled_size(const Tensor& x,
                                   const functional::MaxUnpoolFuncOptions<D>& options) {
  check(x.dim() >= static_cast<int64_t>(D) + 2 || x.dim() == static_cast<int64_t>(D) + 1,
        "max_unpool{}d: expected {}D or {}D input, got {}", D, D + 1, D + 2, x.sizes());
  std::vector<int64_t> size, given;
  for (const ExpandingArray<D>& numbers :
       {options.kernel_size(), options.stride(), options.padding()})
    check_in_range(("max_unpool" + std::to_string(D) + "d").c_str(), *numbers);
  for (size_t d = 0; d < D; ++d) {
    const int64_t in = x.size(static_cast<int64_t>(d) - static_cast<int64_t>(D));
    size.push_back((in - 1) * (*options.stride())[d] + (*options.kernel_size())[d] -
                   2 * (*options.padding())[d]);
  }
  if (!options.output_size()) return size;
  given = *options.output_size();
  if (given.size() == D + 2) given.erase(given.begin(), given.begin() + 2);
  check(given.size() == D,
        "output_size should be a sequence containing {} or {} elements, but it has a length of "
        "'{}'",
        D, D + 2, given.size());
  for (size_t d = 0; d < D; ++d) {
    const int64_t least = size[d] - (*options.stride())[d], most = size[d] + (*options.stride())[d];
    if (least <= given[d] && given[d] <= most) continue;
    std::string text;
    for (const int64_t part : given) text += std::to_string(part) + ' ';
    check(false, "invalid output_size {}(dim {} must be between {} and {})", text, d, least, most);
  }
  return given;
}

}  // namespace

Tensor functional::max_unpool1d(Traced traced, const Tensor& indices,
                                const MaxUnpool1dFuncOptions& options) {
  const Tensor& x = traced.enter();
  std::vector<int64_t> size = unpooled_size<1>(x, options);
  size.push_back(1);
  return glassgrad::max_unpool2d(x.unsqueeze(-1), indices.unsqueeze(-1), size).squeeze(-1);
}
Tensor functional::max_unpool2d(Traced input, const Tensor& indices,
                                const MaxUnpool2dFuncOptions& options) {
  return glassgrad::max_unpool2d(input, indices, unpooled_size<2>(input.enter(), options));
}
Tensor functional::max_unpool3d(Traced input, const Tensor& indices,
                                const MaxUnpool3dFuncOptions& options) {
  return glassgrad::max_unpool3d(input, indices, unpooled_size<3>(input.enter(), options),
                                 options.stride(), options.padding());
}

template <size_t D, class Derived>
Tensor MaxUnpoolImpl<D, Derived>::forward(Traced input, const Tensor& indices,
                                          const optional<std::vector<int64_t>>& output_size) {
  const auto& o = this->options;
  const auto call = functional::MaxUnpoolFuncOptions<D>(o.kernel_size())
                        .stride(o.stride())
                        .padding(o.padding())
                        .output_size(output_size);
  if constexpr (D == 1) return functional::max_unpool1d(input, indices, call);
  if constexpr (D == 2) return functional::max_unpool2d(input, indices, call);
  if constexpr (D == 3) return functional::max_unpool3d(input, indices, call);
}

template <size_t D, class Derived>
void MaxUnpoolImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("MaxUnpool").c_str())
      .value("kernel_size", this->options.kernel_size())
      .value("stride", this->options.stride())
      .value("padding", this->options.padding());
}

template class MaxUnpoolImpl<1, MaxUnpool1dImpl>;
template class MaxUnpoolImpl<2, MaxUnpool2dImpl>;
template class MaxUnpoolImpl<3, MaxUnpool3dImpl>;

// --- FractionalMaxPool ---

namespace {

/// The part of a size, rounded down.
int64_t part_of(int64_t size, double ratio) {
  check(ratio >= 0 && ratio <= 1,
        "fractional_max_pool: output_ratio must be between 0 and 1 (got {})", ratio);
  return static_cast<int64_t>(static_cast<double>(size) * ratio);
}

template <size_t D>
std::tuple<Tensor, Tensor> pooled_at_random(Traced traced,
                                            const FractionalMaxPoolOptions<D>& options,
                                            const char* operation = __builtin_FUNCTION()) {
  const Tensor& x = traced.enter(operation);
  const int64_t spatial = static_cast<int64_t>(D);
  check(options.output_size() || options.output_ratio(),
        "fractional_max_pool{}d requires specifying either an output_size or an output_ratio", D);
  std::vector<int64_t> size;
  for (size_t d = 0; d < D; ++d)
    size.push_back(options.output_size() ? (**options.output_size())[d]
                                         : part_of(x.size(static_cast<int64_t>(d) - spatial),
                                                   (**options.output_ratio())[d]));
  Tensor samples = options._random_samples();
  if (!samples.defined())
    samples = rand({x.dim() == spatial + 1 ? 1 : x.size(0), x.size(-spatial - 1), spatial},
                   x.scalar_type());
  if constexpr (D == 2)
    return glassgrad::fractional_max_pool2d(x, options.kernel_size(), size, samples);
  else
    return glassgrad::fractional_max_pool3d(x, options.kernel_size(), size, samples);
}

}  // namespace

Tensor functional::fractional_max_pool2d(Traced input,
                                         const FractionalMaxPool2dFuncOptions& options) {
  return std::get<0>(pooled_at_random<2>(input, options));
}
Tensor functional::fractional_max_pool3d(Traced input,
                                         const FractionalMaxPool3dFuncOptions& options) {
  return std::get<0>(pooled_at_random<3>(input, options));
}
std::tuple<Tensor, Tensor> functional::fractional_max_pool2d_with_indices(
    Traced input, const FractionalMaxPool2dFuncOptions& options) {
  return pooled_at_random<2>(input, options);
}
std::tuple<Tensor, Tensor> functional::fractional_max_pool3d_with_indices(
    Traced input, const FractionalMaxPool3dFuncOptions& options) {
  return pooled_at_random<3>(input, options);
}

template <size_t D, class Derived>
FractionalMaxPoolImpl<D, Derived>::FractionalMaxPoolImpl(const FractionalMaxPoolOptions<D>& o)
    : CloneableWithOptions<Derived, FractionalMaxPoolOptions<D>>(o) {
  FractionalMaxPoolImpl::reset();
}

template <size_t D, class Derived>
void FractionalMaxPoolImpl<D, Derived>::reset() {
  const auto& o = this->options;
  _random_samples = this->register_buffer("_random_samples", o._random_samples());
  check_after_latest_call(
      o.output_size() || o.output_ratio(),
      "FractionalMaxPool{}d requires specifying either an output size, or a pooling ratio", D);
  check_after_latest_call(!o.output_size() || !o.output_ratio(),
                          "only one of output_size and output_ratio may be specified");
  if (!o.output_ratio()) return;
  for (const double ratio : **o.output_ratio())
    check_after_latest_call(ratio > 0 && ratio < 1, "output_ratio must be between 0 and 1 (got {})",
                            bracketed({(*o.output_ratio())->begin(), (*o.output_ratio())->end()}));
}

template <size_t D, class Derived>
Tensor FractionalMaxPoolImpl<D, Derived>::forward(Traced input) {
  return std::get<0>(forward_with_indices(input));
}

template <size_t D, class Derived>
std::tuple<Tensor, Tensor> FractionalMaxPoolImpl<D, Derived>::forward_with_indices(Traced input) {
  FractionalMaxPoolOptions<D> call = this->options;
  return pooled_at_random<D>(input, call._random_samples(_random_samples));
}

template <size_t D, class Derived>
void FractionalMaxPoolImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("FractionalMaxPool").c_str());
}

template class FractionalMaxPoolImpl<2, FractionalMaxPool2dImpl>;
template class FractionalMaxPoolImpl<3, FractionalMaxPool3dImpl>;

// --- LPPool ---

namespace {

/// (sum of x^p)^(1/p), of its means over windows of so many elements.
Tensor norm_of_means(const Tensor& means, int64_t elements, double p) {
  return (sign(means) * relu(means.abs())).mul(elements).pow(1 / p);
}

}  // namespace

Tensor functional::lp_pool1d(Traced input, const LPPool1dFuncOptions& o) {
  const Tensor means =
      avg_pool1d(input.enter().pow(o.norm_type()), o.kernel_size(), o.stride(), 0, o.ceil_mode());
  return norm_of_means(means, (*o.kernel_size())[0], o.norm_type());
}
Tensor functional::lp_pool2d(Traced input, const LPPool2dFuncOptions& o) {
  const Tensor means =
      avg_pool2d(input.enter().pow(o.norm_type()), o.kernel_size(), o.stride(), 0, o.ceil_mode());
  return norm_of_means(means, (*o.kernel_size())[0] * (*o.kernel_size())[1], o.norm_type());
}

template <size_t D, class Derived>
Tensor LPPoolImpl<D, Derived>::forward(Traced input) {
  if constexpr (D == 1) return functional::lp_pool1d(input, this->options);
  if constexpr (D == 2) return functional::lp_pool2d(input, this->options);
}

template <size_t D, class Derived>
void LPPoolImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("LPPool").c_str())
      .value("norm_type", this->options.norm_type())
      .value("kernel_size", this->options.kernel_size())
      .value("stride", this->options.stride())
      .value("ceil_mode", this->options.ceil_mode());
}

template class LPPoolImpl<1, LPPool1dImpl>;
template class LPPoolImpl<2, LPPool2dImpl>;

}  // namespace glassgrad::nn
