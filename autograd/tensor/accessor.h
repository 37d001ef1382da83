#pragma once
// Elements by their indices, for plain loops.

#include "tensor.h"

namespace glassgrad {

/// A tensor's elements as an N-dimensional array, for loops in plain C++: `a[i][j]`. It holds
/// neither the memory nor the shape, and checks no index: the tensor has to outlive it.
template <class T, size_t N>
class TensorAccessor {
 public:
  TensorAccessor(T* data, const int64_t* sizes, const int64_t* strides)
      : data_(data), sizes_(sizes), strides_(strides) {}
  IntArrayRef sizes() const { return {sizes_, N}; }
  IntArrayRef strides() const { return {strides_, N}; }
  int64_t size(int64_t dim) const { return sizes_[dim]; }
  int64_t stride(int64_t dim) const { return strides_[dim]; }
  T* data() const { return data_; }
  /// The element of a vector, the row of anything else.
  decltype(auto) operator[](int64_t i) const {
    T* const at = data_ + i * strides_[0];
    if constexpr (N == 1)
      return (*at);
    else
      return TensorAccessor<T, N - 1>(at, sizes_ + 1, strides_ + 1);
  }

 private:
  T* data_;
  const int64_t *sizes_, *strides_;
};

template <class T, size_t N>
TensorAccessor<T, N> TensorBase::accessor() const& {
  static_assert(N > 0, "accessor is used for indexing tensor, for scalars use *data_ptr<T>()");
  if (dim() != static_cast<int64_t>(N)) wrong_accessor_dim(N);
  return {data_ptr<T>(), sizes().data(), strides().data()};
}

}  // namespace glassgrad
