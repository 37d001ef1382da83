// Making a tensor and letting it go: its parts in one block.
#include "autograd/tensor/tensor_impl.h"

#include "autograd/base/check.h"
#include "autograd/tensor/shape.h"
#include "autograd/tensor/tensor_block.h"

namespace glassgrad {

namespace {
size_t bytes_for(IntArrayRef sizes, ScalarType dtype) {
  // Strides are products too, and count dimensions of no elements as 1.
  int64_t count = 1;
  bool overflows = false, is_empty = false;
  for (const int64_t size : sizes) {
    is_empty |= size == 0;
    overflows |= __builtin_mul_overflow(count, size | (size == 0), &count);
  }
  check(!(overflows && is_empty), "Stride calculation overflowed with sizes={}", sizes);
  int64_t nbytes = 0;
  if (!is_empty)
    overflows |= __builtin_mul_overflow(count, static_cast<int64_t>(elementSize(dtype)), &nbytes);
  check(!overflows, "Storage size calculation overflowed with sizes={}", sizes);
  return static_cast<size_t>(nbytes);
}
}  // namespace

intrusive_ptr<TensorImpl> TensorImpl::create(IntArrayRef sizes, ScalarType dtype) {
  const size_t nbytes = bytes_for(sizes, dtype);
  if (nbytes > sizeof(TensorBlock::elements)) {
    intrusive_ptr<TensorImpl> tensor = over(Storage::allocate(nbytes), dtype);
    tensor->set_contiguous(sizes);
    return tensor;
  }
  TensorBlock* const block = TensorBlock::allocate();
  intrusive_ptr<TensorImpl> tensor = block->make_tensor(
      dtype, block->elements, block->make_storage(nbytes), block->make_counter(2));
  tensor->set_contiguous(sizes);
  return tensor;
}

intrusive_ptr<TensorImpl> TensorImpl::over(intrusive_ptr<Storage> storage, ScalarType dtype) {
  TensorBlock* const block = TensorBlock::allocate();
  void* const data = storage->memory;
  return block->make_tensor(dtype, data, std::move(storage), block->make_counter(1));
}

intrusive_ptr<TensorImpl> TensorImpl::sharing(const TensorImpl& other) {
  return TensorBlock::allocate()->make_tensor(other.dtype, other.data, other.storage,
                                              other.version_counter);
}

void dispose(TensorImpl* tensor) {
  TensorBlock* const block = TensorBlock::of(tensor);
  VersionCounter* const counter = tensor->version_counter.detach();
  tensor->~TensorImpl();
  if (counter != &block->version_counter) TensorBlock::free(block);
  drop(counter);
}

void dispose(VersionCounter* counter) { TensorBlock::free(TensorBlock::of(counter)); }

void TensorImpl::set_geometry(IntArrayRef new_sizes, IntArrayRef new_strides) {
  const size_t rank = new_sizes.size();
  sizes.resize_for_overwrite(rank);
  strides.resize_for_overwrite(rank);
  int64_t count = 1;
  bool dense = true, overflows = false;
  for (size_t d = rank; d-- > 0;) {
    const int64_t size = sizes[d] = new_sizes[d], stride = strides[d] = new_strides[d];
    if (size != 1 && stride != count) dense = false;
    overflows |= __builtin_mul_overflow(count, size, &count);
  }
  if (overflows) [[unlikely]]
    count = count_elements(new_sizes);  // says so, unless a size is 0
  numel = count;
  is_contiguous = dense || count == 0;
}

}  // namespace glassgrad
