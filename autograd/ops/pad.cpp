// Borders around images.
#include <algorithm>

#include "autograd/functions/convolution.h"
#include "autograd/ops/op.h"

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

// --- of x's own elements: recorded as a choice of its rows, along one dimension after the other
// ---

namespace {

/// Where in 0..n-1 element i of the padded dimension comes from; i is outside of it on the border.
using Source = int64_t (*)(int64_t i, int64_t n);
int64_t mirrored(int64_t i, int64_t n) { return i < 0 ? -i : i < n ? i : 2 * (n - 1) - i; }
int64_t nearest(int64_t i, int64_t n) { return std::clamp<int64_t>(i, 0, n - 1); }
int64_t around(int64_t i, int64_t n) { return i < 0 ? i + n : i < n ? i : i - n; }

Tensor with_border(const Tensor& x, int64_t dim, int64_t left, int64_t right, Source source) {
  if (left == 0 && right == 0) return x;
  const int64_t n = x.sizes()[dim];
  const Tensor index = empty_tensor({n + left + right}, kLong);
  for (int64_t i = 0; i < index.numel(); ++i) data<int64_t>(index)[i] = source(i - left, n);
  return x.index_select(dim, index);
}

/// [C, in...] or [N, C, in...] with as many sizes as `pad` has pairs.
void check_image(const Tensor& x, IntArrayRef pad, size_t spatial, const char* op) {
  check(pad.size() == 2 * spatial, "{}: padding needs {} numbers, but got {}", op, 2 * spatial,
        pad.size());
  check(
      x.dim() == static_cast<int64_t>(spatial) + 1 || x.dim() == static_cast<int64_t>(spatial) + 2,
      "{}D or {}D (batch mode) tensor expected for input, but got: {}", spatial + 1, spatial + 2,
      x.sizes());
  for (size_t i = 0; i < spatial; ++i) {
    const int64_t dim = dim_of(x, i), size = x.sizes()[dim];
    check(size > 0, "{}: Expected non-empty input, but dimension {} has size 0", op, dim);
    check(with_pads(op, size, pad[2 * i], pad[2 * i + 1]) >= 1,
          "{}: input of size {} with padding ({}, {}) at dimension {} would have nothing left", op,
          size, pad[2 * i], pad[2 * i + 1], dim);
  }
}

Tensor reflected(const Tensor& x, IntArrayRef pad, size_t spatial, const char* op) {
  check_image(x, pad, spatial, op);
  check(x.is_floating_point(), "\"{}\" not implemented for '{}'", op, x.scalar_type());
  Tensor y = x;
  for (size_t i = 0; i < spatial; ++i) {
    const int64_t dim = dim_of(x, i), size = x.sizes()[dim];
    check(pad[2 * i] < size && pad[2 * i + 1] < size,
          "Argument #{}: Padding size should be less than the corresponding input dimension, but "
          "got: padding ({}, {}) at dimension {} of input {}",
          4 + 2 * i, pad[2 * i], pad[2 * i + 1], dim, x.dim());
    y = with_border(y, dim, pad[2 * i], pad[2 * i + 1], mirrored);
  }
  return y;
}

Tensor replicated(const Tensor& x, IntArrayRef pad, size_t spatial, const char* op) {
  check_image(x, pad, spatial, op);
  check(x.is_floating_point(), "\"{}\" not implemented for '{}'", op, x.scalar_type());
  Tensor y = x;
  for (size_t i = 0; i < spatial; ++i)
    y = with_border(y, dim_of(x, i), pad[2 * i], pad[2 * i + 1], nearest);
  return y;
}

Tensor circled(const Tensor& x, IntArrayRef pad) {
  const int64_t expected = 2 * (x.dim() - 2), got = static_cast<int64_t>(pad.size());
  check(got == expected, "Invalid padding size, expected {} but got {}", expected, got);
  Tensor y = x;
  for (size_t i = 0; i < pad.size() / 2; ++i) {
    const int64_t dim = dim_of(x, i), size = x.sizes()[dim];
    check(pad[2 * i] <= size && pad[2 * i + 1] <= size,
          "Padding value causes wrapping around more than once.");
    int64_t padded = 0;
    const bool overflows = __builtin_add_overflow(size, pad[2 * i], &padded) ||
                           __builtin_add_overflow(padded, pad[2 * i + 1], &padded);
    check(!overflows, "constant_pad_nd: the padding {} is out of range", pad);
    check(padded >= 0, "Negative padding value is resulting in an empty dimension");
    y = with_border(y, dim, pad[2 * i], pad[2 * i + 1], around);
  }
  return y;
}

}  // namespace

Tensor reflection_pad1d(Traced self, IntArrayRef padding) {
  return reflected(self.enter(), padding, 1, "reflection_pad1d");
}
Tensor reflection_pad2d(Traced self, IntArrayRef padding) {
  return reflected(self.enter(), padding, 2, "reflection_pad2d");
}
Tensor reflection_pad3d(Traced self, IntArrayRef padding) {
  return reflected(self.enter(), padding, 3, "reflection_pad3d");
}
Tensor replication_pad1d(Traced self, IntArrayRef padding) {
  return replicated(self.enter(), padding, 1, "replication_pad1d");
}
Tensor replication_pad2d(Traced self, IntArrayRef padding) {
  return replicated(self.enter(), padding, 2, "replication_pad2d");
}
Tensor replication_pad3d(Traced self, IntArrayRef padding) {
  return replicated(self.enter(), padding, 3, "replication_pad3d");
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
  constexpr const char* kReflection[] = {"reflection_pad1d", "reflection_pad2d",
                                         "reflection_pad3d"};
  constexpr const char* kReplication[] = {"replication_pad1d", "replication_pad2d",
                                          "replication_pad3d"};
  if (mode == "reflect") return reflected(self, pad, spatial, kReflection[spatial - 1]);
  if (mode == "replicate") return replicated(self, pad, spatial, kReplication[spatial - 1]);
  check<NotImplementedError>(mode == "circular", "Unrecognised padding mode {}", mode);
  return circled(self, pad);
}

}  // namespace glassgrad
