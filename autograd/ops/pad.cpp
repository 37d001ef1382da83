// Borders around images.
#include <algorithm>

#include "autograd/functions/convolution.h"
#include "autograd/ops/gradient_of_input.h"

namespace glassgrad {

// --- of one value ---

// y = x with a border.  dL/dx = dL/dy without it: the same operation with the signs turned.
struct ConstantPadNdBackward0 final : Node {
  Dims pad;
  GradList apply(GradList&& grads) override {
    Dims back = pad;
    for (int64_t& width : back) width = -width;
    return {constant_pad_nd(grads[0], back)};
  }
  std::string formula() const override { return "dL/dx = dL/dy without the border"; }
};

namespace {

/// How many dimensions before that of pad[2 * pair] there are.
int64_t dim_of(const Tensor& x, size_t pair) { return x.dim() - 1 - static_cast<int64_t>(pair); }

void check_pad(const Tensor& x, IntArrayRef pad) {
  check(pad.size() % 2 == 0, "Length of pad must be even but instead it equals {}", pad.size());
  check(static_cast<int64_t>(pad.size()) / 2 <= x.dim(),
        "Length of pad should be no more than twice the number of dimensions of the input. Pad "
        "length is {}while the input has {}dimensions.",
        pad.size(), x.dim());
}

int64_t with_pads(const char* op, int64_t size, int64_t left, int64_t right) {
  int64_t padded = 0;
  const bool overflows =
      __builtin_add_overflow(size, left, &padded) || __builtin_add_overflow(padded, right, &padded);
  check(!overflows, "{}: the padding ({}, {}) is out of range", op, left, right);
  return padded;
}

}  // namespace

Tensor constant_pad_nd(Traced traced, IntArrayRef pad, const Scalar& value) {
  const Tensor& self = traced.enter();
  check_pad(self, pad);
  const Tensor from = self.detach();
  Dims sizes = self.impl()->sizes;
  for (size_t i = 0; i < pad.size() / 2; ++i) {
    int64_t& size = sizes[dim_of(self, i)];
    const int64_t padded = with_pads("constant_pad_nd", size, pad[2 * i], pad[2 * i + 1]);
    check(padded >= 0,
          "The input size {}, plus negative padding {} and {} resulted in a negative output size, "
          "which is invalid. Check dimension {} of your input.",
          size, pad[2 * i], pad[2 * i + 1], dim_of(self, i));
    size = padded;
  }
  Tensor y = full(sizes, value, self.scalar_type());
  // What both have: y without its border, x without what is cut off.
  Tensor inner = y, kept = from;
  for (size_t i = 0; i < pad.size() / 2; ++i) {
    const int64_t dim = dim_of(self, i), left = pad[2 * i], right = pad[2 * i + 1];
    const auto without = [dim](const Tensor& t, int64_t first, int64_t last) {
      return t.slice(dim, first, std::max(first, t.sizes()[dim] - last));
    };
    inner = without(inner, std::max<int64_t>(left, 0), std::max<int64_t>(right, 0));
    kept = without(kept, std::max<int64_t>(-left, 0), std::max<int64_t>(-right, 0));
  }
  if (inner.numel() > 0) copy_values(inner, kept);
  if (auto* node = record<ConstantPadNdBackward0>(y, self)) node->pad = pad;
  return y;
}

// --- of x's own elements ---

namespace {

/// Where in 0..n-1 element i of the padded dimension comes from; i is outside of it on the border.
using Source = int64_t (*)(int64_t i, int64_t n);
int64_t mirrored(int64_t i, int64_t n) { return i < 0 ? -i : i < n ? i : 2 * (n - 1) - i; }
int64_t nearest(int64_t i, int64_t n) { return std::clamp<int64_t>(i, 0, n - 1); }
int64_t around(int64_t i, int64_t n) { return i < 0 ? i + n : i < n ? i : i - n; }

/// Which of the n elements along a dimension each of the padded ones is.
Tensor source_index(int64_t n, int64_t left, int64_t right, Source source) {
  const Tensor index = empty_tensor({n + left + right}, kLong);
  for (int64_t i = 0; i < index.numel(); ++i) data<int64_t>(index)[i] = source(i - left, n);
  return index;
}

/// Recorded as a choice of rows, along one dimension after the other.
Tensor with_borders(const Tensor& x, IntArrayRef pad, Source source) {
  Tensor y = x;
  for (size_t i = 0; i < pad.size() / 2; ++i) {
    const int64_t dim = dim_of(x, i), left = pad[2 * i], right = pad[2 * i + 1];
    if (left == 0 && right == 0) continue;
    y = y.index_select(dim, source_index(x.sizes()[dim], left, right, source));
  }
  return y;
}

/// The sum, for each element of x, of those of `dy` that are copies of it.
Tensor without_borders(const Tensor& dy, IntArrayRef pad, Source source) {
  NoGradGuard no_grad;
  Tensor dx = dy.detach();
  for (size_t i = pad.size() / 2; i-- > 0;) {
    const int64_t dim = dim_of(dy, i), left = pad[2 * i], right = pad[2 * i + 1];
    if (left == 0 && right == 0) continue;
    Dims sizes = dx.impl()->sizes;
    sizes[dim] -= left + right;
    dx = zeros(sizes, dx.scalar_type())
             .index_add_(dim, source_index(sizes[dim], left, right, source), dx);
  }
  return dx.is_same(dy) ? dy.clone() : dx;
}

}  // namespace

// dx[k] = sum of dy[i] over all i with s(i) = k;  dL/d(dy)[i] = dL/d(dx)[s(i)]. An operation of x
// too, as in PyTorch, with a derivative of zero.
struct BorderBackwardBackward0 final : Node {
  Dims pad;
  Source source;

