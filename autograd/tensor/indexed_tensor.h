#pragma once
// Assignments to `y[index] = ...`.

#include <utility>

#include "tensor.h"

namespace glassgrad {

/// What `y[index_tensor]` gives: the picked elements, and, assigned to, a write through to `y`.
class IndexedTensor : public Tensor {
 public:
  IndexedTensor(Tensor picked, Tensor source, Tensor index)
      : Tensor(std::move(picked)), source_(std::move(source)), index_(std::move(index)) {}
  IndexedTensor(const IndexedTensor&) = default;
  Tensor& operator=(const Tensor& values) &&;
  Tensor& operator=(const IndexedTensor& values) &&;
  Tensor& operator=(const Scalar& value) &&;
  /// On a named result: another tensor takes its name.
  Tensor& operator=(const Tensor& other) & { return Tensor::operator=(other); }
  // y[index] += x reads, adds and writes back; on a named result it changes that alone.
  template <class Value>
  Tensor& operator+=(const Value& value) && {
    return std::move(*this) = add(value);
  }
  template <class Value>
  Tensor& operator-=(const Value& value) && {
    return std::move(*this) = sub(value);
  }
  template <class Value>
  Tensor& operator*=(const Value& value) && {
    return std::move(*this) = mul(value);
  }
  template <class Value>
  Tensor& operator/=(const Value& value) && {
    return std::move(*this) = div(value);
  }
  template <class Value>
  Tensor& operator+=(const Value& value) & {
    return add_(value);
  }
  template <class Value>
  Tensor& operator-=(const Value& value) & {
    return sub_(value);
  }
  template <class Value>
  Tensor& operator*=(const Value& value) & {
    return mul_(value);
  }
  template <class Value>
  Tensor& operator/=(const Value& value) & {
    return div_(value);
  }

 private:
  Tensor source_, index_;
};

}  // namespace glassgrad
