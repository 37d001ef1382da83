// Views of all parts at once: split, chunk, unbind. They have one node together, which gets the
// gradients of all parts; so none of them may be changed in place.
#include <algorithm>

#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

Tensor piece(const Tensor& self, int64_t dim, int64_t start, int64_t length) {
  Dims sizes = self.impl()->sizes, strides = self.impl()->strides;
  const int64_t offset = start * strides[dim];
  sizes[dim] = length;
  return make_view(self, sizes, strides, offset);
}

template <class NodeType>
NodeType* record_pieces(const std::vector<Tensor>& pieces, const Tensor& self) {
  if (GradMode::is_enabled())
    for (const Tensor& y : pieces) y.impl()->extras->creation_meta = CreationMeta::MultiOutput;
  return pieces.empty() ? nullptr : record_lists<NodeType>(pieces, self);
}

// Pieces of the given lengths, one after the other.
std::vector<Tensor> cut(const Tensor& self, int64_t dim, IntArrayRef lengths) {
  std::vector<Tensor> pieces;
  pieces.reserve(lengths.size());
  int64_t start = 0;
  for (const int64_t length : lengths) {
    pieces.push_back(piece(self, dim, start, length));
    start += length;
  }
  return pieces;
}

}  // namespace

// y_k = the k-th piece of x.  dL/dx = the pieces' gradients joined, zeros for those without one.
struct SplitBackward0 : Node {
  Dims sizes, lengths;
  int64_t dim;
  GradList apply(GradList&& grads) override {
    const Tensor& some =
        *std::find_if(grads.begin(), grads.end(), [](auto& g) { return g.defined(); });
    const ScalarType dtype = some.scalar_type();
    for (size_t k = 0; k < grads.size(); ++k) {
      if (grads[k].defined()) continue;
      Dims shape = sizes;
      shape[dim] = lengths[k];
      grads[k] = zeros(shape, dtype);
    }
    return {cat(grads, dim)};
  }
};
struct SplitWithSizesBackward0 final : SplitBackward0 {};

namespace {

template <class NodeType>
std::vector<Tensor> split_recorded(const Tensor& self, int64_t dim, Dims lengths) {
  std::vector<Tensor> pieces = cut(self, dim, lengths);
  if (auto* node = record_pieces<NodeType>(pieces, self)) {
    node->sizes = self.impl()->sizes;
    node->lengths = std::move(lengths);
    node->dim = dim;
  }
  return pieces;
}

}  // namespace

std::vector<Tensor> split(Traced traced, int64_t split_size, int64_t dim) {
  const Tensor& self = traced.enter();
  check(self.dim() > 0, "split expects at least a 1-dimensional tensor");
  check(split_size >= 0, "split expects split_size be non-negative, but got split_size={}",
        split_size);
  dim = wrap_dim(dim, self.dim());
  const int64_t size = self.sizes()[dim];
  check(split_size > 0 || size == 0,
        "split_size can only be 0 if dimension size is 0, but got dimension size of {}", size);
  // At least one piece, even of nothing; the last one takes what remains.
  Dims lengths;
  int64_t rest = size;
  for (; rest > split_size; rest -= split_size) lengths.push_back(split_size);
  lengths.push_back(rest);
  return split_recorded<SplitBackward0>(self, dim, std::move(lengths));
}
std::vector<Tensor> Tensor::split(int64_t split_size, int64_t dim, Caller caller) const {
  return glassgrad::split({*this, caller}, split_size, dim);
}

std::vector<Tensor> split_with_sizes(Traced traced, IntArrayRef sizes, int64_t dim) {
  const Tensor& self = traced.enter();
  check(self.dim() > 0, "split_with_sizes expects at least a 1-dimensional tensor");
  dim = wrap_dim(dim, self.dim());
  int64_t total = 0;
  for (const int64_t length : sizes) {
    check(length >= 0,
          "split_with_sizes expects split_sizes have only non-negative entries, but got "
          "split_sizes={}",
          sizes);
    total += std::min(length, self.sizes()[dim] + 1);  // too large is too large
  }
  check(
      total == self.sizes()[dim],
      "split_with_sizes expects split_sizes to sum exactly to {} (input tensor's size at dimension "
      "{}), but got split_sizes={}",
      self.sizes()[dim], dim, sizes);
  return split_recorded<SplitWithSizesBackward0>(self, dim, Dims(sizes));
}
std::vector<Tensor> split(Traced traced, IntArrayRef sizes, int64_t dim) {
  const Tensor& self = traced.enter();
  return split_with_sizes(self, sizes, dim);
}
std::vector<Tensor> Tensor::split(IntArrayRef sizes, int64_t dim, Caller caller) const {
  return glassgrad::split_with_sizes({*this, caller}, sizes, dim);
}
std::vector<Tensor> Tensor::split_with_sizes(IntArrayRef sizes, int64_t dim, Caller caller) const {
  return glassgrad::split_with_sizes({*this, caller}, sizes, dim);
}

std::vector<Tensor> chunk(Traced traced, int64_t chunks, int64_t dim) {
  const Tensor& self = traced.enter();
  check(self.dim() > 0, "chunk expects at least a 1-dimensional tensor");
  check(chunks > 0, "chunk expects `chunks` to be greater than 0, got: {}", chunks);
  const int64_t size = self.size(dim);
  // Of nothing, as many pieces as asked for.
  if (size == 0) {
    room_for_tensors(chunks);
    return split_with_sizes(self, Dims(chunks, 0), dim);
  }
  return split(self, (size - 1) / chunks + 1, dim);
}
std::vector<Tensor> Tensor::chunk(int64_t chunks, int64_t dim, Caller caller) const {
  return glassgrad::chunk({*this, caller}, chunks, dim);
}

// y_k = x[.., k, ..] for every k.  dL/dx = their gradients stacked, zeros for those without one.
struct UnbindBackward0 final : Node {
  int64_t dim;
  GradList apply(GradList&& grads) override {
    const Tensor some =
        *std::find_if(grads.begin(), grads.end(), [](auto& g) { return g.defined(); });
    for (Tensor& grad : grads)
      if (!grad.defined()) grad = zeros(some.sizes(), some.scalar_type());
    return {stack(grads, dim)};
  }
};

std::vector<Tensor> unbind(Traced traced, int64_t dim) {
  const Tensor& self = traced.enter();
  check<IndexError>(self.dim() > 0, "Dimension specified as {} but tensor has no dimensions", dim);
  dim = wrap_dim(dim, self.dim());
  std::vector<Tensor> slices;
  slices.reserve(self.sizes()[dim]);
  for (int64_t k = 0; k < self.sizes()[dim]; ++k) {
    Dims sizes = self.impl()->sizes, strides = self.impl()->strides;
    const int64_t offset = k * strides[dim];
    sizes.erase(dim);
    strides.erase(dim);
    slices.push_back(make_view(self, sizes, strides, offset));
  }
  if (auto* node = record_pieces<UnbindBackward0>(slices, self)) node->dim = dim;
  return slices;
}
std::vector<Tensor> Tensor::unbind(int64_t dim, Caller caller) const {
  return glassgrad::unbind({*this, caller}, dim);
}

}  // namespace glassgrad
