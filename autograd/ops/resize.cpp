// Changes of size without history, and of the diagonal.
#include <algorithm>
#include <cstring>

#include "autograd/ops/op.h"

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
  if (needed > self.storage->size) {
    intrusive_ptr<Storage> larger = Storage::allocate(needed);
    if (self.storage->size > 0)
      std::memcpy(larger->memory, self.storage->memory, self.storage->size);
    self.storage = std::move(larger);
    self.data = static_cast<char*>(self.storage->memory) + start;
  }
  self.set_contiguous(Dims(size));  // a copy: `size` may be a part of its own sizes
  bump_version(*this);
  return *this;
}

Tensor& Tensor::fill_diagonal_(const Scalar& value, bool wrap, Caller caller) const {
  caller.enter();
  check(dim() >= 2, "dimensions must larger than 1");
  const int64_t rows = sizes()[0];
  int64_t length = rows, step = 0;
  for (int64_t d = 0; d < dim(); ++d) {
    check(dim() == 2 || sizes()[d] == rows, "all dimensions of input must be of equal length");
    length = std::min(length, sizes()[d]);
    step += strides()[d];
  }
  as_strided({length}, {step}, storage_offset()).fill_(value);
  // A tall matrix has one diagonal under the other, with a row between them.
  for (int64_t row = length + 1; wrap && dim() == 2 && row < rows; row += length + 1)
    as_strided({std::min(length, rows - row)}, {step}, storage_offset() + row * strides()[0])
        .fill_(value);
  return mutable_handle(*this);
}

}  // namespace glassgrad
