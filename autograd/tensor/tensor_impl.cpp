// Making a tensor and letting it go: its parts in one block.
#include "autograd/tensor/tensor_impl.h"

#include "autograd/base/check.h"
#include "autograd/base/compiler.h"
#include "autograd/tensor/shape.h"
#include "autograd/tensor/tensor_block.h"

namespace glassgrad {

namespace {

[[noreturn]] GLASSGRAD_NOINLINE void fail_too_large(const char* what, IntArrayRef sizes) {
  check(false, "{} calculation overflowed with sizes={}", what, sizes);
  __builtin_unreachable();
}

size_t bytes_for(IntArrayRef sizes, ScalarType dtype) {
  // Strides are products too, and count dimensions of no elements as 1.
  int64_t count = 1;
  bool overflows = false, is_empty = false;
  for (const int64_t size : sizes) {
    is_empty |= size == 0;
    overflows |= __builtin_mul_overflow(count, size | (size == 0), &count);
  }
  if (overflows && is_empty) fail_too_large("Stride", sizes);
  int64_t nbytes = 0;
  if (!is_empty)
    overflows |= __builtin_mul_overflow(count, static_cast<int64_t>(elementSize(dtype)), &nbytes);
  if (overflows) fail_too_large("Storage size", sizes);
  return static_cast<size_t>(nbytes);
}

/// A tensor whose few elements lie in its block.
GLASSGRAD_ALWAYS_INLINE intrusive_ptr<TensorImpl> create_in(TensorBlock* block, IntArrayRef sizes,
                                                            ScalarType dtype, size_t nbytes) {
  auto* const tensor = ::new (&block->tensor)
      TensorImpl(dtype, block->elements, block->make_storage(nbytes), block->make_counter(2));
  tensor->set_contiguous(sizes);
  return intrusive_ptr<TensorImpl>::take_new(tensor);
}

// Apart from create, which then calls nothing and need not save registers for it.
GLASSGRAD_NOINLINE intrusive_ptr<TensorImpl> create_in_new_block(IntArrayRef sizes,
                                                                 ScalarType dtype, size_t nbytes) {
  return create_in(TensorBlock::allocate(), sizes, dtype, nbytes);
}
GLASSGRAD_NOINLINE intrusive_ptr<TensorImpl> create_large(IntArrayRef sizes, ScalarType dtype,
                                                          size_t nbytes) {
  intrusive_ptr<TensorImpl> tensor = TensorImpl::over(Storage::allocate(nbytes), dtype);
  tensor->set_contiguous(sizes);
  return tensor;
}

}  // namespace

intrusive_ptr<TensorImpl> TensorImpl::create(IntArrayRef sizes, ScalarType dtype) {
  const size_t nbytes = bytes_for(sizes, dtype);
  if (nbytes > sizeof(TensorBlock::elements) || sizes.size() > Dims::kInside)
    return create_large(sizes, dtype, nbytes);
  if (void* const block = take_waiting_block(sizeof(TensorBlock)))
    return create_in(static_cast<TensorBlock*>(block), sizes, dtype, nbytes);
  return create_in_new_block(sizes, dtype, nbytes);
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
