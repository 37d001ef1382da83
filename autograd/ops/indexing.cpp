// x.index({...}) and x.index_put_({...}, ...): integers, slices, None and Ellipsis are views, taken
// one after the other; what index tensors remain then pick from the view.
#include "autograd/tensor/indexing.h"

#include <cstring>
#include <limits>

#include "autograd/ops/index_ops.h"
#include "autograd/ops/op.h"

namespace glassgrad {

namespace indexing {

namespace {
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
}  // namespace

Slice::Slice(optional<int64_t> start, optional<int64_t> stop, optional<int64_t> step)
    : step_(step.value_or(1)) {
  check<ValueError>(step_ != 0, "slice step cannot be zero");
  start_ = start.value_or(step_ < 0 ? kMax : 0);
  stop_ = stop.value_or(step_ < 0 ? kMin : kMax);
}

TensorIndex::TensorIndex(const char* text) : kind_(Kind::Ellipsis) {
  check<ValueError>(std::strcmp(text, "...") == 0,
                    "Expected \"...\" to represent an ellipsis index, but got \"{}\"", text);
}

}  // namespace indexing

using indexing::Slice;
using indexing::TensorIndex;
using Kind = TensorIndex::Kind;

// y = x itself, as a view.  dL/dx = dL/dy.
struct AliasBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {grads[0]}; }
};

namespace {

Tensor view_of_all(const Tensor& self) {
  Tensor y = make_view(self, self.impl()->sizes, self.impl()->strides);
  record<AliasBackward0>(y, self);
  return y;
}

bool is_mask_type(const Tensor& t) { return t.scalar_type() == kBool || t.scalar_type() == kByte; }

/// A boolean is an index tensor over a new dimension of size one: it takes it or leaves nothing.
Tensor boolean_index(bool value) {
  return value ? zeros({1}, kLong) : empty_tensor(Dims(1, 0), kLong);
}

/// An index expression being applied.
class Expression {
 public:
  Expression(const Tensor& self, ArrayRef<TensorIndex> indices) : view_(self) {
    int64_t named = 0;
    for (const TensorIndex& index : indices) named += dimensions_of(index);
    check<IndexError>(named <= self.dim(), "too many indices for tensor of dimension {}",
                      self.dim());
    unnamed_ = self.dim() - named;
    alone_ = indices.size() == 1;
    for (size_t i = 0; i < indices.size(); ++i) apply(indices[i], static_cast<int64_t>(i));
  }

  /// self with the views of the expression.
  const Tensor& view() const { return view_; }
  /// The index tensors that remain to be applied to it.
  const IndexList& tensors() const { return tensors_; }
  bool has_tensors() const { return has_tensors_; }

 private:
  static int64_t dimensions_of(const TensorIndex& index) {
    switch (index.kind()) {
      case Kind::Integer:
      case Kind::Slice:
        return 1;
      case Kind::Tensor:
        return is_mask_type(index.tensor()) ? index.tensor().dim() : 1;
      default:
        return 0;
    }
  }

  void apply(const TensorIndex& index, int64_t position) {
    switch (index.kind()) {
      case Kind::Integer:
        return apply_integer(index.integer(), position);
      case Kind::Slice:
        return apply_slice(index.slice());
      case Kind::Ellipsis:
        return pass(unnamed_);
      case Kind::None:
        view_ = view_.unsqueeze(dim_);
        return pass(1);
      case Kind::Boolean:
        return apply_boolean(index.boolean());
      case Kind::Tensor:
        return apply_tensor(index.tensor(), position);
    }
  }

  void apply_integer(int64_t index, int64_t position) {
    const int64_t size = view_.sizes()[dim_];
    check<IndexError>(index >= -size && index < size,
                      "index {} is out of bounds for dimension {} with size {}", index, position,
                      size);
    view_ = view_.select(dim_, index);
  }

  void apply_slice(const Slice& slice) {
    check<ValueError>(slice.step() > 0, "step must be greater than zero");
    const bool whole =
        slice.start() == 0 && slice.stop() == view_.sizes()[dim_] && slice.step() == 1;
    if (!whole || alone_) view_ = view_.slice(dim_, slice.start(), slice.stop(), slice.step());
    pass(1);
  }

  void apply_boolean(bool value) {
    view_ = view_.unsqueeze(dim_);
    pick(boolean_index(value), 1);
  }

  void apply_tensor(const Tensor& index, int64_t position) {
    if (index.dim() == 0 && is_mask_type(index)) return apply_boolean(index.item().toBool());
    if (index.dim() == 0 && isIntegralType(index.scalar_type()))
      return apply_integer(index.item().toLong(), position);
    pick(index, dimensions_of(index));
  }

