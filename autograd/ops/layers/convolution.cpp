// Convolutions and transposed convolutions, one node for both and for their gradients:
// convolution.h says why.
#include "autograd/ops/layers/convolution.h"

#include "autograd/graph/sampled_differences.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/ops/layers/window_text.h"

namespace glassgrad {

Dims ConvGeometry::shape(Place place) const {
  const bool is_weight = place == Place::Weight, is_image = place == Place::Image;
  Dims result;
  result.push_back(is_weight ? sizes.out_channels : sizes.batch);
  result.push_back(is_weight  ? sizes.in_channels / sizes.groups
                   : is_image ? sizes.in_channels
                              : sizes.out_channels);
  for (size_t d = 3 - spatial; d < 3; ++d) {
    const kernels::Axis& axis = sizes.axes[d];
    result.push_back(is_weight ? axis.kernel : is_image ? axis.in : axis.out);
  }
  return result;
}

namespace {

/// The other two places, in the order in which an operation takes them.
struct Others {
  Place first, second;
};
Others others(Place place) {
  if (place == Place::Result) return {Place::Image, Place::Weight};
  if (place == Place::Image) return {Place::Result, Place::Weight};
  return {Place::Result, Place::Image};
}

/// Writes dT/d(place) into `to`; in a result, plus `bias` in each channel (undefined: none).
void compute(Place place, const Tensor& to, const Tensor& a, const Tensor& b, const Tensor& bias,
             const ConvGeometry& geometry) {
  const Tensor first = contiguous_values(a), second = contiguous_values(b);
  const Tensor added = bias.defined() ? contiguous_values(bias) : bias;
  const ScalarType type = to.scalar_type();
  void* const out = to.data_ptr();
  if (place == Place::Result)
    kernels::convolve(type, out, first.data_ptr(), second.data_ptr(),
                      added.defined() ? added.data_ptr() : nullptr, geometry.sizes);
  else if (place == Place::Image)
    kernels::convolve_back(type, out, first.data_ptr(), second.data_ptr(), geometry.sizes);
  else
    kernels::convolve_weight(type, out, second.data_ptr(), first.data_ptr(), geometry.sizes);
}

Tensor partial(Place place, const Tensor& first, const Tensor& second, const ConvGeometry& geometry,
               const Edge& edge);

}  // namespace

// z = dT/d(place) of a and b (+ bias of its channel).  With dL/dz in that place:
//   dL/da = dT/da,  dL/db = dT/db,  dL/dbias = sum of dL/dz over samples and positions.
// Saves a if b requires grad, and b if a does.
struct ConvolutionBackward0 final : Node {
  Place place;
  ConvGeometry geometry;
  SavedTensor first{this}, second{this};

  std::string formula() const override {
    if (place == Place::Result)
      return "y = conv(x, w) + b: dL/dx = conv_transpose(dL/dy, w), dL/dw[o,c,k] = sum over "
             "n,p of dL/dy[n,o,p] x[n,c,p+k], dL/db[o] = sum over n,p of dL/dy[n,o,p]";
    if (place == Place::Image)
      return "y = conv_transpose(x, w) + b: dL/dx = conv(dL/dy, w), dL/dw[o,c,k] = sum over "
             "n,p of x[n,o,p] dL/dy[n,c,p+k], dL/db[c] = sum over n,q of dL/dy[n,c,q]";
    return "the gradient of a convolution's weight, which is linear in dL/dy and x";
  }
  std::string numbers(const GradList& grads) const override {
    return window_text(place, geometry, grads[0], first.peek(), second.peek(), num_outputs() == 3);
  }
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(num_outputs());
    const Others inputs = others(place);
    if (should_compute_output(0)) results[0] = gradient(inputs.first, second, grads[0], 0);
    if (should_compute_output(1)) results[1] = gradient(inputs.second, first, grads[0], 1);
    if (num_outputs() == 3 && should_compute_output(2)) {
      Dims dims(1, 0);
      for (int64_t d = 2; d < grads[0].dim(); ++d) dims.push_back(d);
      results[2] = grads[0].sum(IntArrayRef(dims));
    }
    return results;
  }
  /// Not of a bias, which is added.
  Tensor differences(const GradList& grads, size_t i) const override {
    if (i == 2) return {};
    const Tensor other = (i == 0 ? second : first).peek().detach().to(kDouble);
    const Place input = i == 0 ? others(place).first : others(place).second;
    return autograd::sampled_differences_of_linear(
        geometry.shape(input), grads[0], [&](const Tensor& x) {
          const Tensor z = empty_tensor(geometry.shape(place), kDouble);
          compute(place, z, i == 0 ? x : other, i == 0 ? other : x, {}, geometry);
          return z;
        });
  }

 private:
  /// dT/d(input), of the gradient in `place` and of the saved value in the third.
  Tensor gradient(Place input, const SavedTensor& saved, const Tensor& grad, size_t i) const {
    const Tensor value = saved.unpack();
    const bool grad_comes_first = others(input).first == place;
    return partial(input, grad_comes_first ? grad : value, grad_comes_first ? value : grad,
                   geometry, next_edge(i));
  }
};

namespace {

template <class... Bias>
void record_convolution(Tensor& z, Place place, const Tensor& first, const Tensor& second,
                        const ConvGeometry& geometry, const Bias&... bias) {
  auto* node = record<ConvolutionBackward0>(z, first, second, bias...);
  if (!node) return;
  node->place = place;
  node->geometry = geometry;
  if (node->should_compute_output(1)) node->first.save(first);
  if (node->should_compute_output(0)) node->second.save(second);
}

/// A gradient that goes along `edge`; recorded, for those that are differentiated again.
Tensor partial(Place place, const Tensor& first, const Tensor& second, const ConvGeometry& geometry,
               const Edge& edge) {
  const ScalarType type = first.scalar_type();
  Tensor z = must_record(first, second)
                 ? empty_tensor(geometry.shape(place), type)
                 : autograd::empty_gradient(edge, geometry.shape(place), type);
  compute(place, z, first, second, {}, geometry);
  record_convolution(z, place, first, second, geometry);
  return z;
}

}  // namespace

Tensor convolution(const Tensor& image, const Tensor& weight, const Tensor& bias,
                   const ConvGeometry& geometry) {
  Tensor y = empty_tensor(geometry.shape(Place::Result), image.scalar_type());
  compute(Place::Result, y, image, weight, bias, geometry);
  if (bias.defined())
    record_convolution(y, Place::Result, image, weight, geometry, bias);
  else
    record_convolution(y, Place::Result, image, weight, geometry);
  return y;
}

Tensor transposed_convolution(const Tensor& result, const Tensor& weight, const Tensor& bias,
                              const ConvGeometry& geometry) {
  Tensor x = empty_tensor(geometry.shape(Place::Image), result.scalar_type());
  compute(Place::Image, x, result, weight, {}, geometry);
  if (!bias.defined()) {
    record_convolution(x, Place::Image, result, weight, geometry);
    return x;
  }
  Dims column(geometry.spatial + 1, 1);
  column[0] = bias.sizes()[0];
  x.add_(bias.detach().reshape(column));
  record_convolution(x, Place::Image, result, weight, geometry, bias);
  return x;
}

}  // namespace glassgrad
