#pragma once
// Tensor: a handle to numbers of one type in a grid, with all that can be done with it.

#include <functional>
#include <iosfwd>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "../types/generator.h"
#include "../types/scalar.h"
#include "tensor_base.h"
#include "tensor_synonyms.h"

namespace glassgrad {

class Tensor;
class IndexedTensor;
using TensorList = ArrayRef<Tensor>;
namespace indexing {
class TensorIndex;
}

/// A handle to an n-dimensional array that can take part in reverse-mode differentiation.
///
/// Copying the handle shares the array. Members are const, as in libtorch: they change what the
/// handle refers to, not the handle. Names that end in `_` work in place and return the tensor.
/// What a tensor is, its sizes, type and memory, are members of TensorBase. Every operation is
/// described where its free function is declared, in autograd/functions.h.
class Tensor : public TensorBase, public TensorSynonyms<Tensor> {
 public:
  Tensor() = default;
  explicit Tensor(intrusive_ptr<TensorImpl> impl) : TensorBase(std::move(impl)) {}
  explicit Tensor(const TensorBase& base) : TensorBase(base) {}
  Tensor(TensorBase&& base) noexcept : TensorBase(std::move(base)) {}
  Tensor(const Tensor&) = default;
  Tensor(Tensor&&) noexcept = default;
  Tensor& operator=(const Tensor& other) & = default;
  Tensor& operator=(Tensor&& other) & noexcept = default;
  // Assigning to a temporary writes into what it views: x[0] = y, x.slice(0, 1, 3) = 1.
  Tensor& operator=(const Tensor& source) && { return copy_(source); }
  Tensor& operator=(Tensor&& source) && { return copy_(source); }
  Tensor& operator=(const Scalar& value) && { return fill_(value); }

  // --- autograd ---
  const Tensor& set_requires_grad(bool requires_grad) const;
  const Tensor& requires_grad_(bool requires_grad = true) const {
    return set_requires_grad(requires_grad);
  }
  /// The accumulated gradient, undefined before the first backward.
  const Tensor& grad() const;
  Tensor& mutable_grad() const;
  /// Differentiates this tensor with respect to the leaves behind it; see autograd::backward.
  void backward(const Tensor& gradient = {}, optional<bool> retain_graph = nullopt,
                bool create_graph = false, optional<TensorList> inputs = nullopt,
                Caller = {}) const;
  /// Calls `hook(gradient)` whenever the gradient of this tensor has been computed; a hook that
  /// returns a tensor replaces it. Returns a number for remove_hook.
  template <class Hook>
  unsigned register_hook(Hook hook) const {
    if constexpr (std::is_void_v<std::invoke_result_t<Hook&, Tensor>>)
      return add_hook([hook](const Tensor& g) mutable -> Tensor { return hook(g), Tensor(); });
    else
      return add_hook([hook](const Tensor& g) mutable -> Tensor { return hook(g); });
  }
  /// The same values outside the graph, sharing memory and version counter.
  Tensor detach() const;
  Tensor& detach_() const;
  /// The same memory with a version counter of its own: changes through it are not noticed.
  Tensor data() const;
  template <class T>
  T* data() const {  // libtorch's older name
    return data_ptr<T>();
  }
  Tensor variable_data() const { return data(); }
  Tensor tensor_data() const { return detach(); }
  /// Makes this tensor show the memory of `new_data`, in its shape and type. The version counter
  /// stays: it counts on for this tensor and those that have shared it so far.
  void set_data(const Tensor& new_data) const;
  const Tensor& _base() const;

  // --- copies, types, memory ---
  /// The value of a one-element tensor. @throws Error otherwise
  Scalar item(Caller = {}) const;
  template <class T>
  T item(Caller caller = {}) const {
    return item(caller).to<T>();
  }
  Tensor clone(optional<MemoryFormat> = nullopt, Caller = {}) const;
  Tensor contiguous(MemoryFormat = MemoryFormat::Contiguous, Caller = {}) const;
  Tensor& copy_(const Tensor& source, bool non_blocking = false, Caller = {}) const;
  Tensor to(ScalarType dtype, bool non_blocking = false, bool copy = false, Caller = {}) const;
  Tensor to(TypeMeta dtype, bool non_blocking = false, bool copy = false, Caller = {}) const;
  Tensor to(const TensorOptions& options, bool non_blocking = false, bool copy = false,
            Caller = {}) const;
  Tensor to(Device device, bool non_blocking = false, bool copy = false, Caller = {}) const;
  Tensor to(DeviceType device, bool non_blocking = false, bool copy = false, Caller = {}) const;
  Tensor to(Device device, ScalarType dtype, bool non_blocking = false, bool copy = false,
            Caller = {}) const;
  Tensor to(const char* device, bool non_blocking = false, bool copy = false,
            Caller caller = {}) const {
    return to(Device(device), non_blocking, copy, caller);
  }
  Tensor to(const Tensor& other, bool non_blocking = false, bool copy = false, Caller = {}) const;
  /// libtorch's form with each option by itself.
  Tensor to(optional<ScalarType> dtype, optional<Layout> layout, optional<Device> device,
            optional<bool> pin_memory, bool non_blocking, bool copy, optional<MemoryFormat> format,
            Caller = {}) const;
  Tensor toType(ScalarType dtype, Caller caller = {}) const {
    return to(dtype, false, false, caller);
  }
  Tensor type_as(const Tensor& other, Caller caller = {}) const {
    return to(other.scalar_type(), false, false, caller);
  }
  Tensor cpu() const { return *this; }
  /// @throws Error  always: there is but the CPU. `torch::cuda::is_available()` is false.
  Tensor cuda(Caller caller = {}) const { return to(kCUDA, false, false, caller); }
  /// @throws Error  always: memory is pinned for a graphics card
  Tensor pin_memory(optional<Device> = nullopt, Caller = {}) const;
  const Tensor& resize_(IntArrayRef size, Caller = {}) const;
  const Tensor& resize_as_(const Tensor& other, Caller caller = {}) const {
    return resize_(other.sizes(), caller);
  }
  /// Makes this tensor show the memory of `source`, in its shape and place.
  /// As after set_data, both count their changes apart: what a graph has saved of one does not
  /// notice that the other is changed. Views keep the memory of before.
  /// @throws Error  for another type, or where a gradient would be lost
  const Tensor& set_(const Tensor& source, Caller = {}) const;
  /// A storage's memory: all of it, or from an offset on in elements.
  const Tensor& set_(const Storage& source, Caller = {}) const;
  const Tensor& set_(const Storage& source, int64_t storage_offset, IntArrayRef size,
                     IntArrayRef stride = {}, Caller = {}) const;
  /// No elements.
  const Tensor& set_(Caller = {}) const;
  Tensor new_zeros(IntArrayRef size, TensorOptions options = {}, Caller = {}) const;
  Tensor new_empty_strided(IntArrayRef size, IntArrayRef stride, TensorOptions options = {},
                           Caller = {}) const;
  Tensor new_ones(IntArrayRef size, TensorOptions options = {}, Caller = {}) const;
  Tensor new_empty(IntArrayRef size, TensorOptions options = {}, Caller = {}) const;
  Tensor new_full(IntArrayRef size, const Scalar& value, TensorOptions options = {},
                  Caller = {}) const;

