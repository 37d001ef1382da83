// Channels as places, windows as columns, maxima back at their places.
#include <string>

#include "autograd/functions/convolution.h"
#include "autograd/functions/image.h"
#include "autograd/ops/op.h"
#include "autograd/ops/products_fit.h"

namespace glassgrad {

// --- pixel_shuffle ---

namespace {

/// self's leading sizes, then `last`.
std::vector<int64_t> with_last(const Tensor& self, IntArrayRef last) {
  std::vector<int64_t> sizes = self.sizes().slice(0, self.sizes().size() - 3).vec();
  sizes.insert(sizes.end(), last.begin(), last.end());
  return sizes;
}
int64_t count_images(const Tensor& self) {
  return count_elements(self.sizes().slice(0, self.sizes().size() - 3));
}

/// `parts` as a new tensor, with other sizes; without history.
Tensor joined(const Tensor& parts, IntArrayRef sizes) {
  const NoGradGuard no_grad;
  Tensor y = empty_tensor(sizes, parts.scalar_type());
  y.view(parts.sizes()).copy_(parts);
  return y;
}

}  // namespace

// Each undoes the other, with gradients too.
struct PixelShuffleBackward0 final : Node {
  int64_t upscale_factor;
  std::string formula() const override { return "dL/dx = pixel_unshuffle of dL/dy"; }
  GradList apply(GradList&& grads) override { return {pixel_unshuffle(grads[0], upscale_factor)}; }
};
struct PixelUnshuffleBackward0 final : Node {
  int64_t downscale_factor;
  std::string formula() const override { return "dL/dx = pixel_shuffle of dL/dy"; }
  GradList apply(GradList&& grads) override { return {pixel_shuffle(grads[0], downscale_factor)}; }
};

Tensor pixel_shuffle(Traced traced, int64_t r) {
  const Tensor& self = traced.enter();
  check(self.dim() >= 3,
        "pixel_shuffle expects input to have at least 3 dimensions, but got input with {} "
        "dimension(s)",
        self.dim());
  check(r > 0, "pixel_shuffle expects a positive upscale_factor, but got {}", r);
  check(r <= INT32_MAX, "pixel_shuffle: upscale_factor {} is out of range", r);
  const int64_t c = self.size(-3), h = self.size(-2), w = self.size(-1);
  check(c % (r * r) == 0,
        "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of "
        "upscale_factor, but input.size(-3)={} is not divisible by {}",
        c, r * r);
  const int64_t out = c / (r * r);
  const Tensor parts =
      self.detach().reshape({count_images(self), out, r, r, h, w}).permute({0, 1, 4, 2, 5, 3});
  Tensor y = joined(parts, with_last(self, {out, h * r, w * r}));
  if (auto* node = record<PixelShuffleBackward0>(y, self)) node->upscale_factor = r;
  return y;
}

Tensor pixel_unshuffle(Traced traced, int64_t r) {
  const Tensor& self = traced.enter();
  check(self.dim() >= 3,
        "pixel_unshuffle expects input to have at least 3 dimensions, but got input with {} "
        "dimension(s)",
        self.dim());
  check(r > 0, "pixel_unshuffle expects a positive downscale_factor, but got {}", r);
  check(r <= INT32_MAX, "pixel_unshuffle: downscale_factor {} is out of range", r);
  const int64_t c = self.size(-3), h = self.size(-2), w = self.size(-1);
  check(h % r == 0,
        "pixel_unshuffle expects height to be divisible by downscale_factor, but "
        "input.size(-2)={} is not divisible by {}",
        h, r);
  check(w % r == 0,
        "pixel_unshuffle expects width to be divisible by downscale_factor, but "
        "input.size(-1)={} is not divisible by {}",
        w, r);
  const Tensor parts = self.detach()
                           .reshape({count_images(self), c, h / r, r, w / r, r})
                           .permute({0, 1, 3, 5, 2, 4});
  Tensor y = joined(parts, with_last(self, {c * r * r, h / r, w / r}));
  if (auto* node = record<PixelUnshuffleBackward0>(y, self)) node->downscale_factor = r;
  return y;
}

// --- im2col and col2im ---

namespace {

/// How windows lie in an image of height and width.
struct ImageWindows {
  int64_t height, width, rows, columns;  ///< of the padded image; of windows
  Tensor places;                         ///< [kh kw, rows columns], in the padded image
};

Dims pair_of(IntArrayRef values, const char* name) {
  check(values.size() == 1 || values.size() == 2, "It is expected {} equals to 2, but got size {}",
        name, values.size());
  for (const int64_t value : values)
    check(products_fit(value), "{} is out of range: {}", name, value);
  return Dims(IntArrayRef({values[0], values[values.size() - 1]}));
}

ImageWindows image_windows(int64_t height, int64_t width, IntArrayRef kernel_size,
                           IntArrayRef dilation_, IntArrayRef padding_, IntArrayRef stride_) {
  const Dims kernel = pair_of(kernel_size, "kernel_size"),
             dilation = pair_of(dilation_, "dilation"), padding = pair_of(padding_, "padding"),
             stride = pair_of(stride_, "stride");
  check(kernel[0] > 0 && kernel[1] > 0,
        "kernel size should be greater than zero, but got kernel_height: {} kernel_width: {}",
        kernel[0], kernel[1]);
  check(dilation[0] > 0 && dilation[1] > 0,
        "dilation should be greater than zero, but got dilation_height: {} dilation_width: {}",
        dilation[0], dilation[1]);
  check(padding[0] >= 0 && padding[1] >= 0,
        "padding should be non-negative, but got pad_height: {} pad_width: {}", padding[0],
        padding[1]);
  check(stride[0] > 0 && stride[1] > 0,
        "stride should be greater than zero, but got stride_height: {} stride_width: {}", stride[0],
        stride[1]);
  ImageWindows windows{height + 2 * padding[0], width + 2 * padding[1], 0, 0, {}};
  const auto count = [](int64_t in, int64_t kernel_length, int64_t step) {
    const int64_t room = in - kernel_length;
    return (room < 0 ? room - step + 1 : room) / step + 1;  // rounded down
  };
  windows.rows = count(windows.height, dilation[0] * (kernel[0] - 1) + 1, stride[0]);
  windows.columns = count(windows.width, dilation[1] * (kernel[1] - 1) + 1, stride[1]);
  check(windows.rows > 0 && windows.columns > 0,
        "Given input with spatial size ({}, {}), kernel_size=({}, {}), dilation=({}, {}), "
        "padding=({}, {}), calculated shape of the array of sliding blocks as ({}, {}), but its "
        "components must be at least one.",
        height, width, kernel[0], kernel[1], dilation[0], dilation[1], padding[0], padding[1],
        windows.rows, windows.columns);
  windows.places = empty_tensor({kernel[0] * kernel[1], windows.rows * windows.columns}, kLong);
  int64_t* place = data<int64_t>(windows.places);
  for (int64_t ki = 0; ki < kernel[0]; ++ki)
    for (int64_t kj = 0; kj < kernel[1]; ++kj)
      for (int64_t i = 0; i < windows.rows; ++i)
        for (int64_t j = 0; j < windows.columns; ++j)
          *place++ =
              (i * stride[0] + ki * dilation[0]) * windows.width + j * stride[1] + kj * dilation[1];
  return windows;
}

Dims border(IntArrayRef padding, int64_t sign) {
  const Dims p = pair_of(padding, "padding");
  return Dims(IntArrayRef({sign * p[1], sign * p[1], sign * p[0], sign * p[0]}));
}

}  // namespace

Tensor im2col(Traced traced, IntArrayRef kernel_size, IntArrayRef dilation, IntArrayRef padding,
              IntArrayRef stride) {
  const Tensor& self = traced.enter();
  check(self.dim() == 3 || self.dim() == 4,
        "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero "
        "dimensions for input, but got: {}",
        self.sizes());
  const ImageWindows windows =
      image_windows(self.size(-2), self.size(-1), kernel_size, dilation, padding, stride);
  const Tensor padded = constant_pad_nd(self, border(padding, 1)).flatten(-2);
  Dims sizes(self.sizes());
  sizes[sizes.size() - 3] *= windows.places.size(0);
  sizes[sizes.size() - 2] = windows.places.size(1);
  sizes.pop_back();
  return padded.index_select(-1, windows.places.flatten()).reshape(sizes);
}

Tensor col2im(Traced traced, IntArrayRef output_size, IntArrayRef kernel_size, IntArrayRef dilation,
              IntArrayRef padding, IntArrayRef stride) {
  const Tensor& self = traced.enter();
  check(self.dim() == 2 || self.dim() == 3,
        "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero "
        "dimensions for input, but got: {}",
        self.sizes());
  const Dims size = pair_of(output_size, "output_size");
  const ImageWindows windows =
      image_windows(size[0], size[1], kernel_size, dilation, padding, stride);
  const int64_t window = windows.places.size(0), count = windows.places.size(1);
  const Dims kernel = pair_of(kernel_size, "kernel_size");
  check(self.size(-2) % window == 0,
        "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but "
        "got input.size(1)={} and kernel_size=({}, {}).",
        self.size(-2), kernel[0], kernel[1]);
  const Dims p = pair_of(padding, "padding"), d = pair_of(dilation, "dilation"),
             s = pair_of(stride, "stride");
  check(self.size(-1) == count,
        "Given output_size=({}, {}), kernel_size=({}, {}), dilation=({}, {}), padding=({}, {}), "
        "stride=({}, {}), expected size of input's dimension 2 to match the calculated number of "
        "sliding blocks {} * {} = {}, but got input.size(2)={}.",
        size[0], size[1], kernel[0], kernel[1], d[0], d[1], p[0], p[1], s[0], s[1], windows.rows,
        windows.columns, count, self.size(-1));
  const int64_t channels = self.size(-2) / window;
  const Tensor columns = self.reshape({-1, channels, window * count});
  Tensor sum =
      zeros({columns.size(0), channels, windows.height * windows.width}, columns.scalar_type());
  sum = sum.index_add(2, windows.places.flatten(), columns)
            .view({-1, channels, windows.height, windows.width});
  const Tensor y = constant_pad_nd(sum, border(padding, -1));
  return self.dim() == 3 ? y : y.squeeze(0);
}

// --- max_unpool ---

namespace {

Tensor unpooled(const Tensor& self, const Tensor& indices, IntArrayRef size, int64_t spatial) {
  check(static_cast<int64_t>(size.size()) == spatial,
        "There should be exactly {} elements in output_size, but got {} elements.",
        spatial == 2 ? "two" : "three", size.size());
  check(self.dim() == spatial + 1 || self.dim() == spatial + 2,
        "Input to max_unpooling{}d should be a {}d or {}d Tensor, but got a tensor with {} dims.",
        spatial, spatial + 1, spatial + 2, self.dim());
  check(indices.scalar_type() == kLong, "elements in indices should be type int64 but got: {}",
        indices.scalar_type());
  check(self.sizes() == indices.sizes(),
        "Expected shape of indices to be same as that of the input tensor ({}) but got indices "
        "tensor with shape: {}",
        self.sizes(), indices.sizes());
  const int64_t count = count_elements(size);
  const Tensor at = indices.flatten(-spatial), from = self.flatten(-spatial);
  const Tensor wrong = at.masked_select((at < 0).logical_or(at >= count));
  if (wrong.numel() > 0) {
    std::string volume;
    for (const int64_t n : size) volume += (volume.empty() ? "" : "x") + std::to_string(n);
    check(false, "Found an invalid max index: {} (output volumes are of size {}",
          wrong[-1].item<int64_t>(), volume);
  }
  Dims sizes(self.sizes());
  for (int64_t d = 0; d < spatial; ++d) sizes[sizes.size() - spatial + d] = size[d];
  Dims flat(from.sizes());
  flat[flat.size() - 1] = count;
  return zeros(flat, self.scalar_type()).scatter(-1, at, from).reshape(sizes);
}

}  // namespace

Tensor max_unpool2d(Traced self, const Tensor& indices, IntArrayRef output_size) {
  return unpooled(self.enter(), indices, output_size, 2);
}
Tensor max_unpool3d(Traced self, const Tensor& indices, IntArrayRef output_size, IntArrayRef stride,
                    IntArrayRef padding) {
  const Tensor& input = self.enter();
  check(stride.size() == 3, "There should be exactly three elements in stride, but got: {}",
        stride.size());
  check(padding.size() == 3, "There should be exactly three elements in padding, but got: {}",
        padding.size());
  return unpooled(input, indices, output_size, 3);
}

// --- fractional_max_pool ---

namespace {

/// Where the windows begin along one dimension: about every (in - kernel) / (out - 1) elements.
template <class T>
std::vector<int64_t> window_starts(T sample, int64_t in, int64_t out, int64_t kernel) {
  std::vector<int64_t> starts;
  const T step = out > 1 ? static_cast<T>(in - kernel) / static_cast<T>(out - 1) : T(0);
  for (int64_t i = 0; i + 1 < out; ++i)
    starts.push_back(static_cast<int64_t>((static_cast<T>(i) + sample) * step) -
                     static_cast<int64_t>(sample * step));
  starts.push_back(in - kernel);
  return starts;
}

/// The place of the largest of each window in one plane.
template <class T>
void largest_places(const T* x, const T* samples, const Dims& in, const Dims& out,
                    const Dims& kernel, int64_t* places) {
  // Dimensions that are missing come first; the samples of a plane are those of (w, h) in two and
  // of (t, h, w) in three dimensions.
  const bool flat = in[0] == 1 && kernel[0] == 1 && out[0] == 1;
  std::vector<int64_t> starts[3];
  for (int64_t d = 0; d < 3; ++d)
    starts[d] = flat && d == 0 ? std::vector<int64_t>{0}
                               : window_starts(samples[flat ? 2 - d : d], in[d], out[d], kernel[d]);
  for (const int64_t t : starts[0])
    for (const int64_t h : starts[1])
      for (const int64_t w : starts[2]) {
        int64_t best = (t * in[1] + h) * in[2] + w;
        for (int64_t i = t; i < t + kernel[0]; ++i)
          for (int64_t j = h; j < h + kernel[1]; ++j)
            for (int64_t k = w; k < w + kernel[2]; ++k) {
              const int64_t place = (i * in[1] + j) * in[2] + k;
              if (x[place] > x[best] || x[place] != x[place]) best = place;
            }
        *places++ = best;
      }
}

std::tuple<Tensor, Tensor> fractional(const Tensor& self, IntArrayRef kernel_size,
                                      IntArrayRef output_size, const Tensor& random_samples,
                                      int64_t spatial) {
  check(static_cast<int64_t>(kernel_size.size()) == spatial,
        "fractional_max_pool{}d: kernel_size must either be a single Int or tuple of {}Ints",
        spatial, spatial == 2 ? "" : "three ");
  check(static_cast<int64_t>(output_size.size()) == spatial,
        "fractional_max_pool{}d: output_size must either be a single Int or tuple of {}Ints",
        spatial, spatial == 2 ? "" : "three ");
  const char* name = spatial == 2 ? "fractional_max_pool2d()" : "fractional_max_pool3d_out()";
  check(self.dim() == spatial + 1 || self.dim() == spatial + 2,
        "{}: Expected {}D or {}D tensor, but got: {}", name, spatial + 1, spatial + 2,
        self.sizes());
  check_floating("fractional_max_pool", self);
  Dims in(3, 1), out(3, 1), kernel(3, 1), sizes(self.sizes());
  constexpr const char* kNames[] = {"time", "height", "width"};
  for (int64_t d = 3 - spatial; d < 3; ++d) {
    in[d] = self.size(d - 3);
    out[d] = output_size[d - 3 + spatial];
    kernel[d] = kernel_size[d - 3 + spatial];
    check(kernel[d] > 0 && out[d] >= 0,
          "{}: kernel_size must be positive and output_size not negative, but got {} and {}", name,
          kernel_size, output_size);
    check(kernel[d] <= in[d] && out[d] <= in[d] - kernel[d] + 1,
          "{}: pool {} {} too large relative to input {} {}", name, kNames[d], kernel[d], kNames[d],
          in[d]);
    sizes[sizes.size() - 3 + d] = out[d];
  }
  const Tensor x = contiguous_values(self),
               samples = contiguous_values(random_samples.to(x.scalar_type()));
  const int64_t plane = count_elements(in), count = count_elements(out);
  const int64_t planes = plane == 0 ? 0 : x.numel() / plane;
  check(samples.numel() >= planes * spatial, "{}: expected {} random samples, got {}", name,
        planes * spatial, samples.numel());
  check((samples.detach().ge(0) & samples.detach().le(1)).all().item<bool>(),
        "{}: random samples must be between 0 and 1", name);
  const Tensor places = empty_tensor({planes, count}, kLong);
  const auto fill = [&]<class T>(const T* values) {
    for (int64_t i = 0; i < planes; ++i)
      largest_places(values + i * plane, data<T>(samples) + i * spatial, in, out, kernel,
                     data<int64_t>(places) + i * count);
  };
  if (x.scalar_type() == kDouble)
    fill(static_cast<const double*>(x.data_ptr()));
  else
    fill(static_cast<const float*>(x.data_ptr()));
  const Tensor y = self.reshape({planes, plane}).gather(1, places);
  return {y.reshape(sizes), places.reshape(sizes)};
}

}  // namespace

std::tuple<Tensor, Tensor> fractional_max_pool2d(Traced self, IntArrayRef kernel_size,
                                                 IntArrayRef output_size,
                                                 const Tensor& random_samples) {
  return fractional(self.enter(), kernel_size, output_size, random_samples, 2);
}
std::tuple<Tensor, Tensor> fractional_max_pool3d(Traced self, IntArrayRef kernel_size,
                                                 IntArrayRef output_size,
                                                 const Tensor& random_samples) {
  return fractional(self.enter(), kernel_size, output_size, random_samples, 3);
}

}  // namespace glassgrad
