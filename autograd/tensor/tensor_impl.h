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

/// The count of in-place changes; a saved value remembers the count at which it was saved. A
/// tensor, its views and what detach() gives share one: changes through one of them are changes of
/// all. data() and set_data() share memory alone.
struct VersionCounter : RefCounted {
  uint32_t value = 0;
};
void dispose(VersionCounter* counter);

/// How a view was made, where that forbids changing it in place (see autograd/graph/in_place.h).
enum class CreationMeta : uint8_t { Default, NoGradMode, MultiOutput, InCustomFunction };

/// What few tensors have: views, leaves that require grad, and those on which the program has hung
/// hooks or a name.
struct TensorExtras : InSmallBlocks {
  // Defined where graphs are known (autograd/graph/tensor_autograd.cpp).
  TensorExtras();
  ~TensorExtras();

  Tensor base;                ///< the tensor this is a differentiable view of, never itself a view
  uint32_t view_version = 0;  ///< version at which a view's grad_fn was last right
  CreationMeta creation_meta = CreationMeta::Default;
  autograd::AccumulateGrad* accumulator = nullptr;  ///< of a leaf; owned while no graph uses it
  intrusive_ptr<autograd::TensorHooks> hooks;
  std::string name;
};

/// What Tensor handles share. Plain members that a debugger can walk.
struct TensorImpl final : RefCounted {
  /// Without sizes and strides yet: see create, over and sharing.
  TensorImpl(ScalarType type, void* first, intrusive_ptr<Storage> memory,
             intrusive_ptr<VersionCounter> counter)
      : dtype(type), data(first), storage(std::move(memory)), version_counter(std::move(counter)) {}

  ScalarType dtype;
  bool is_contiguous = true;
  bool requires_grad = false;  ///< of a leaf; derived tensors have a grad_fn
  uint32_t output_nr = 0;      ///< which output of grad_fn this is
  bool grad_is_zero = false;   ///< whatever grad's memory holds: see zero_gradient.h
  bool grad_is_shown = false;  ///< the program has asked for it
  void* data;                  ///< first element, inside `storage`
  intrusive_ptr<Storage> storage;
  intrusive_ptr<VersionCounter> version_counter;
  int64_t numel = 0;
  Dims sizes;
  Dims strides;                           ///< in elements
  intrusive_ptr<autograd::Node> grad_fn;  ///< null for leaves
  Tensor grad;
  std::unique_ptr<TensorExtras> extras;

  /// A tensor with contiguous memory of its own, uninitialised.
  static intrusive_ptr<TensorImpl> create(IntArrayRef sizes, ScalarType dtype);
  /// A tensor over the memory of `storage`; sizes and strides are the caller's to set.
  static intrusive_ptr<TensorImpl> over(intrusive_ptr<Storage> storage, ScalarType dtype);
  /// The same over the memory of `other`, with its version counter.
  static intrusive_ptr<TensorImpl> sharing(const TensorImpl& other);

  int64_t dim() const { return static_cast<int64_t>(sizes.size()); }
  /// Sets sizes and strides and what follows from them. What is given is not a part of this.
  void set_geometry(IntArrayRef new_sizes, IntArrayRef new_strides);
  void set_contiguous(IntArrayRef new_sizes);

  bool is_view() const { return extras && extras->base.defined(); }
  autograd::TensorHooks* hooks() const { return extras ? extras->hooks.get() : nullptr; }
  TensorExtras& make_extras() {
    if (!extras) extras.reset(new TensorExtras);
    return *extras;
  }
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

// --- members of TensorBase that read it ---

inline int64_t TensorBase::dim() const { return impl()->dim(); }
inline int64_t TensorBase::numel() const { return defined() ? impl()->numel : 0; }
inline IntArrayRef TensorBase::sizes() const { return impl()->sizes; }
inline IntArrayRef TensorBase::strides() const { return impl()->strides; }
inline ScalarType TensorBase::scalar_type() const { return impl()->dtype; }
inline bool TensorBase::is_contiguous() const { return impl()->is_contiguous; }
inline size_t TensorBase::use_count() const { return impl_ ? impl_->use_count() : 0; }
inline void* TensorBase::data_ptr() const { return impl()->data; }
inline uint32_t TensorBase::output_nr() const { return impl()->output_nr; }
inline bool TensorBase::is_alias_of(const TensorBase& other) const {
  return impl()->storage == other.impl()->storage;
}
inline const Storage& TensorBase::storage() const { return *impl()->storage; }
inline int64_t TensorBase::_version() const { return impl()->version_counter->value; }
inline bool TensorBase::is_view() const { return impl()->is_view(); }
inline bool TensorBase::requires_grad() const {
  const TensorImpl& self = *impl();
  if (self.requires_grad || self.grad_fn) return true;
  if (!self.is_view()) return false;
  const TensorImpl& base = *self.extras->base.impl();
  return base.requires_grad || base.grad_fn;
}

}  // namespace glassgrad