  // --- views: they share memory ---
  Tensor view(IntArrayRef size, Caller = {}) const;
  /// The same bytes read as another type, without history; the last dimension shrinks or grows
  /// where elements have another size. @throws Error  where it does not divide, or has gaps
  Tensor view(ScalarType dtype, Caller = {}) const;
  Tensor view_as(const Tensor& other, Caller caller = {}) const {
    return view(other.sizes(), caller);
  }
  Tensor reshape(IntArrayRef shape, Caller = {}) const;
  Tensor reshape_as(const Tensor& other, Caller caller = {}) const {
    return reshape(other.sizes(), caller);
  }
  Tensor as_strided(IntArrayRef size, IntArrayRef stride,
                    optional<int64_t> storage_offset = nullopt, Caller = {}) const;
  Tensor transpose(int64_t dim0, int64_t dim1, Caller = {}) const;
  Tensor t(Caller = {}) const;
  Tensor permute(IntArrayRef dims, Caller = {}) const;
  Tensor select(int64_t dim, int64_t index, Caller = {}) const;
  Tensor slice(int64_t dim = 0, optional<int64_t> start = nullopt, optional<int64_t> end = nullopt,
               int64_t step = 1, Caller = {}) const;
  Tensor narrow(int64_t dim, int64_t start, int64_t length, Caller = {}) const;
  Tensor expand(IntArrayRef size, bool implicit = false, Caller = {}) const;
  Tensor expand_as(const Tensor& other, Caller caller = {}) const {
    return expand(other.sizes(), false, caller);
  }
  Tensor squeeze(Caller = {}) const;
  Tensor squeeze(int64_t dim, Caller = {}) const;
  Tensor unsqueeze(int64_t dim, Caller = {}) const;
  Tensor& squeeze_(Caller = {}) const;
  Tensor& squeeze_(int64_t dim, Caller = {}) const;
  Tensor& unsqueeze_(int64_t dim, Caller = {}) const;
  Tensor& t_(Caller = {}) const;
  Tensor& transpose_(int64_t dim0, int64_t dim1, Caller = {}) const;
  Tensor flatten(int64_t start_dim = 0, int64_t end_dim = -1, Caller = {}) const;
  Tensor diagonal(int64_t offset = 0, int64_t dim1 = 0, int64_t dim2 = 1, Caller = {}) const;
  std::vector<Tensor> split(int64_t split_size, int64_t dim = 0, Caller = {}) const;
  std::vector<Tensor> split(IntArrayRef sizes, int64_t dim = 0, Caller = {}) const;
  std::vector<Tensor> split_with_sizes(IntArrayRef sizes, int64_t dim = 0, Caller = {}) const;
  std::vector<Tensor> chunk(int64_t chunks, int64_t dim = 0, Caller = {}) const;
  std::vector<Tensor> unbind(int64_t dim = 0, Caller = {}) const;
  Tensor repeat(IntArrayRef repeats, Caller = {}) const;
  Tensor flip(IntArrayRef dims, Caller = {}) const;
  Tensor tril(int64_t diagonal = 0, Caller = {}) const;
  Tensor triu(int64_t diagonal = 0, Caller = {}) const;
  Tensor broadcast_to(IntArrayRef size, Caller caller = {}) const {
    return expand(size, false, caller);
  }
  Tensor sum_to_size(IntArrayRef size, Caller = {}) const;
  Tensor swapaxes(int64_t axis0, int64_t axis1, Caller = {}) const;
  Tensor swapdims(int64_t dim0, int64_t dim1, Caller = {}) const;
  Tensor movedim(IntArrayRef source, IntArrayRef destination, Caller = {}) const;
  Tensor moveaxis(IntArrayRef source, IntArrayRef destination, Caller = {}) const;
  Tensor tile(IntArrayRef dims, Caller = {}) const;
  Tensor repeat_interleave(int64_t repeats, optional<int64_t> dim = nullopt, Caller = {}) const;
  Tensor diag(int64_t diagonal = 0, Caller = {}) const;
  Tensor trace(Caller = {}) const;
  Tensor count_nonzero(OptionalIntArrayRef dim = nullopt, Caller = {}) const;
  Tensor unfold(int64_t dimension, int64_t size, int64_t step, Caller = {}) const;
  Tensor unflatten(int64_t dim, IntArrayRef sizes, Caller = {}) const;
  Tensor ravel(Caller = {}) const;
  Tensor movedim(int64_t source, int64_t destination, Caller = {}) const;
  Tensor moveaxis(int64_t source, int64_t destination, Caller = {}) const;
  Tensor& swapaxes_(int64_t axis0, int64_t axis1, Caller = {}) const;
  Tensor& swapdims_(int64_t dim0, int64_t dim1, Caller = {}) const;
  Tensor numpy_T(Caller = {}) const;
  Tensor mT(Caller = {}) const;
  Tensor mH(Caller = {}) const;
  Tensor adjoint(Caller = {}) const;
  Tensor flipud(Caller = {}) const;
  Tensor fliplr(Caller = {}) const;
  Tensor& tril_(int64_t diagonal = 0, Caller = {}) const;
  Tensor& triu_(int64_t diagonal = 0, Caller = {}) const;
  Tensor diag_embed(int64_t offset = 0, int64_t dim1 = -2, int64_t dim2 = -1, Caller = {}) const;
  Tensor diagflat(int64_t offset = 0, Caller = {}) const;
  Tensor narrow_copy(int64_t dim, int64_t start, int64_t length, Caller = {}) const;
  Tensor select_scatter(const Tensor& source, int64_t dim, int64_t index, Caller = {}) const;
  Tensor slice_scatter(const Tensor& source, int64_t dim = 0, optional<int64_t> start = nullopt,
                       optional<int64_t> end = nullopt, int64_t step = 1, Caller = {}) const;
  Tensor diagonal_scatter(const Tensor& source, int64_t offset = 0, int64_t dim1 = 0,
                          int64_t dim2 = 1, Caller = {}) const;
  std::vector<Tensor> tensor_split(int64_t sections, int64_t dim = 0, Caller = {}) const;
  std::vector<Tensor> tensor_split(IntArrayRef indices, int64_t dim = 0, Caller = {}) const;
  std::vector<Tensor> hsplit(int64_t sections, Caller = {}) const;
  std::vector<Tensor> hsplit(IntArrayRef indices, Caller = {}) const;
  std::vector<Tensor> vsplit(int64_t sections, Caller = {}) const;
  std::vector<Tensor> vsplit(IntArrayRef indices, Caller = {}) const;
  std::vector<Tensor> dsplit(int64_t sections, Caller = {}) const;
  std::vector<Tensor> dsplit(IntArrayRef indices, Caller = {}) const;
  Tensor repeat_interleave(const Tensor& repeats, optional<int64_t> dim = nullopt,
                           Caller = {}) const;

