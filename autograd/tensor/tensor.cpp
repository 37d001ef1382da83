// What a tensor is: its memory and its geometry. Its part in a graph is in
// autograd/graph/tensor_autograd.cpp.

#include "autograd/tensor/tensor.h"

#include "autograd/base/check.h"
#include "autograd/tensor/promotion.h"
#include "autograd/tensor/shape.h"
#include "autograd/types/visit.h"

namespace glassgrad {

// --- what it is ---

void TensorBase::undefined_tensor() { undefined_argument(0, "self"); }

void TensorBase::wrong_pointer_type(ScalarType asked) const {
  throw Error(fmt::format("expected scalar type {} but found {}", asked, scalar_type()));
}

void TensorBase::wrong_accessor_dim(size_t asked) const {
  throw Error(fmt::format("TensorAccessor expected {} dims but tensor has {}", asked, dim()));
}

namespace {
int64_t existing_dim(int64_t dim, int64_t rank, Caller caller, const char* question) {
  if (dim < -rank || dim >= rank) caller.enter(question);
  check<IndexError>(rank > 0, "Dimension specified as {} but tensor has no dimensions", dim);
  return wrap_dim(dim, rank);
}
}  // namespace

int64_t TensorBase::size(int64_t dim, Caller caller) const {
  return sizes()[existing_dim(dim, this->dim(), caller, "size")];
}
int64_t TensorBase::stride(int64_t dim, Caller caller) const {
  return strides()[existing_dim(dim, this->dim(), caller, "stride")];
}

bool TensorBase::is_set_to(const TensorBase& other) const {
  return impl()->data == other.impl()->data && is_alias_of(other) && sizes() == other.sizes() &&
         strides() == other.strides();
}
int64_t TensorBase::storage_offset() const {
  const auto* first = static_cast<const char*>(impl()->storage->memory);
  return (static_cast<const char*>(data_ptr()) - first) / static_cast<int64_t>(itemsize());
}

std::string TensorType::toString() const {
  return std::string("CPU") + glassgrad::toString(dtype) + "Type";
}

Scalar Tensor::item(Caller caller) const {
  caller.enter();
  check(numel() == 1, "a Tensor with {} elements cannot be converted to Scalar", numel());
  if (is_half(scalar_type())) return to(kFloat).item();
  return visit(scalar_type(),
               [&]<class T>() { return Scalar(*static_cast<const T*>(data_ptr())); });
}

bool Tensor::is_nonzero(Caller caller) const {
  caller.enter();
  check(numel() != 0, "Boolean value of Tensor with no values is ambiguous");
  check(numel() == 1, "Boolean value of Tensor with more than one value is ambiguous");
  return item().toBool();
}

const std::string& TensorBase::name() const {
  static const std::string unnamed;
  return impl()->extras ? impl()->extras->name : unnamed;
}

void TensorBase::set_name(std::string name) const { impl()->make_extras().name = std::move(name); }

const Tensor& Tensor::_base() const {
  check(is_view(), "Can't get base of non-view Tensor");
  return impl()->extras->base;
}

}  // namespace glassgrad