  /// The next `count` dimensions are taken whole.
  void pass(int64_t count) {
    dim_ += count;
    for (int64_t i = 0; i < count; ++i) tensors_.emplace_back();
  }
  void pick(Tensor index, int64_t dimensions) {
    tensors_.push_back(std::move(index));
    dim_ += dimensions;
    has_tensors_ = true;
  }

  Tensor view_;
  IndexList tensors_;
  int64_t dim_ = 0;  ///< of view_, which comes next
  int64_t unnamed_;  ///< dimensions that an Ellipsis stands for
  bool has_tensors_ = false;
  bool alone_;
};

void check_scalar(const Tensor& self, ArrayRef<TensorIndex> indices) {
  check<IndexError>(
      self.dim() > 0 || !indices[0].is_integer() || indices[0].integer() != 0,
      "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ "
      "to convert a 0-dim tensor to a number");
  check<IndexError>(self.dim() > 0 || !indices[0].is_slice(),
                    "slice() cannot be applied to a 0-dim tensor.");
}

/// values without leading dimensions of size one, as NumPy has it in assignments.
Tensor without_leading_ones(const Tensor& values) {
  size_t first = 0;
  const IntArrayRef sizes = values.sizes();
  while (first < sizes.size() && sizes[first] == 1) ++first;
  return first == 0 ? values : values.view(sizes.slice(first));
}

void assign(const Tensor& target, const Tensor& values) {
  if (target.sizes() == values.sizes()) {
    target.copy_(values);
  } else if (values.dim() == 0) {
    target.fill_(values);
  } else {
    target.copy_(without_leading_ones(values).expand(target.sizes()));
  }
}

}  // namespace

Tensor Tensor::index(ArrayRef<TensorIndex> indices, Caller caller) const {
  caller.enter();
  check(!indices.empty(), "Passing an empty index list to Tensor::index() is not valid syntax");
  check_scalar(*this, indices);
  const Expression expression(*this, indices);
  if (expression.has_tensors()) return index_by_tensors(expression.view(), expression.tensors());
  return expression.view().is_same(*this) ? view_of_all(*this) : expression.view();
}
Tensor Tensor::index(std::initializer_list<TensorIndex> indices, Caller caller) const {
  caller.enter();
  return index(ArrayRef<TensorIndex>(indices));
}

Tensor& Tensor::index_put_(ArrayRef<TensorIndex> indices, const Tensor& values, bool accumulate,
                           Caller caller) const {
  caller.enter();
  check(!indices.empty(),
        "Passing an empty index list to Tensor::index_put_() is not valid syntax");
  check_scalar(*this, indices);
  if (indices.size() == 1 && indices[0].is_boolean() && !indices[0].boolean())
    return mutable_handle(*this);
  const Expression expression(*this, indices);
  if (expression.has_tensors())
    put_by_tensors(expression.view(), expression.tensors(), without_leading_ones(values),
                   accumulate);
  else if (accumulate)
    expression.view().add_(without_leading_ones(values));
  else
    assign(expression.view(), values);
  return mutable_handle(*this);
}
Tensor& Tensor::index_put_(std::initializer_list<TensorIndex> indices, const Tensor& values,
                           bool accumulate, Caller caller) const {
  caller.enter();
  return index_put_(ArrayRef<TensorIndex>(indices), values, accumulate);
}
Tensor& Tensor::index_put_(ArrayRef<TensorIndex> indices, const Scalar& value,
                           Caller caller) const {
  caller.enter();
  return index_put_(indices, full({}, value, scalar_type()));
}
Tensor& Tensor::index_put_(std::initializer_list<TensorIndex> indices, const Scalar& value,
                           Caller caller) const {
  caller.enter();
  return index_put_(ArrayRef<TensorIndex>(indices), value);
}

// --- x[index] ---

IndexedTensor Tensor::operator[](Traced traced) const {
  const Tensor& index = traced.enter();
  return {this->index({index}), *this, index};
}

Tensor& IndexedTensor::operator=(const Tensor& values) && {
  source_.index_put_({index_}, values);
  return *this;
}
Tensor& IndexedTensor::operator=(const IndexedTensor& values) && {
  return std::move(*this) = static_cast<const Tensor&>(values);
}
Tensor& IndexedTensor::operator=(const Scalar& value) && {
  source_.index_put_({index_}, value);
  return *this;
}

}  // namespace glassgrad
