// What a tensor is: its memory and its geometry. Its part in a graph is in
// autograd/graph/tensor_autograd.cpp.

#include "autograd/tensor/tensor.h"

#include "autograd/base/check.h"
#include "autograd/tensor/promotion.h"
#include "autograd/tensor/shape.h"
#include "autograd/tensor/small_tensor.h"
#include "autograd/types/visit.h"

namespace glassgrad {

// --- TensorImpl ---

intrusive_ptr<TensorImpl> TensorImpl::create(IntArrayRef sizes, ScalarType dtype) {
  size_t nbytes = elementSize(dtype);
  for (const int64_t size : sizes)
    check(!__builtin_mul_overflow(nbytes, static_cast<size_t>(size), &nbytes),
          "Storage size calculation overflowed with sizes={}", sizes);
  const bool small = nbytes <= sizeof(SmallTensor::elements);
  auto impl =
      intrusive_ptr<TensorImpl>::take_new(small ? SmallTensor::make(nbytes) : new TensorImpl);
  if (!small) impl->storage = Storage::allocate(nbytes);
  impl->data = impl->storage->data;
  impl->dtype = dtype;
  impl->set_contiguous(sizes);
  return impl;
}

void TensorImpl::set_storage(intrusive_ptr<Storage> other) {
  if (SmallTensor::is_behind(storage.get(), this)) home = std::move(storage);
  storage = std::move(other);
}

void dispose(TensorImpl* impl) {
  const bool at_home = SmallTensor::is_behind(impl->storage.get(), impl);
  Storage* const home = (at_home ? impl->storage : impl->home).detach();
  impl->~TensorImpl();
  if (!home)
    free_block(impl, sizeof(TensorImpl));
  else if (home->release())
    SmallTensor::free(home);
}

void TensorImpl::set_geometry(IntArrayRef new_sizes, IntArrayRef new_strides) {
  const size_t rank = new_sizes.size();
  sizes.resize_for_overwrite(rank);
  strides.resize_for_overwrite(rank);
  int64_t count = 1;
  bool dense = true;
  for (size_t d = rank; d-- > 0;) {
    const int64_t size = sizes[d] = new_sizes[d], stride = strides[d] = new_strides[d];
    if (size != 1 && stride != count) dense = false;
    count *= size;
  }
  numel = count;
  is_contiguous = dense || count == 0;
}

// --- what it is ---

void Tensor::undefined_tensor() { undefined_argument(0, "self"); }

void Tensor::wrong_pointer_type(ScalarType asked) const {
  throw Error(fmt::format("expected scalar type {} but found {}", asked, scalar_type()));
}

void Tensor::wrong_accessor_dim(size_t asked) const {
  throw Error(fmt::format("TensorAccessor expected {} dims but tensor has {}", asked, dim()));
}

int64_t Tensor::size(int64_t dim) const { return sizes()[wrap_dim(dim, this->dim())]; }
int64_t Tensor::stride(int64_t dim) const { return strides()[wrap_dim(dim, this->dim())]; }

int64_t Tensor::storage_offset() const {
  const auto* first = static_cast<const char*>(impl()->storage->data);
  return (static_cast<const char*>(data_ptr()) - first) / static_cast<int64_t>(itemsize());
}

std::string TensorType::toString() const {
  return std::string("CPU") + glassgrad::toString(dtype) + "Type";
}

Scalar Tensor::item() const {
  check(numel() == 1, "a Tensor with {} elements cannot be converted to Scalar", numel());
  return visit(scalar_type(),
               [&]<class T>() { return Scalar(*static_cast<const T*>(data_ptr())); });
}

bool Tensor::is_nonzero() const {
  check(numel() != 0, "Boolean value of Tensor with no values is ambiguous");
  check(numel() == 1, "Boolean value of Tensor with more than one value is ambiguous");
  return item().toBool();
}

const std::string& Tensor::name() const {
  static const std::string unnamed;
  return impl()->name ? *impl()->name : unnamed;
}

void Tensor::set_name(std::string name) const {
  impl()->name = std::make_unique<std::string>(std::move(name));
}

const Tensor& Tensor::_base() const {
  check(is_view(), "Can't get base of non-view Tensor");
  return impl()->base;
}

}  // namespace glassgrad
