// Shapes, pieces and joins that are made of others.
#include <algorithm>
#include <numeric>

#include "autograd/functions/convolution.h"
#include "autograd/ops/op.h"

namespace glassgrad {

// --- dimensions ---

Tensor movedim(Traced self, int64_t source, int64_t destination) {
  return movedim(self, IntArrayRef(source), IntArrayRef(destination));
}
Tensor moveaxis(Traced self, int64_t source, int64_t destination) {
  return movedim(self, source, destination);
}

Tensor unflatten(Traced traced, int64_t dim, IntArrayRef sizes) {
  const Tensor& self = traced.enter();
  check(!sizes.empty(), "unflatten: sizes must be non-empty");
  check(self.dim() > 0, "unflatten: expected a tensor with dimensions, but got a number");
  const int64_t at = wrap_dim(dim, self.dim());
  int64_t known = 1, inferred = 0;
  for (const int64_t size : sizes)
    if (size == -1)
      ++inferred;
    else
      known = checked_product(known, size);
  const int64_t whole = self.sizes()[at];
  check(inferred <= 1, "only one dimension can be inferred");
  check(inferred == 1 ? known > 0 && whole % known == 0 : known == whole,
        "unflatten: Provided sizes {} don't multiply up to the size of dim {} ({}) in the input "
        "tensor",
        sizes, at, whole);
  Dims shape(self.sizes().slice(0, at));
  for (const int64_t size : sizes) shape.push_back(size == -1 ? whole / known : size);
  const IntArrayRef rest = self.sizes().slice(at + 1);
  shape.append(rest.begin(), rest.end());
  return self.view(shape);
}

Tensor ravel(Traced traced) {
  const Tensor& self = traced.enter();
  return self.contiguous().view({-1});
}

Tensor atleast_1d(const Tensor& self, Caller caller) {
  caller.enter();
  return self.dim() == 0 ? self.reshape({1}) : self;
}
Tensor atleast_2d(const Tensor& self, Caller caller) {
  caller.enter();
  return self.dim() == 0 ? self.reshape({1, 1}) : self.dim() == 1 ? self.unsqueeze(0) : self;
}
Tensor atleast_3d(const Tensor& self, Caller caller) {
  caller.enter();
  if (self.dim() == 0) return self.reshape({1, 1, 1});
  if (self.dim() == 1) return self.unsqueeze(0).unsqueeze(-1);
  return self.dim() == 2 ? self.unsqueeze(-1) : self;
}

namespace {
std::vector<Tensor> each(TensorList tensors, Caller caller, Tensor (*f)(const Tensor&, Caller)) {
  std::vector<Tensor> results;
  for (const Tensor& t : tensors) results.push_back(f(t, caller));
  return results;
}
}  // namespace

std::vector<Tensor> atleast_1d(TensorList tensors, Caller caller) {
  return each(tensors, caller, atleast_1d);
}
std::vector<Tensor> atleast_2d(TensorList tensors, Caller caller) {
  return each(tensors, caller, atleast_2d);
}
std::vector<Tensor> atleast_3d(TensorList tensors, Caller caller) {
  return each(tensors, caller, atleast_3d);
}

Tensor adjoint(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.dim() >= 2,
        "tensor.adjoint() is only supported on matrices or batches of matrices. "
        "Got {}-D tensor.",
        self.dim());
  return self.transpose(-2, -1);
}
Tensor real(Traced traced) { return traced.enter(); }

Tensor flipud(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.dim() >= 1, "Input must be >= 1-d.");
  return self.flip({0});
}
Tensor fliplr(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.dim() >= 2, "Input must be >= 2-d.");
  return self.flip({1});
}

// --- pieces ---