  // --- indexing ---
  Tensor operator[](TracedIndex index) const { return select(0, index.value, index.caller); }
  /// Elements picked by an integer tensor or a boolean mask; `y[x > 0.2] = 1` writes them.
  IndexedTensor operator[](Traced index) const;
  Tensor index(ArrayRef<indexing::TensorIndex> indices, Caller = {}) const;
  Tensor index(std::initializer_list<indexing::TensorIndex> indices, Caller = {}) const;
  Tensor& index_put_(ArrayRef<indexing::TensorIndex> indices, const Tensor& values,
                     bool accumulate = false, Caller = {}) const;
  Tensor& index_put_(ArrayRef<indexing::TensorIndex> indices, const Scalar& value,
                     Caller = {}) const;
  Tensor& index_put_(std::initializer_list<indexing::TensorIndex> indices, const Tensor& values,
                     bool accumulate = false, Caller = {}) const;
  Tensor& index_put_(std::initializer_list<indexing::TensorIndex> indices, const Scalar& value,
                     Caller = {}) const;
  Tensor index_select(int64_t dim, const Tensor& index, Caller = {}) const;
  Tensor gather(int64_t dim, const Tensor& index, bool sparse_grad = false, Caller = {}) const;
  Tensor scatter(int64_t dim, const Tensor& index, const Tensor& source, Caller = {}) const;
  Tensor scatter(int64_t dim, const Tensor& index, const Scalar& value, Caller = {}) const;
  Tensor& scatter_(int64_t dim, const Tensor& index, const Tensor& source, Caller = {}) const;
  Tensor& scatter_(int64_t dim, const Tensor& index, const Scalar& value, Caller = {}) const;
  Tensor scatter_add(int64_t dim, const Tensor& index, const Tensor& source, Caller = {}) const;
  Tensor& scatter_add_(int64_t dim, const Tensor& index, const Tensor& source, Caller = {}) const;
  Tensor index_add(int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha = 1,
                   Caller = {}) const;
  Tensor& index_add_(int64_t dim, const Tensor& index, const Tensor& source,
                     const Scalar& alpha = 1, Caller = {}) const;
  Tensor index_fill(int64_t dim, const Tensor& index, const Scalar& value, Caller = {}) const;
  Tensor& index_fill_(int64_t dim, const Tensor& index, const Scalar& value, Caller = {}) const;
  Tensor masked_fill(const Tensor& mask, const Scalar& value, Caller = {}) const;
  Tensor masked_fill(const Tensor& mask, const Tensor& value, Caller = {}) const;
  Tensor& masked_fill_(const Tensor& mask, const Scalar& value, Caller = {}) const;
  Tensor& masked_fill_(const Tensor& mask, const Tensor& value, Caller = {}) const;
  Tensor masked_select(const Tensor& mask, Caller = {}) const;
  Tensor masked_scatter(const Tensor& mask, const Tensor& source, Caller = {}) const;
  Tensor nonzero(Caller = {}) const;
  Tensor argwhere(Caller = {}) const;
  Tensor& masked_scatter_(const Tensor& mask, const Tensor& source, Caller = {}) const;
  Tensor index_put(ArrayRef<indexing::TensorIndex> indices, const Tensor& values,
                   bool accumulate = false, Caller = {}) const;
  Tensor index_put(std::initializer_list<indexing::TensorIndex> indices, const Tensor& values,
                   bool accumulate = false, Caller = {}) const;
  Tensor index_copy(int64_t dim, const Tensor& index, const Tensor& source, Caller = {}) const;
  Tensor& index_copy_(int64_t dim, const Tensor& index, const Tensor& source, Caller = {}) const;
  Tensor index_fill(int64_t dim, const Tensor& index, const Tensor& value, Caller = {}) const;
  Tensor& index_fill_(int64_t dim, const Tensor& index, const Tensor& value, Caller = {}) const;
  Tensor take(const Tensor& index, Caller = {}) const;
  Tensor take_along_dim(const Tensor& indices, optional<int64_t> dim = nullopt, Caller = {}) const;
  Tensor put(const Tensor& index, const Tensor& source, bool accumulate = false, Caller = {}) const;
  Tensor& put_(const Tensor& index, const Tensor& source, bool accumulate = false,
               Caller = {}) const;
  Tensor scatter(int64_t dim, const Tensor& index, const Tensor& source, std::string_view reduce,
                 Caller = {}) const;
  Tensor scatter(int64_t dim, const Tensor& index, const Scalar& value, std::string_view reduce,
                 Caller = {}) const;
  Tensor& scatter_(int64_t dim, const Tensor& index, const Tensor& source, std::string_view reduce,
                   Caller = {}) const;
  Tensor& scatter_(int64_t dim, const Tensor& index, const Scalar& value, std::string_view reduce,
                   Caller = {}) const;
  Tensor scatter_reduce(int64_t dim, const Tensor& index, const Tensor& source,
                        std::string_view reduce, bool include_self = true, Caller = {}) const;
  Tensor index_reduce(int64_t dim, const Tensor& index, const Tensor& source,
                      std::string_view reduce, bool include_self = true, Caller = {}) const;
  std::vector<Tensor> nonzero_numpy(Caller = {}) const;
  Tensor& scatter_reduce_(int64_t dim, const Tensor& index, const Tensor& source,
                          std::string_view reduce, bool include_self = true, Caller = {}) const;

