#pragma once
// What a tensor consists of.

#include <string>
#include <vector>

#include "../base/intrusive_ptr.h"
#include "../base/small_blocks.h"
#include "../base/small_vector.h"
#include "../base/smart_ptr.h"
#include "../types/scalar_type.h"
#include "storage.h"
#include "tensor.h"

namespace glassgrad {

/// How a view was made, where that forbids changing it in place (see autograd/graph/in_place.h).
enum class CreationMeta : uint8_t { Default, NoGradMode, MultiOutput, InCustomFunction };

/// What Tensor handles share. Plain members that a debugger can walk.
///
/// Owns its gradient, its grad_fn and, while no graph uses it, its accumulator.
struct TensorImpl final : RefCounted, InSmallBlocks {
  // Defined where graphs are known (autograd/graph/tensor_autograd.cpp).
  TensorImpl();
  ~TensorImpl();

  intrusive_ptr<Storage> storage;
  void* data = nullptr;  ///< first element, inside `storage`
  Dims sizes;
  Dims strides;  ///< in elements
  int64_t numel = 0;
  ScalarType dtype = kFloat;
  bool is_contiguous = true;
  bool requires_grad = false;  ///< set by the user on a leaf; derived tensors have a grad_fn
  bool grad_is_zero = false;   ///< whatever the memory of `grad` holds: see zero_gradient.h
  bool grad_is_shown = false;  ///< the program has asked for it
  CreationMeta creation_meta = CreationMeta::Default;

  uint32_t output_nr = 0;                 ///< which output of grad_fn this is
  intrusive_ptr<autograd::Node> grad_fn;  ///< null for leaves
  Tensor grad;
  autograd::AccumulateGrad* accumulator = nullptr;  ///< owned while it rests

  Tensor base;                ///< the tensor this is a differentiable view of, never itself a view
  uint32_t view_version = 0;  ///< storage version at which grad_fn was last right

  intrusive_ptr<autograd::TensorHooks> hooks;
  std::unique_ptr<std::string> name;

  /// The storage in whose block this lies, once set_storage has given it another one.
  intrusive_ptr<Storage> home;

  /// A tensor with contiguous memory of its own, uninitialised.
  static intrusive_ptr<TensorImpl> create(IntArrayRef sizes, ScalarType dtype);
  void set_storage(intrusive_ptr<Storage> other);

  int64_t dim() const { return static_cast<int64_t>(sizes.size()); }
  /// Sets sizes and strides and what follows from them. What is given is not a part of this.
  void set_geometry(IntArrayRef new_sizes, IntArrayRef new_strides);
  void set_contiguous(IntArrayRef new_sizes);
};

inline void TensorImpl::set_contiguous(IntArrayRef new_sizes) {
  const size_t rank = new_sizes.size();
  sizes.resize_for_overwrite(rank);
  strides.resize_for_overwrite(rank);
  int64_t *size = sizes.data(), *stride = strides.data();
  int64_t step = 1, count = 1;
  for (size_t d = rank; d-- > 0;) {
    const int64_t n = new_sizes[d];
    size[d] = n;
    stride[d] = step;
    step *= n > 0 ? n : 1;
    count *= n;
  }
  numel = count;
  is_contiguous = true;
}

// --- members of Tensor that read it ---

inline int64_t Tensor::dim() const { return impl()->dim(); }
inline int64_t Tensor::numel() const { return impl()->numel; }
inline IntArrayRef Tensor::sizes() const { return impl()->sizes; }
inline IntArrayRef Tensor::strides() const { return impl()->strides; }
inline ScalarType Tensor::scalar_type() const { return impl()->dtype; }
inline bool Tensor::is_contiguous(MemoryFormat) const { return impl()->is_contiguous; }
inline void* Tensor::data_ptr() const { return impl()->data; }
inline uint32_t Tensor::output_nr() const { return impl()->output_nr; }
inline bool Tensor::is_alias_of(const Tensor& other) const {
  return impl()->storage == other.impl()->storage;
}
inline const Storage& Tensor::storage() const { return *impl()->storage; }
inline int64_t Tensor::_version() const { return impl()->storage->version; }
inline bool Tensor::is_view() const { return impl()->base.defined(); }
inline bool Tensor::requires_grad() const {
  const TensorImpl& self = *impl();
  if (self.requires_grad || self.grad_fn) return true;
  if (!self.base.defined()) return false;
  const TensorImpl& base = *self.base.impl();
  return base.requires_grad || base.grad_fn;
}

}  // namespace glassgrad