  std::string formula() const override { return "dL/d(dL/dy) = dL/d(dL/dx) with the same border"; }
  GradList apply(GradList&& grads) override {
    return with_zero_of_input(with_borders(grads[0], pad, source), grads[0], *this);
  }
};

// y[i] = x[s(i)], s(i) the element that the border repeats;  dL/dx[k] = sum of dL/dy[i] over all i
// with s(i) = k.
struct BorderBackward : Node {
  Dims pad;
  Source source;

  std::string formula() const override {
    return "y = x with a border of its own elements: dL/dx = dL/dy, plus that of each copy";
  }
  GradList apply(GradList&& grads) override {
    Tensor dx = without_borders(grads[0], pad, source);
    if (GradMode::is_enabled()) {
      auto* node = record_gradient<BorderBackwardBackward0>(dx, grads[0], *this);
      node->pad = pad;
      node->source = source;
    }
    return {dx};
  }
};
struct ReflectionPad1DBackward0 final : BorderBackward {};
struct ReflectionPad2DBackward0 final : BorderBackward {};
struct ReflectionPad3DBackward0 final : BorderBackward {};
struct ReplicationPad1DBackward0 final : BorderBackward {};
struct ReplicationPad2DBackward0 final : BorderBackward {};
struct ReplicationPad3DBackward0 final : BorderBackward {};

namespace {

/// "H: 2, W: 3", or with other words between.
std::string extents(IntArrayRef sizes, const char* between, const char* last) {
  constexpr const char* kNames[] = {"D: ", "H: ", "W: "};
  std::string text;
  for (size_t i = 0; i < sizes.size(); ++i)
    text += (i == 0                  ? ""
             : i + 1 == sizes.size() ? last
                                     : between) +
            (kNames[3 - sizes.size() + i] + std::to_string(sizes[i]));
  return text;
}

/// [C, in...] or [N, C, in...] with as many sizes as `pad` has pairs.
void check_image(const Tensor& x, IntArrayRef pad, size_t spatial, const char* op) {
  check(pad.size() == 2 * spatial, "{}: padding needs {} numbers, but got {}", op, 2 * spatial,
        pad.size());
  check(
      x.dim() == static_cast<int64_t>(spatial) + 1 || x.dim() == static_cast<int64_t>(spatial) + 2,
      "{}D or {}D (batch mode) tensor expected for input, but got: {}", spatial + 1, spatial + 2,
      x.sizes());
  for (const int64_t size : x.sizes().slice(x.dim() - static_cast<int64_t>(spatial) - 1))
    check(size > 0,
          "Expected {}D or {}D (batch mode) tensor with possibly 0 batch size and other non-zero "
          "dimensions for input, but got: {}",
          spatial + 1, spatial + 2, x.sizes());
}

/// @param before  "is too small", as the operation spells it
void check_padded(const Tensor& x, IntArrayRef pad, size_t spatial, const char* op,
                  const char* before) {
  Dims padded = x.impl()->sizes;
  bool has_any = false;
  for (size_t i = 0; i < spatial; ++i) {
    int64_t& size = padded[dim_of(x, i)];
    size = with_pads(op, size, pad[2 * i], pad[2 * i + 1]);
    has_any |= size >= 1;
  }
  const auto image = [&](IntArrayRef sizes) { return sizes.slice(sizes.size() - spatial); };
  check(has_any, "input ({}{}is too small. Calculated output {}",
        extents(image(x.sizes()), " ", ", "), before, extents(image(padded), " ", " "));
  for (const int64_t size : image(padded))
    check(size >= 0, "Trying to create tensor with negative dimension {}: {}", size,
          IntArrayRef(padded));
}

template <class NodeType>
Tensor with_border(const Tensor& x, IntArrayRef pad, Source source) {
  Tensor y = with_borders(x.detach(), pad, source);
  if (y.data_ptr() == x.data_ptr()) y = y.clone();  // without a border
  if (auto* node = record<NodeType>(y, x)) {
    node->pad = pad;
    node->source = source;
  }
  return y;
}

template <class NodeType>
Tensor reflected(const Tensor& x, IntArrayRef pad, size_t spatial, const char* op) {
  check_image(x, pad, spatial, op);
  check(x.is_floating_point(), "\"{}\" not implemented for '{}'", op, x.scalar_type());
  for (size_t i = 0; i < spatial; ++i) {
    const int64_t dim = dim_of(x, i), size = x.sizes()[dim];
    check(pad[2 * i] < size && pad[2 * i + 1] < size,
          "Argument #{}: Padding size should be less than the corresponding input dimension, but "
          "got: padding ({}, {}) at dimension {} of input {}",
          4 + 2 * i, pad[2 * i], pad[2 * i + 1], dim,
          spatial != 2 ? fmt::format("{}", x.sizes()) : std::to_string(x.dim()));
  }
  check_padded(x, pad, spatial, op, spatial == 3 ? ") " : ")");
  return with_border<NodeType>(x, pad, mirrored);
}

template <class NodeType>
Tensor replicated(const Tensor& x, IntArrayRef pad, size_t spatial, const char* op) {
  check_image(x, pad, spatial, op);
  check(x.is_floating_point(), "\"{}\" not implemented for '{}'", op, x.scalar_type());
  check_padded(x, pad, spatial, op, spatial == 2 ? " ) " : ") ");
  return with_border<NodeType>(x, pad, nearest);
}

Tensor circled(const Tensor& x, IntArrayRef pad) {
  const int64_t expected = 2 * (x.dim() - 2), got = static_cast<int64_t>(pad.size());
  check(got == expected, "Invalid padding size, expected {} but got {}", expected, got);
  for (size_t i = 0; i < pad.size() / 2; ++i) {
    const int64_t size = x.sizes()[dim_of(x, i)];
    check(pad[2 * i] <= size && pad[2 * i + 1] <= size,
          "Padding value causes wrapping around more than once.");
    int64_t padded = 0;
    const bool overflows = __builtin_add_overflow(size, pad[2 * i], &padded) ||
                           __builtin_add_overflow(padded, pad[2 * i + 1], &padded);
    check(!overflows, "constant_pad_nd: the padding {} is out of range", pad);
    check(padded >= 0, "Negative padding value is resulting in an empty dimension");
  }
  return with_borders(x, pad, around);
}

}  // namespace

Tensor reflection_pad1d(Traced self, IntArrayRef padding) {
  return reflected<ReflectionPad1DBackward0>(self.enter(), padding, 1, "reflection_pad1d");
}
Tensor reflection_pad2d(Traced self, IntArrayRef padding) {
  return reflected<ReflectionPad2DBackward0>(self.enter(), padding, 2, "reflection_pad2d");
}
Tensor reflection_pad3d(Traced self, IntArrayRef padding) {
  return reflected<ReflectionPad3DBackward0>(self.enter(), padding, 3, "reflection_pad3d");
}
Tensor replication_pad1d(Traced self, IntArrayRef padding) {
  return replicated<ReplicationPad1DBackward0>(self.enter(), padding, 1, "replication_pad1d");
}
Tensor replication_pad2d(Traced self, IntArrayRef padding) {
  return replicated<ReplicationPad2DBackward0>(self.enter(), padding, 2, "replication_pad2d");
}
Tensor replication_pad3d(Traced self, IntArrayRef padding) {
  return replicated<ReplicationPad3DBackward0>(self.enter(), padding, 3, "replication_pad3d");
}

Tensor pad(Traced traced, IntArrayRef pad, std::string_view mode, optional<double> value) {
  const Tensor& self = traced.enter();
  check(pad.size() % 2 == 0, "Padding length must be divisible by 2");
  const int64_t spatial = static_cast<int64_t>(pad.size()) / 2;
  check(spatial <= self.dim(), "Padding length too large");
  if (mode == "constant") return constant_pad_nd(self, pad, value.value_or(0));
  check(value.value_or(0) == 0, "Padding mode \"{}\" doesn't take in value argument", mode);
  check<NotImplementedError>(
      spatial >= 1 && spatial <= 3 && (self.dim() == spatial + 1 || self.dim() == spatial + 2),
      "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now");
  using Border = Tensor (*)(Traced, IntArrayRef);
  constexpr Border kReflection[] = {reflection_pad1d, reflection_pad2d, reflection_pad3d};
  constexpr Border kReplication[] = {replication_pad1d, replication_pad2d, replication_pad3d};
  if (mode == "reflect") return kReflection[spatial - 1](self, pad);
  if (mode == "replicate") return kReplication[spatial - 1](self, pad);
  check<NotImplementedError>(mode == "circular", "Unrecognised padding mode {}", mode);
  return circled(self, pad);
}

}  // namespace glassgrad
