#include <algorithm>
#include <cstring>

#include "autograd/ops/op.h"

// Changes of size without history, and of the diagonal.

namespace glassgrad {

const Tensor& Tensor::resize_(IntArrayRef size, Caller caller) const {
  caller.enter();
  check(!requires_grad(), "cannot resize variables that require grad");
  for (const int64_t s : size)
    check(s >= 0, "resize_: expected sizes that are not negative, but got {}", size);
  if (sizes() == size) return *this;

  TensorImpl& self = *impl();
  const size_t start = storage_offset() * itemsize();
  const size_t needed = start + count_elements(size) * itemsize();
  // Tensors that share the old memory keep it: only this one moves where it must grow.
  if (needed > self.storage->nbytes) {
    intrusive_ptr<Storage> larger = Storage::allocate(needed);
    if (self.storage->nbytes > 0)
      std::memcpy(larger->data, self.storage->data, self.storage->nbytes);
    self.storage = std::move(larger);
    self.data = static_cast<char*>(self.storage->data) + start;
  }
  self.set_contiguous(Dims(size));  // a copy: `size` may be a part of its own sizes
  bump_version(*this);
  return *this;
}

const Tensor& Tensor::fill_diagonal_(const Scalar& value, Caller caller) const {
  caller.enter();
  check(dim() >= 2, "dimensions must larger than 1");
  int64_t length = sizes()[0], step = 0;
  for (int64_t d = 0; d < dim(); ++d) {
    check(dim() == 2 || sizes()[d] == sizes()[0],
          "all dimensions of input must be of equal length");
    length = std::min(length, sizes()[d]);
    step += strides()[d];
  }
  as_strided({length}, {step}, storage_offset()).fill_(value);
  return *this;
}

}  // namespace glassgrad
