#pragma once

#include "autograd/tensor.h"

namespace glassgrad::indexing {

enum class EllipsisIndexType { Ellipsis };
constexpr EllipsisIndexType Ellipsis = EllipsisIndexType::Ellipsis;
constexpr nullopt_t None = nullopt;

/// start:stop:step as in Python; any part may be None. `Slice()` takes everything.
struct Slice {
  Slice(optional<int64_t> start = nullopt, optional<int64_t> stop = nullopt,
        optional<int64_t> step = nullopt)
      : start(start), stop(stop), step(step.value_or(1)) {}
  optional<int64_t> start, stop;
  int64_t step;
};

/// One entry of `x.index({...})`: None adds a dimension, Ellipsis stands for all that are not
/// named, then an integer, a Slice, a bool, or a tensor of integers or of booleans (a mask).
class TensorIndex {
 public:
  enum class Kind { None, Ellipsis, Integer, Boolean, Slice, Tensor };

  TensorIndex(nullopt_t) : kind_(Kind::None) {}
  TensorIndex(EllipsisIndexType) : kind_(Kind::Ellipsis) {}
  TensorIndex(const char* text);  ///< "..."
  template <class Integer>
  requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) TensorIndex(Integer i)
      : kind_(Kind::Integer), integer_(static_cast<int64_t>(i)) {}
  template <class Bool>
  requires std::is_same_v<Bool, bool> TensorIndex(Bool b) : kind_(Kind::Boolean), integer_(b) {}
  TensorIndex(indexing::Slice s) : kind_(Kind::Slice), slice_(s) {}
  TensorIndex(glassgrad::Tensor t) : kind_(Kind::Tensor), tensor_(std::move(t)) {}

  Kind kind() const { return kind_; }
  int64_t integer() const { return integer_; }
  bool boolean() const { return integer_ != 0; }
  const indexing::Slice& slice() const { return slice_; }
  const glassgrad::Tensor& tensor() const { return tensor_; }

 private:
  Kind kind_;
  int64_t integer_ = 0;
  indexing::Slice slice_;
  glassgrad::Tensor tensor_;
};

}  // namespace glassgrad::indexing