  // --- arithmetic ---
  Tensor operator~() const { return bitwise_not(); }
  Tensor add(const Tensor& other, const Scalar& alpha = 1, Caller = {}) const;
  Tensor add(const Scalar& other, const Scalar& alpha = 1, Caller = {}) const;
  Tensor sub(const Tensor& other, const Scalar& alpha = 1, Caller = {}) const;
  Tensor sub(const Scalar& other, const Scalar& alpha = 1, Caller = {}) const;
  Tensor mul(const Tensor& other, Caller = {}) const;
  Tensor mul(const Scalar& other, Caller = {}) const;
  Tensor div(const Tensor& other, Caller = {}) const;
  Tensor div(const Scalar& other, Caller = {}) const;
  Tensor remainder(const Scalar& other, Caller = {}) const;
  Tensor remainder(const Tensor& other, Caller = {}) const;
  Tensor& add_(const Tensor& other, const Scalar& alpha = 1, Caller = {}) const;
  Tensor& add_(const Scalar& other, const Scalar& alpha = 1, Caller = {}) const;
  Tensor& sub_(const Tensor& other, const Scalar& alpha = 1, Caller = {}) const;
  Tensor& sub_(const Scalar& other, const Scalar& alpha = 1, Caller = {}) const;
  Tensor& mul_(const Tensor& other, Caller = {}) const;
  Tensor& mul_(const Scalar& other, Caller = {}) const;
  Tensor& div_(const Tensor& other, Caller = {}) const;
  Tensor& div_(const Scalar& other, Caller = {}) const;
  Tensor addcmul(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value = 1,
                 Caller = {}) const;
  Tensor addcdiv(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value = 1,
                 Caller = {}) const;
  Tensor& addcmul_(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value = 1,
                   Caller = {}) const;
  Tensor& addcdiv_(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value = 1,
                   Caller = {}) const;
  Tensor& lerp_(const Tensor& end, const Scalar& weight, Caller = {}) const;
  Tensor pow(const Scalar& exponent, Caller = {}) const;
  Tensor pow(const Tensor& exponent, Caller = {}) const;
  Tensor& pow_(const Scalar& exponent, Caller = {}) const;
  Tensor& pow_(const Tensor& exponent, Caller = {}) const;
  Tensor float_power(const Tensor& exponent, Caller = {}) const;
  Tensor float_power(const Scalar& exponent, Caller = {}) const;
  Tensor& lerp_(const Tensor& end, const Tensor& weight, Caller = {}) const;
  Tensor div(const Tensor& other, optional<std::string_view> rounding_mode, Caller = {}) const;
  Tensor div(const Scalar& other, optional<std::string_view> rounding_mode, Caller = {}) const;
  Tensor& div_(const Tensor& other, optional<std::string_view> rounding_mode, Caller = {}) const;
  Tensor& div_(const Scalar& other, optional<std::string_view> rounding_mode, Caller = {}) const;
  Tensor floor_divide(const Tensor& other, Caller = {}) const;
  Tensor floor_divide(const Scalar& other, Caller = {}) const;
  Tensor& floor_divide_(const Tensor& other, Caller = {}) const;
  Tensor& floor_divide_(const Scalar& other, Caller = {}) const;
  Tensor fmod(const Tensor& other, Caller = {}) const;
  Tensor fmod(const Scalar& other, Caller = {}) const;
  Tensor& fmod_(const Tensor& other, Caller = {}) const;
  Tensor& fmod_(const Scalar& other, Caller = {}) const;
  Tensor& remainder_(const Tensor& other, Caller = {}) const;
  Tensor& remainder_(const Scalar& other, Caller = {}) const;

