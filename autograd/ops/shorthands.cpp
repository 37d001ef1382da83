// Arrangements that are made of others, and other names for them.
#include <algorithm>

#include "autograd/ops/op.h"

namespace glassgrad {

// --- dimensions exchanged and moved ---

Tensor swapaxes(Traced self, int64_t axis0, int64_t axis1) { return transpose(self, axis0, axis1); }
Tensor swapdims(Traced self, int64_t dim0, int64_t dim1) { return transpose(self, dim0, dim1); }

Tensor movedim(Traced traced, IntArrayRef source, IntArrayRef destination) {
  const Tensor& self = traced.enter();
  check(source.size() == destination.size(),
        "movedim: Invalid source or destination dims: source ({} dims) should contain the same "
        "number of dims as destination ({} dims)",
        source, destination);
  const int64_t rank = std::max<int64_t>(self.dim(), 1);  // a number counts as having one
  Dims order(rank, -1);  // order[d]: which dimension comes to place d
  SmallVector<bool, 5> moved(rank, false);
  for (size_t i = 0; i < source.size(); ++i) {
    const int64_t from = wrap_dim(source[i], rank), to = wrap_dim(destination[i], rank);
    check(!moved[from], "movedim: repeated dim in `source` ({})", source);
    check(order[to] < 0, "movedim: repeated dim in `destination` ({})", destination);
    moved[from] = true;
    order[to] = from;
  }
  int64_t next = 0;
  for (int64_t& place : order) {
    if (place >= 0) continue;
    while (moved[next]) ++next;
    place = next++;
  }
  return self.dim() == 0 ? self.permute({}) : self.permute(order);
}
Tensor moveaxis(Traced self, IntArrayRef source, IntArrayRef destination) {
  return movedim(self, source, destination);
}

// --- joined ---

Tensor concat(TensorList tensors, int64_t dim, Caller caller) { return cat(tensors, dim, caller); }

Tensor vstack(TensorList tensors, Caller caller) {
  caller.enter();
  check(!tensors.empty(), "vstack expects a non-empty TensorList");
  std::vector<Tensor> rows;
  for (const Tensor& t : tensors)
    rows.push_back(t.dim() == 0 ? t.reshape({1, 1}) : t.dim() == 1 ? t.unsqueeze(0) : t);
  return cat(rows, 0, caller);
}

Tensor hstack(TensorList tensors, Caller caller) {
  caller.enter();
  check(!tensors.empty(), "hstack expects a non-empty TensorList");
  std::vector<Tensor> columns;
  for (const Tensor& t : tensors) columns.push_back(t.dim() == 0 ? t.reshape({1}) : t);
  return cat(columns, columns[0].dim() == 1 ? 0 : 1, caller);
}

std::vector<Tensor> meshgrid(TensorList tensors, std::string_view indexing, Caller caller) {
  caller.enter();
  check(!tensors.empty(), "meshgrid expects a non-empty TensorList");
  check(indexing == "ij" || indexing == "xy",
        "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: {}", indexing);
  const int64_t rank = static_cast<int64_t>(tensors.size());
  const bool exchanged = indexing == "xy" && rank >= 2;
  Dims shape;
  for (const Tensor& t : tensors) {
    check(t.dim() <= 1,
          "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: {} dimensions",
          t.dim());
    check(t.scalar_type() == tensors[0].scalar_type(),
          "meshgrid expects all tensors to have the same dtype");
    shape.push_back(t.numel());
  }
  if (exchanged) std::swap(shape[0], shape[1]);
  std::vector<Tensor> grids;
  for (int64_t k = 0; k < rank; ++k) {
    Dims axis(rank, 1);
    axis[exchanged && k < 2 ? 1 - k : k] = tensors[k].numel();
    grids.push_back(tensors[k].view(axis).expand(shape));
  }
  return grids;
}

// --- repeated ---

Tensor tile(Traced traced, IntArrayRef dims) {
  const Tensor& self = traced.enter();
  Dims repeats(std::max<int64_t>(self.dim() - static_cast<int64_t>(dims.size()), 0), 1);
  repeats.append(dims.begin(), dims.end());
  return self.repeat(repeats);
}

Tensor repeat_interleave(Traced traced, int64_t repeats, optional<int64_t> dim) {
  const Tensor& given = traced.enter();
  check(repeats >= 0, "repeats can not be negative");
  check<IndexError>(!dim || given.dim() > 0,
                    "Dimension specified as {} but tensor has no dimensions", dim.value_or(0));
  const Tensor self = dim ? given : given.flatten();
  const int64_t d = wrap_dim(dim.value_or(0), self.dim());
  const int64_t n = self.sizes()[d];
  return self.index_select(d, arange(n).unsqueeze(1).expand({n, repeats}).flatten());
}

// --- diagonals ---

namespace {
Tensor on_diagonal(const Tensor& values, IntArrayRef sizes, int64_t diagonal) {
  Tensor y = zeros(sizes, values.scalar_type());
  y.diagonal(diagonal).copy_(values);
  return y;
}
}  // namespace

// y = a matrix with the vector x on a diagonal, else 0: dL/dx = that diagonal of dL/dy.
// y = a diagonal of the matrix x: dL/dx = dL/dy on that diagonal, else 0.
struct DiagBackward0 final : Node {
  Dims sizes;
  int64_t diagonal;
  GradList apply(GradList&& grads) override {
    return {sizes.size() == 1 ? grads[0].diagonal(diagonal)
                              : on_diagonal(grads[0], sizes, diagonal)};
  }
};

Tensor diag(Traced traced, int64_t diagonal) {
  const Tensor& self = traced.enter();
  check(self.dim() == 1 || self.dim() == 2, "matrix or a vector expected");
  Tensor y;
  {
    NoGradGuard no_grad;
    y = self.dim() == 1 ? diag_embed(self, diagonal) : self.diagonal(diagonal).clone();
  }
  if (auto* node = record<DiagBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->diagonal = diagonal;
  }
  return y;
}

// y = the sum of a diagonal.  dL/dx = dL/dy there, else 0.
struct TraceBackward0 final : Node {
  Dims sizes;
  std::string formula() const override { return "dL/dx = dL/dy on the diagonal, else 0"; }
  GradList apply(GradList&& grads) override {
    const Tensor on_diagonal = grads[0].expand({std::min(sizes[0], sizes[1])});
    return {zeros(sizes, grads[0].scalar_type()).diagonal_scatter(on_diagonal)};
  }
};

Tensor trace(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.dim() == 2, "trace: expected a matrix, but got tensor with dim {}", self.dim());
  Tensor y = self.detach().diagonal().sum();
  if (auto* node = record<TraceBackward0>(y, self)) node->sizes = self.impl()->sizes;
  return y;
}

