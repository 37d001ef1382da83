#pragma once
// TensorBase: what a tensor is, apart from what can be computed with it.

#include <iosfwd>
#include <string>
#include <type_traits>
#include <utility>

#include "../base/array_ref.h"
#include "../base/caller.h"
#include "../base/intrusive_ptr.h"
#include "../types/tensor_options.h"

namespace glassgrad {

template <class T, size_t N>
class TensorAccessor;
struct Storage;
struct TensorImpl;
void dispose(TensorImpl* impl);
namespace autograd {
struct Node;
struct AccumulateGrad;
struct TensorHooks;
void drop(Node* node);
}  // namespace autograd

/// What `tensor.type()` gives: prints as "CPUFloatType".
struct TensorType {
  ScalarType dtype;
  std::string toString() const;
  ScalarType scalarType() const { return dtype; }
  friend bool operator==(const TensorType&, const TensorType&) = default;
};
std::ostream& operator<<(std::ostream& out, const TensorType& type);

/// The handle of a tensor with what it is: its geometry, type and memory, and its place in the
/// graph. What can be done with it are the members of Tensor; a function that asks for no more than
/// this takes a `const TensorBase&`.
class TensorBase {
 public:
  TensorBase() = default;
  explicit TensorBase(intrusive_ptr<TensorImpl> impl) : impl_(std::move(impl)) {}

  bool defined() const { return static_cast<bool>(impl_); }
  bool is_same(const TensorBase& other) const { return impl_ == other.impl_; }
  void reset() { impl_.reset(); }
  size_t use_count() const;

  // --- what it is ---
  int64_t dim() const;
  int64_t ndimension() const { return dim(); }
  int64_t numel() const;
  IntArrayRef sizes() const;
  IntArrayRef strides() const;
  int64_t size(int64_t dim, Caller caller = {}) const;
  int64_t stride(int64_t dim, Caller caller = {}) const;
  int64_t storage_offset() const;
  TypeMeta dtype() const { return scalar_type(); }
  ScalarType scalar_type() const;
  TensorType type() const { return {scalar_type()}; }
  Device device() const { return Device(); }
  Layout layout() const { return kStrided; }
  TensorOptions options() const {
    return TensorOptions(scalar_type()).device(Device()).layout(kStrided);
  }
  size_t itemsize() const { return elementSize(scalar_type()); }
  size_t element_size() const { return itemsize(); }
  size_t nbytes() const { return static_cast<size_t>(numel()) * itemsize(); }
  bool is_contiguous() const;
  bool is_contiguous(MemoryFormat format) const;
  bool is_floating_point() const { return isFloatingType(scalar_type()); }
  bool is_complex() const { return false; }
  bool is_signed() const { return scalar_type() != kByte && scalar_type() != kBool; }
  bool is_cuda() const { return false; }
  bool is_cpu() const { return true; }
  bool is_sparse() const { return false; }
  bool is_hip() const { return false; }
  bool is_mps() const { return false; }
  bool is_meta() const { return false; }
  bool is_quantized() const { return false; }
  bool is_mkldnn() const { return false; }
  bool is_inference() const { return false; }
  bool is_conj() const { return false; }
  bool is_neg() const { return false; }
  bool has_names() const { return false; }
  bool is_non_overlapping_and_dense() const;
  /// Of which its strides are.
  MemoryFormat suggest_memory_format(bool = false) const;
  bool is_pinned(optional<Device> = nullopt) const { return false; }
  int64_t get_device() const { return -1; }  ///< of a card; -1 for the CPU
  bool is_view() const;
  bool is_alias_of(const TensorBase& other) const;
  /// Whether both show the same elements of the same memory.
  bool is_set_to(const TensorBase& other) const;
  const Storage& storage() const;
  bool has_storage() const { return defined(); }  ///< every tensor that is defined has memory
  std::string toString() const { return defined() ? type().toString() : "UndefinedType"; }
  void print() const;  ///< "[CPUFloatType [2, 3]]" and a newline, to stderr
  bool is_same_size(const TensorBase& other) const { return sizes() == other.sizes(); }

  // --- its elements ---
  void* data_ptr() const;
  /// Pointer to the first element. @throws Error if T is not the tensor's type
  template <class T>
  T* data_ptr() const {
    if (scalar_type_of<std::remove_const_t<T>> != scalar_type())
      wrong_pointer_type(scalar_type_of<std::remove_const_t<T>>);
    return static_cast<T*>(data_ptr());
  }
  /// The elements as an N-dimensional array: `a[i][j]`. See autograd/tensor/accessor.h.
  /// @throws Error if T or N is not the tensor's
  template <class T, size_t N>
  TensorAccessor<T, N> accessor() const&;
  template <class T, size_t N>
  TensorAccessor<T, N> accessor() && = delete;  // the memory would be gone
  // libtorch's for kernels of graphics cards, which take the accessor by value.
  template <class T, size_t N, template <class> class...>
  TensorAccessor<T, N> packed_accessor32() const& {
    return accessor<T, N>();
  }
  template <class T, size_t N, template <class> class...>
  TensorAccessor<T, N> packed_accessor64() const& {
    return accessor<T, N>();
  }

  // --- its place in the graph ---
  bool requires_grad() const;
  bool is_leaf() const;
  /// The node that made this tensor, null for a leaf.
  intrusive_ptr<autograd::Node> grad_fn() const;
  uint32_t output_nr() const;
  void retain_grad() const;
  bool retains_grad() const;
  void remove_hook(unsigned index) const;
  /// How often the values have been changed in place: a tensor, its views and what detach() gives
  /// count together.
  int64_t _version() const;
  const std::string& name() const;
  void set_name(std::string name) const;

  /// The shared array behind the handle. @throws Error for an undefined tensor
  TensorImpl* impl() const {
    if (!impl_) undefined_tensor();
    return impl_.get();
  }
  TensorImpl* unsafeGetTensorImpl() const { return impl_.get(); }
  const intrusive_ptr<TensorImpl>& impl_ptr() const { return impl_; }
  intrusive_ptr<TensorImpl>& impl_ptr() { return impl_; }

 private:
  [[noreturn]] static void undefined_tensor();
  [[noreturn]] void wrong_pointer_type(ScalarType asked) const;
  [[noreturn]] void wrong_accessor_dim(size_t asked) const;

  intrusive_ptr<TensorImpl> impl_;
};

}  // namespace glassgrad