std::vector<Tensor> tensor_split(Traced traced, int64_t sections, int64_t dim) {
  const Tensor& self = traced.enter();
  check(self.dim() > 0,
        "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
  check(sections > 0, "number of sections must be larger than 0, got {}", sections);
  const int64_t size = self.sizes()[wrap_dim(dim, self.dim())];
  std::vector<Tensor> pieces = room_for_tensors(sections);
  for (int64_t i = 0, start = 0; i < sections; ++i) {
    const int64_t length = size / sections + (i < size % sections ? 1 : 0);
    pieces.push_back(self.slice(dim, start, start + length));
    start += length;
  }
  return pieces;
}
std::vector<Tensor> tensor_split(Traced traced, IntArrayRef indices, int64_t dim) {
  const Tensor& self = traced.enter();
  check(self.dim() > 0,
        "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
  std::vector<Tensor> pieces;
  int64_t start = 0;
  for (const int64_t end : indices) {
    pieces.push_back(self.slice(dim, start, end));
    start = end;
  }
  pieces.push_back(self.slice(dim, start, self.sizes()[wrap_dim(dim, self.dim())]));
  return pieces;
}

namespace {
/// Pieces of equal sizes along dim.
std::vector<Tensor> equal_pieces(const char* op, const Tensor& self, int64_t sections,
                                 int64_t dim) {
  check(sections > 0 && self.sizes()[dim] % sections == 0,
        "torch.{} attempted to split along dimension {}, but the size of the dimension {} is not "
        "divisible by the split_size {}!",
        op, dim, self.sizes()[dim], sections);
  return self.tensor_split(sections, dim);
}
void check_rank(const char* op, const Tensor& self, int64_t least) {
  check(self.dim() >= least,
        "torch.{} requires a tensor with at least {} dimension, but got a tensor with {} "
        "dimensions!",
        op, least, self.dim());
}
}  // namespace

std::vector<Tensor> hsplit(Traced traced, int64_t sections) {
  const Tensor& self = traced.enter();
  check_rank("hsplit", self, 1);
  return equal_pieces("hsplit", self, sections, self.dim() == 1 ? 0 : 1);
}
std::vector<Tensor> hsplit(Traced traced, IntArrayRef indices) {
  const Tensor& self = traced.enter();
  check_rank("hsplit", self, 1);
  return self.tensor_split(indices, self.dim() == 1 ? 0 : 1);
}
std::vector<Tensor> vsplit(Traced traced, int64_t sections) {
  const Tensor& self = traced.enter();
  check_rank("vsplit", self, 2);
  return equal_pieces("vsplit", self, sections, 0);
}
std::vector<Tensor> vsplit(Traced traced, IntArrayRef indices) {
  const Tensor& self = traced.enter();
  check_rank("vsplit", self, 2);
  return self.tensor_split(indices, 0);
}
std::vector<Tensor> dsplit(Traced traced, int64_t sections) {
  const Tensor& self = traced.enter();
  check_rank("dsplit", self, 3);
  return equal_pieces("dsplit", self, sections, 2);
}
std::vector<Tensor> dsplit(Traced traced, IntArrayRef indices) {
  const Tensor& self = traced.enter();
  check_rank("dsplit", self, 3);
  return self.tensor_split(indices, 2);
}

// --- joined ---

Tensor concatenate(TensorList tensors, int64_t dim, Caller caller) {
  return cat(tensors, dim, caller);
}
Tensor row_stack(TensorList tensors, Caller caller) { return vstack(tensors, caller); }

Tensor column_stack(TensorList tensors, Caller caller) {
  caller.enter();
  check(!tensors.empty(), "column_stack expects a non-empty TensorList");
  std::vector<Tensor> columns;
  for (const Tensor& t : tensors) columns.push_back(t.dim() <= 1 ? t.reshape({t.numel(), 1}) : t);
  return cat(columns, 1);
}
Tensor dstack(TensorList tensors, Caller caller) {
  caller.enter();
  check(!tensors.empty(), "dstack expects a non-empty TensorList");
  return cat(atleast_3d(tensors), 2);
}

Tensor block_diag(TensorList tensors, Caller caller) {
  caller.enter();
  if (tensors.empty()) return zeros({1, 0});
  std::vector<Tensor> blocks;
  ScalarType type = tensors[0].scalar_type();
  int64_t columns = 0;
  for (size_t i = 0; i < tensors.size(); ++i) {
    check(tensors[i].dim() <= 2,
          "torch.block_diag: Input tensors must have 2 or fewer dimensions. Input {} has {} "
          "dimensions",
          i, tensors[i].dim());
    blocks.push_back(atleast_2d(tensors[i]));
    type = promoteTypes(type, tensors[i].scalar_type());
    columns += blocks.back().sizes()[1];
  }
  std::vector<Tensor> rows;
  int64_t before = 0;
  for (const Tensor& block : blocks) {
    const int64_t width = block.sizes()[1], after = columns - before - width;
    rows.push_back(constant_pad_nd(cast(block, type), {before, after}));
    before += width;
  }
  return cat(rows, 0);
}

// --- methods ---

Tensor Tensor::unflatten(int64_t dim, IntArrayRef sizes, Caller caller) const {
  return glassgrad::unflatten({*this, caller}, dim, sizes);
}
Tensor Tensor::ravel(Caller caller) const { return glassgrad::ravel({*this, caller}); }
Tensor Tensor::adjoint(Caller caller) const { return glassgrad::adjoint({*this, caller}); }
Tensor Tensor::flipud(Caller caller) const { return glassgrad::flipud({*this, caller}); }
Tensor Tensor::fliplr(Caller caller) const { return glassgrad::fliplr({*this, caller}); }
Tensor Tensor::movedim(int64_t source, int64_t destination, Caller caller) const {
  return glassgrad::movedim({*this, caller}, source, destination);
}
Tensor Tensor::moveaxis(int64_t source, int64_t destination, Caller caller) const {
  return glassgrad::moveaxis({*this, caller}, source, destination);
}
Tensor& Tensor::swapaxes_(int64_t axis0, int64_t axis1, Caller caller) const {
  return transpose_(axis0, axis1, caller);
}
Tensor& Tensor::swapdims_(int64_t dim0, int64_t dim1, Caller caller) const {
  return transpose_(dim0, dim1, caller);
}
Tensor Tensor::numpy_T(Caller caller) const {
  caller.enter();
  Dims order;
  for (int64_t d = dim(); d-- > 0;) order.push_back(d);
  return permute(order);
}
Tensor Tensor::mT(Caller caller) const { return adjoint(caller); }
Tensor Tensor::mH(Caller caller) const { return adjoint(caller); }
Tensor Tensor::diag_embed(int64_t offset, int64_t dim1, int64_t dim2, Caller caller) const {
  return glassgrad::diag_embed({*this, caller}, offset, dim1, dim2);
}
Tensor Tensor::diagflat(int64_t offset, Caller caller) const {
  return glassgrad::diagflat({*this, caller}, offset);
}
Tensor Tensor::narrow_copy(int64_t dim, int64_t start, int64_t length, Caller caller) const {
  return glassgrad::narrow_copy({*this, caller}, dim, start, length);
}
Tensor Tensor::select_scatter(const Tensor& source, int64_t dim, int64_t index,
                              Caller caller) const {
  return glassgrad::select_scatter({*this, caller}, source, dim, index);
}
Tensor Tensor::slice_scatter(const Tensor& source, int64_t dim, optional<int64_t> start,
                             optional<int64_t> end, int64_t step, Caller caller) const {
  return glassgrad::slice_scatter({*this, caller}, source, dim, start, end, step);
}
Tensor Tensor::diagonal_scatter(const Tensor& source, int64_t offset, int64_t dim1, int64_t dim2,
                                Caller caller) const {
  return glassgrad::diagonal_scatter({*this, caller}, source, offset, dim1, dim2);
}
std::vector<Tensor> Tensor::tensor_split(int64_t sections, int64_t dim, Caller caller) const {
  return glassgrad::tensor_split({*this, caller}, sections, dim);
}
std::vector<Tensor> Tensor::tensor_split(IntArrayRef indices, int64_t dim, Caller caller) const {
  return glassgrad::tensor_split({*this, caller}, indices, dim);
}
std::vector<Tensor> Tensor::hsplit(int64_t sections, Caller caller) const {
  return glassgrad::hsplit({*this, caller}, sections);
}
std::vector<Tensor> Tensor::hsplit(IntArrayRef indices, Caller caller) const {
  return glassgrad::hsplit({*this, caller}, indices);
}
std::vector<Tensor> Tensor::vsplit(int64_t sections, Caller caller) const {
  return glassgrad::vsplit({*this, caller}, sections);
}
std::vector<Tensor> Tensor::vsplit(IntArrayRef indices, Caller caller) const {
  return glassgrad::vsplit({*this, caller}, indices);
}
std::vector<Tensor> Tensor::dsplit(int64_t sections, Caller caller) const {
  return glassgrad::dsplit({*this, caller}, sections);
}
std::vector<Tensor> Tensor::dsplit(IntArrayRef indices, Caller caller) const {
  return glassgrad::dsplit({*this, caller}, indices);
}
Tensor Tensor::repeat_interleave(const Tensor& repeats, optional<int64_t> dim,
                                 Caller caller) const {
  return glassgrad::repeat_interleave({*this, caller}, repeats, dim);
}

}  // namespace glassgrad