  // --- elementwise functions ---
  Tensor positive(Caller = {}) const;
  Tensor neg(Caller = {}) const;
  Tensor exp(Caller = {}) const;
  Tensor expm1(Caller = {}) const;
  Tensor log(Caller = {}) const;
  Tensor log1p(Caller = {}) const;
  Tensor log2(Caller = {}) const;
  Tensor log10(Caller = {}) const;
  Tensor sqrt(Caller = {}) const;
  Tensor rsqrt(Caller = {}) const;
  Tensor square(Caller = {}) const;
  Tensor reciprocal(Caller = {}) const;
  Tensor abs(Caller = {}) const;
  Tensor sign(Caller = {}) const;
  Tensor sin(Caller = {}) const;
  Tensor cos(Caller = {}) const;
  Tensor tan(Caller = {}) const;
  Tensor erf(Caller = {}) const;
  Tensor atan(Caller = {}) const;
  Tensor asin(Caller = {}) const;
  Tensor acos(Caller = {}) const;
  Tensor sinh(Caller = {}) const;
  Tensor cosh(Caller = {}) const;
  Tensor asinh(Caller = {}) const;
  Tensor acosh(Caller = {}) const;
  Tensor atanh(Caller = {}) const;
  Tensor erfc(Caller = {}) const;
  Tensor frac(Caller = {}) const;
  Tensor atan2(const Tensor& other, Caller = {}) const;
  Tensor hypot(const Tensor& other, Caller = {}) const;
  Tensor lerp(const Tensor& end, const Scalar& weight, Caller = {}) const;
  Tensor lerp(const Tensor& end, const Tensor& weight, Caller = {}) const;
  Tensor roll(IntArrayRef shifts, IntArrayRef dims = {}, Caller = {}) const;
  Tensor rot90(int64_t k = 1, IntArrayRef dims = {0, 1}, Caller = {}) const;
  Tensor floor(Caller = {}) const;
  Tensor ceil(Caller = {}) const;
  Tensor round(Caller = {}) const;
  Tensor round(int64_t decimals, Caller = {}) const;
  Tensor trunc(Caller = {}) const;
  Tensor sigmoid(Caller = {}) const;
  Tensor tanh(Caller = {}) const;
  Tensor relu(Caller = {}) const;
  Tensor clamp(const optional<Scalar>& min, const optional<Scalar>& max = nullopt,
               Caller = {}) const;
  Tensor clamp(const optional<Tensor>& min, const optional<Tensor>& max = {}, Caller = {}) const;
  Tensor clip(const optional<Scalar>& min, const optional<Scalar>& max = nullopt,
              Caller = {}) const;
  Tensor clamp_min(const Scalar& min, Caller = {}) const;
  Tensor clamp_max(const Scalar& max, Caller = {}) const;
  Tensor clamp_min(const Tensor& min, Caller = {}) const;
  Tensor clamp_max(const Tensor& max, Caller = {}) const;
  Tensor maximum(const Tensor& other, Caller = {}) const;
  Tensor minimum(const Tensor& other, Caller = {}) const;
  Tensor where(const Tensor& condition, const Tensor& other, Caller = {}) const;
  Tensor softmax(int64_t dim, optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor log_softmax(int64_t dim, optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor& neg_(Caller = {}) const;
  Tensor& exp_(Caller = {}) const;
  Tensor& log_(Caller = {}) const;
  Tensor& sqrt_(Caller = {}) const;
  Tensor& square_(Caller = {}) const;
  Tensor& reciprocal_(Caller = {}) const;
  Tensor& abs_(Caller = {}) const;
  Tensor& sigmoid_(Caller = {}) const;
  Tensor& tanh_(Caller = {}) const;
  Tensor& relu_(Caller = {}) const;
  Tensor& sin_(Caller = {}) const;
  Tensor& cos_(Caller = {}) const;
  Tensor& floor_(Caller = {}) const;
  Tensor& ceil_(Caller = {}) const;
  Tensor& round_(Caller = {}) const;
  Tensor& round_(int64_t decimals, Caller = {}) const;
  Tensor& acos_(Caller = {}) const;
  Tensor& asin_(Caller = {}) const;
  Tensor& atan_(Caller = {}) const;
  Tensor& acosh_(Caller = {}) const;
  Tensor& asinh_(Caller = {}) const;
  Tensor& atanh_(Caller = {}) const;
  Tensor& cosh_(Caller = {}) const;
  Tensor& sinh_(Caller = {}) const;
  Tensor& tan_(Caller = {}) const;
  Tensor& erf_(Caller = {}) const;
  Tensor& erfc_(Caller = {}) const;
  Tensor& expm1_(Caller = {}) const;
  Tensor& frac_(Caller = {}) const;
  Tensor& log1p_(Caller = {}) const;
  Tensor& log2_(Caller = {}) const;
  Tensor& log10_(Caller = {}) const;
  Tensor& rsqrt_(Caller = {}) const;
  Tensor& sign_(Caller = {}) const;
  Tensor& trunc_(Caller = {}) const;
  Tensor& clamp_(const optional<Scalar>& min, const optional<Scalar>& max = nullopt,
                 Caller = {}) const;
  Tensor& clamp_min_(const Scalar& min, Caller = {}) const;
  Tensor& clamp_max_(const Scalar& max, Caller = {}) const;
  Tensor exp2(Caller = {}) const;
  Tensor& exp2_(Caller = {}) const;
  Tensor deg2rad(Caller = {}) const;
  Tensor& deg2rad_(Caller = {}) const;
  Tensor rad2deg(Caller = {}) const;
  Tensor& rad2deg_(Caller = {}) const;
  Tensor sinc(Caller = {}) const;
  Tensor& sinc_(Caller = {}) const;
  Tensor sgn(Caller = {}) const;
  Tensor& sgn_(Caller = {}) const;
  Tensor lgamma(Caller = {}) const;
  Tensor& lgamma_(Caller = {}) const;
  Tensor digamma(Caller = {}) const;
  Tensor& digamma_(Caller = {}) const;
  Tensor erfinv(Caller = {}) const;
  Tensor& erfinv_(Caller = {}) const;
  Tensor i0(Caller = {}) const;
  Tensor& i0_(Caller = {}) const;
  Tensor logit(optional<double> eps = nullopt, Caller = {}) const;
  Tensor& logit_(optional<double> eps = nullopt, Caller = {}) const;
  Tensor polygamma(int64_t n, Caller = {}) const;
  Tensor nan_to_num(optional<double> nan = nullopt, optional<double> posinf = nullopt,
                    optional<double> neginf = nullopt, Caller = {}) const;
  Tensor& nan_to_num_(optional<double> nan = nullopt, optional<double> posinf = nullopt,
                      optional<double> neginf = nullopt, Caller = {}) const;
  Tensor copysign(const Tensor& other, Caller = {}) const;
  Tensor copysign(const Scalar& other, Caller = {}) const;
  Tensor xlogy(const Tensor& other, Caller = {}) const;
  Tensor xlogy(const Scalar& other, Caller = {}) const;
  Tensor logaddexp(const Tensor& other, Caller = {}) const;
  Tensor logaddexp2(const Tensor& other, Caller = {}) const;
  Tensor fmax(const Tensor& other, Caller = {}) const;
  Tensor fmin(const Tensor& other, Caller = {}) const;
  Tensor nextafter(const Tensor& other, Caller = {}) const;
  Tensor heaviside(const Tensor& values, Caller = {}) const;
  Tensor gcd(const Tensor& other, Caller = {}) const;
  Tensor lcm(const Tensor& other, Caller = {}) const;
  Tensor ldexp(const Tensor& other, Caller = {}) const;
  Tensor igamma(const Tensor& other, Caller = {}) const;
  Tensor igammac(const Tensor& other, Caller = {}) const;
  Tensor mvlgamma(int64_t p, Caller = {}) const;
  Tensor& polygamma_(int64_t n, Caller = {}) const;
  Tensor& mvlgamma_(int64_t p, Caller = {}) const;
  Tensor& copysign_(const Tensor& other, Caller = {}) const;
  Tensor& copysign_(const Scalar& other, Caller = {}) const;
  Tensor& xlogy_(const Tensor& other, Caller = {}) const;
  Tensor& xlogy_(const Scalar& other, Caller = {}) const;
  Tensor& float_power_(const Tensor& exponent, Caller = {}) const;
  Tensor& float_power_(const Scalar& exponent, Caller = {}) const;
  Tensor& nextafter_(const Tensor& other, Caller = {}) const;
  Tensor& heaviside_(const Tensor& values, Caller = {}) const;
  Tensor& gcd_(const Tensor& other, Caller = {}) const;
  Tensor& lcm_(const Tensor& other, Caller = {}) const;
  Tensor& ldexp_(const Tensor& other, Caller = {}) const;
  Tensor& igamma_(const Tensor& other, Caller = {}) const;
  Tensor& igammac_(const Tensor& other, Caller = {}) const;
  Tensor& atan2_(const Tensor& other, Caller = {}) const;
  Tensor& hypot_(const Tensor& other, Caller = {}) const;

  // --- comparisons and logic: results are bool ---
  Tensor eq(const Tensor& other, Caller = {}) const;
  Tensor eq(const Scalar& other, Caller = {}) const;
  Tensor ne(const Tensor& other, Caller = {}) const;
  Tensor ne(const Scalar& other, Caller = {}) const;
  Tensor lt(const Tensor& other, Caller = {}) const;
  Tensor lt(const Scalar& other, Caller = {}) const;
  Tensor le(const Tensor& other, Caller = {}) const;
  Tensor le(const Scalar& other, Caller = {}) const;
  Tensor gt(const Tensor& other, Caller = {}) const;
  Tensor gt(const Scalar& other, Caller = {}) const;
  Tensor ge(const Tensor& other, Caller = {}) const;
  Tensor ge(const Scalar& other, Caller = {}) const;
  Tensor logical_and(const Tensor& other, Caller = {}) const;
  Tensor logical_or(const Tensor& other, Caller = {}) const;
  Tensor logical_xor(const Tensor& other, Caller = {}) const;
  Tensor logical_not(Caller = {}) const;
  Tensor bitwise_not(Caller = {}) const;
  Tensor bitwise_and(const Tensor& other, Caller = {}) const;
  Tensor bitwise_or(const Tensor& other, Caller = {}) const;
  Tensor bitwise_xor(const Tensor& other, Caller = {}) const;
  Tensor& bitwise_and_(const Tensor& other, Caller = {}) const;
  Tensor& bitwise_or_(const Tensor& other, Caller = {}) const;
  Tensor& bitwise_xor_(const Tensor& other, Caller = {}) const;
  Tensor& eq_(const Tensor& other, Caller = {}) const;
  Tensor& eq_(const Scalar& other, Caller = {}) const;
  Tensor& ne_(const Tensor& other, Caller = {}) const;
  Tensor& ne_(const Scalar& other, Caller = {}) const;
  Tensor& lt_(const Tensor& other, Caller = {}) const;
  Tensor& lt_(const Scalar& other, Caller = {}) const;
  Tensor& le_(const Tensor& other, Caller = {}) const;
  Tensor& le_(const Scalar& other, Caller = {}) const;
  Tensor& gt_(const Tensor& other, Caller = {}) const;
  Tensor& gt_(const Scalar& other, Caller = {}) const;
  Tensor& ge_(const Tensor& other, Caller = {}) const;
  Tensor& ge_(const Scalar& other, Caller = {}) const;
  Tensor& logical_and_(const Tensor& other, Caller = {}) const;
  Tensor& logical_or_(const Tensor& other, Caller = {}) const;
  Tensor& logical_xor_(const Tensor& other, Caller = {}) const;
  Tensor& logical_not_(Caller = {}) const;
  Tensor& bitwise_not_(Caller = {}) const;
  Tensor bitwise_and(const Scalar& other, Caller = {}) const;
  Tensor& bitwise_and_(const Scalar& other, Caller = {}) const;
  Tensor bitwise_or(const Scalar& other, Caller = {}) const;
  Tensor& bitwise_or_(const Scalar& other, Caller = {}) const;
  Tensor bitwise_xor(const Scalar& other, Caller = {}) const;
  Tensor& bitwise_xor_(const Scalar& other, Caller = {}) const;
  Tensor bitwise_left_shift(const Tensor& other, Caller = {}) const;
  Tensor& bitwise_left_shift_(const Tensor& other, Caller = {}) const;
  Tensor bitwise_left_shift(const Scalar& other, Caller = {}) const;
  Tensor& bitwise_left_shift_(const Scalar& other, Caller = {}) const;
  Tensor bitwise_right_shift(const Tensor& other, Caller = {}) const;
  Tensor& bitwise_right_shift_(const Tensor& other, Caller = {}) const;
  Tensor bitwise_right_shift(const Scalar& other, Caller = {}) const;
  Tensor& bitwise_right_shift_(const Scalar& other, Caller = {}) const;
  Tensor isneginf(Caller = {}) const;
  Tensor isposinf(Caller = {}) const;
  Tensor isreal(Caller = {}) const;
  Tensor signbit(Caller = {}) const;
  Tensor isnan(Caller = {}) const;
  Tensor isinf(Caller = {}) const;
  Tensor isfinite(Caller = {}) const;
  bool equal(const Tensor& other, Caller = {}) const;
  bool allclose(const Tensor& other, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false,
                Caller = {}) const;
  Tensor isclose(const Tensor& other, double rtol = 1e-5, double atol = 1e-8,
                 bool equal_nan = false, Caller = {}) const;
  bool is_nonzero(Caller = {}) const;

  // --- reductions ---
  Tensor sum(optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor sum(OptionalIntArrayRef dim, bool keepdim = false, optional<ScalarType> dtype = nullopt,
             Caller = {}) const;
  Tensor mean(optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor mean(OptionalIntArrayRef dim, bool keepdim = false, optional<ScalarType> dtype = nullopt,
              Caller = {}) const;
  Tensor prod(optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor prod(int64_t dim, bool keepdim = false, optional<ScalarType> dtype = nullopt,
              Caller = {}) const;
  Tensor var(Caller caller = {}) const { return var(nullopt, true, false, caller); }
  template <TrueBool Bool>
  Tensor var(Bool unbiased, Caller caller = {}) const {
    return var(nullopt, unbiased, false, caller);
  }
  Tensor var(OptionalIntArrayRef dim, bool unbiased = true, bool keepdim = false,
             Caller = {}) const;
  Tensor std(Caller caller = {}) const { return std(nullopt, true, false, caller); }
  template <TrueBool Bool>
  Tensor std(Bool unbiased, Caller caller = {}) const {
    return std(nullopt, unbiased, false, caller);
  }
  Tensor std(OptionalIntArrayRef dim, bool unbiased = true, bool keepdim = false,
             Caller = {}) const;
  Tensor max(Caller = {}) const;
  Tensor max(const Tensor& other, Caller = {}) const;
  std::tuple<Tensor, Tensor> max(int64_t dim, bool keepdim = false, Caller = {}) const;
  Tensor min(Caller = {}) const;
  Tensor min(const Tensor& other, Caller = {}) const;
  std::tuple<Tensor, Tensor> min(int64_t dim, bool keepdim = false, Caller = {}) const;
  Tensor amax(IntArrayRef dim = {}, bool keepdim = false, Caller = {}) const;
  Tensor amin(IntArrayRef dim = {}, bool keepdim = false, Caller = {}) const;
  Tensor argmax(optional<int64_t> dim = nullopt, bool keepdim = false, Caller = {}) const;
  Tensor argmin(optional<int64_t> dim = nullopt, bool keepdim = false, Caller = {}) const;
  Tensor any(Caller = {}) const;
  Tensor any(int64_t dim, bool keepdim = false, Caller = {}) const;
  Tensor all(Caller = {}) const;
  Tensor all(int64_t dim, bool keepdim = false, Caller = {}) const;
  Tensor norm(const Scalar& p = 2, Caller = {}) const;
  Tensor norm(const optional<Scalar>& p, IntArrayRef dim, bool keepdim = false, Caller = {}) const;
  Tensor logsumexp(IntArrayRef dim, bool keepdim = false, Caller = {}) const;
  Tensor cumsum(int64_t dim, optional<ScalarType> dtype = nullopt, Caller = {}) const;
  std::tuple<Tensor, Tensor> sort(int64_t dim = -1, bool descending = false, Caller = {}) const;
  Tensor cumprod(int64_t dim, optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor logcumsumexp(int64_t dim, Caller = {}) const;
  std::tuple<Tensor, Tensor> cummax(int64_t dim, Caller = {}) const;
  std::tuple<Tensor, Tensor> cummin(int64_t dim, Caller = {}) const;
  std::tuple<Tensor, Tensor> kthvalue(int64_t k, int64_t dim = -1, bool keepdim = false,
                                      Caller = {}) const;
  Tensor median(Caller = {}) const;
  std::tuple<Tensor, Tensor> median(int64_t dim, bool keepdim = false, Caller = {}) const;
  std::tuple<Tensor, Tensor> mode(int64_t dim = -1, bool keepdim = false, Caller = {}) const;
  Tensor bincount(const Tensor& weights = {}, int64_t minlength = 0, Caller = {}) const;
  Tensor histc(int64_t bins = 100, const Scalar& min = 0, const Scalar& max = 0, Caller = {}) const;
  std::tuple<Tensor, Tensor> topk(int64_t k, int64_t dim = -1, bool largest = true,
                                  bool sorted = true, Caller = {}) const;
  Tensor argsort(int64_t dim = -1, bool descending = false, Caller = {}) const;
  std::tuple<Tensor, Tensor> sort(optional<bool> stable, int64_t dim, bool descending = false,
                                  Caller = {}) const;
  Tensor msort(Caller = {}) const;
  std::tuple<Tensor, Tensor> aminmax(optional<int64_t> dim = nullopt, bool keepdim = false,
                                     Caller = {}) const;
  Tensor norm(const optional<Scalar>& p, ScalarType dtype, Caller = {}) const;
  Tensor norm(const optional<Scalar>& p, IntArrayRef dim, bool keepdim, ScalarType dtype,
              Caller = {}) const;
  Tensor dist(const Tensor& other, const Scalar& p = 2, Caller = {}) const;
  Tensor renorm(const Scalar& p, int64_t dim, const Scalar& maxnorm, Caller = {}) const;
  Tensor& renorm_(const Scalar& p, int64_t dim, const Scalar& maxnorm, Caller = {}) const;
  Tensor nansum(OptionalIntArrayRef dim = nullopt, bool keepdim = false,
                optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor nanmean(OptionalIntArrayRef dim = nullopt, bool keepdim = false,
                 optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor nanmedian(Caller = {}) const;
  std::tuple<Tensor, Tensor> nanmedian(int64_t dim, bool keepdim = false, Caller = {}) const;
  Tensor quantile(double q, optional<int64_t> dim = nullopt, bool keepdim = false,
                  std::string_view interpolation = "linear", Caller = {}) const;
  Tensor quantile(const Tensor& q, optional<int64_t> dim = nullopt, bool keepdim = false,
                  std::string_view interpolation = "linear", Caller = {}) const;
  Tensor nanquantile(double q, optional<int64_t> dim = nullopt, bool keepdim = false,
                     std::string_view interpolation = "linear", Caller = {}) const;
  Tensor nanquantile(const Tensor& q, optional<int64_t> dim = nullopt, bool keepdim = false,
                     std::string_view interpolation = "linear", Caller = {}) const;
  Tensor diff(int64_t n = 1, int64_t dim = -1, const Tensor& prepend = {},
              const Tensor& append = {}, Caller = {}) const;
  Tensor cov(int64_t correction = 1, const Tensor& fweights = {}, const Tensor& aweights = {},
             Caller = {}) const;
  Tensor corrcoef(Caller = {}) const;
  Tensor& cumsum_(int64_t dim, optional<ScalarType> dtype = nullopt, Caller = {}) const;
  Tensor& cumprod_(int64_t dim, optional<ScalarType> dtype = nullopt, Caller = {}) const;

  // --- products ---
  Tensor matmul(const Tensor& other, Caller = {}) const;
  Tensor mm(const Tensor& mat2, Caller = {}) const;
  Tensor mv(const Tensor& vec, Caller = {}) const;
  Tensor dot(const Tensor& other, Caller = {}) const;
  Tensor bmm(const Tensor& mat2, Caller = {}) const;
  Tensor addmm(const Tensor& mat1, const Tensor& mat2, const Scalar& beta = 1,
               const Scalar& alpha = 1, Caller = {}) const;
  Tensor cross(const Tensor& other, optional<int64_t> dim = nullopt, Caller = {}) const;
  Tensor kron(const Tensor& other, Caller = {}) const;
  Tensor outer(const Tensor& vec2, Caller = {}) const;
  Tensor ger(const Tensor& vec2, Caller = {}) const;
  Tensor inner(const Tensor& other, Caller = {}) const;
  Tensor vdot(const Tensor& other, Caller = {}) const;
  Tensor& addmm_(const Tensor& mat1, const Tensor& mat2, const Scalar& beta = 1,
                 const Scalar& alpha = 1, Caller = {}) const;
  Tensor addmv(const Tensor& mat, const Tensor& vec, const Scalar& beta = 1,
               const Scalar& alpha = 1, Caller = {}) const;
  Tensor addr(const Tensor& vec1, const Tensor& vec2, const Scalar& beta = 1,
              const Scalar& alpha = 1, Caller = {}) const;
  Tensor& addmv_(const Tensor& mat, const Tensor& vec, const Scalar& beta = 1,
                 const Scalar& alpha = 1, Caller = {}) const;
  Tensor& addr_(const Tensor& vec1, const Tensor& vec2, const Scalar& beta = 1,
                const Scalar& alpha = 1, Caller = {}) const;
  Tensor& addbmm_(const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1,
                  const Scalar& alpha = 1, Caller = {}) const;
  Tensor& baddbmm_(const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1,
                   const Scalar& alpha = 1, Caller = {}) const;
  Tensor addbmm(const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1,
                const Scalar& alpha = 1, Caller = {}) const;
  Tensor baddbmm(const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1,
                 const Scalar& alpha = 1, Caller = {}) const;
  Tensor det(Caller = {}) const;
  Tensor logdet(Caller = {}) const;
  std::tuple<Tensor, Tensor> slogdet(Caller = {}) const;
  Tensor inverse(Caller = {}) const;
  Tensor pinverse(double rcond = 1e-15, Caller = {}) const;
  Tensor matrix_power(int64_t n, Caller = {}) const;
  Tensor cholesky(bool upper = false, Caller = {}) const;
  Tensor cholesky_solve(const Tensor& factor, bool upper = false, Caller = {}) const;
  Tensor cholesky_inverse(bool upper = false, Caller = {}) const;
  Tensor matrix_exp(Caller = {}) const;
  std::tuple<Tensor, Tensor> qr(bool some = true, Caller = {}) const;
  std::tuple<Tensor, Tensor, Tensor> svd(bool some = true, bool compute_uv = true,
                                         Caller = {}) const;

  // --- filling and random numbers, in place ---
  Tensor& fill_(const Scalar& value, Caller = {}) const;
  Tensor& fill_(const Tensor& value, Caller = {}) const;
  Tensor& zero_(Caller = {}) const;
  Tensor& fill_diagonal_(const Scalar& value, bool wrap = false, Caller = {}) const;
  Tensor& uniform_(double from = 0, double to = 1, optional<Generator> generator = nullopt,
                   Caller = {}) const;
  Tensor& normal_(double mean = 0, double std = 1, optional<Generator> generator = nullopt,
                  Caller = {}) const;
  Tensor& random_(int64_t from, optional<int64_t> to, optional<Generator> generator = nullopt,
                  Caller = {}) const;
  Tensor& random_(int64_t to, optional<Generator> generator = nullopt, Caller = {}) const;
  Tensor& random_(optional<Generator> generator = nullopt, Caller = {}) const;
  Tensor& bernoulli_(double p = 0.5, optional<Generator> generator = nullopt, Caller = {}) const;
  Tensor& bernoulli_(const Tensor& p, optional<Generator> generator = nullopt, Caller = {}) const;
  Tensor& exponential_(double lambd = 1, optional<Generator> generator = nullopt,
                       Caller = {}) const;
  Tensor& geometric_(double p, optional<Generator> generator = nullopt, Caller = {}) const;
  Tensor& cauchy_(double median = 0, double sigma = 1, optional<Generator> generator = nullopt,
                  Caller = {}) const;
  Tensor& log_normal_(double mean = 1, double std = 2, optional<Generator> generator = nullopt,
                      Caller = {}) const;
  Tensor bernoulli(optional<Generator> generator = nullopt, Caller = {}) const;
  Tensor bernoulli(double p, optional<Generator> generator = nullopt, Caller = {}) const;
  Tensor multinomial(int64_t num_samples, bool replacement = false,
                     optional<Generator> generator = nullopt, Caller = {}) const;

 private:
  unsigned add_hook(std::function<Tensor(const Tensor&)> hook) const;
};

template <>
inline Scalar Tensor::item<Scalar>(Caller caller) const {
  return item(caller);
}

/// Text as libtorch prints it; see docs of the format in autograd/inspect/print.cpp.
std::ostream& operator<<(std::ostream& out, const Tensor& t);
std::ostream& operator<<(std::ostream& out, TensorList tensors);
std::ostream& operator<<(std::ostream& out, const std::vector<Tensor>& tensors);

}  // namespace glassgrad

#include "indexed_tensor.h"
#include "tensor_impl.h"