// --- others ---

Tensor clip(Traced self, const optional<Scalar>& min, const optional<Scalar>& max) {
  return clamp(self, min, max);
}

Tensor count_nonzero(Traced self, OptionalIntArrayRef dim) { return ne(self.enter(), 0).sum(dim); }

// --- methods ---

Tensor Tensor::swapaxes(int64_t axis0, int64_t axis1, Caller caller) const {
  return transpose(axis0, axis1, caller);
}
Tensor Tensor::swapdims(int64_t dim0, int64_t dim1, Caller caller) const {
  return transpose(dim0, dim1, caller);
}
Tensor Tensor::movedim(IntArrayRef source, IntArrayRef destination, Caller caller) const {
  return glassgrad::movedim({*this, caller}, source, destination);
}
Tensor Tensor::moveaxis(IntArrayRef source, IntArrayRef destination, Caller caller) const {
  return glassgrad::movedim({*this, caller}, source, destination);
}
Tensor Tensor::tile(IntArrayRef dims, Caller caller) const {
  return glassgrad::tile({*this, caller}, dims);
}
Tensor Tensor::repeat_interleave(int64_t repeats, optional<int64_t> dim, Caller caller) const {
  return glassgrad::repeat_interleave({*this, caller}, repeats, dim);
}
Tensor Tensor::diag(int64_t diagonal, Caller caller) const {
  return glassgrad::diag({*this, caller}, diagonal);
}
Tensor Tensor::trace(Caller caller) const { return glassgrad::trace({*this, caller}); }
Tensor Tensor::clip(const optional<Scalar>& min, const optional<Scalar>& max, Caller caller) const {
  return clamp(min, max, caller);
}
Tensor Tensor::count_nonzero(OptionalIntArrayRef dim, Caller caller) const {
  return glassgrad::count_nonzero({*this, caller}, dim);
}

}  // namespace glassgrad
