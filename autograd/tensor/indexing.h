#pragma once
// What may stand in `x.index({...})`.

#include <iosfwd>

#include "tensor.h"

namespace glassgrad::indexing {

/// What an entry of `x.index({...})` is.
enum class TensorIndexType { None, Ellipsis, Integer, Boolean, Slice, Tensor };

enum class EllipsisIndexType { Ellipsis };
constexpr EllipsisIndexType Ellipsis = EllipsisIndexType::Ellipsis;
constexpr nullopt_t None = nullopt;

/// start:stop:step as in Python; any part may be None. `Slice()` takes everything.
/// @throws ValueError  for a step of zero; a negative one is refused where the slice is used
class Slice {
 public:
  Slice(optional<int64_t> start = nullopt, optional<int64_t> stop = nullopt,
        optional<int64_t> step = nullopt);
  int64_t start() const { return start_; }
  int64_t stop() const { return stop_; }
  int64_t step() const { return step_; }

 private:
  int64_t start_, stop_, step_;
};
/// "1:9223372036854775807:2"
std::ostream& operator<<(std::ostream& out, const Slice& slice);

/// One entry of `x.index({...})`: None adds a dimension, Ellipsis (or "...") stands for all that
/// are not named, then an integer, a Slice, a bool, or a tensor of integers or of booleans (a
/// mask).
class TensorIndex {
 public:
  using Kind = TensorIndexType;

  TensorIndex(nullopt_t) : kind_(Kind::None) {}
  TensorIndex(EllipsisIndexType) : kind_(Kind::Ellipsis) {}
  /// @throws ValueError  unless text is "..."
  TensorIndex(const char* text);
  template <class Integer>
  requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) TensorIndex(Integer i)
      : kind_(Kind::Integer), integer_(static_cast<int64_t>(i)) {}
  template <class Bool>
  requires std::is_same_v<Bool, bool> TensorIndex(Bool b) : kind_(Kind::Boolean), integer_(b) {}
  TensorIndex(indexing::Slice s) : kind_(Kind::Slice), slice_(s) {}
  TensorIndex(glassgrad::Tensor t) : kind_(Kind::Tensor), tensor_(std::move(t)) {}

  Kind kind() const { return kind_; }
  bool is_none() const { return kind_ == Kind::None; }
  bool is_ellipsis() const { return kind_ == Kind::Ellipsis; }
  bool is_integer() const { return kind_ == Kind::Integer; }
  bool is_boolean() const { return kind_ == Kind::Boolean; }
  bool is_slice() const { return kind_ == Kind::Slice; }
  bool is_tensor() const { return kind_ == Kind::Tensor; }
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
std::ostream& operator<<(std::ostream& out, const TensorIndex& index);
/// "(None, ..., 1:2:1)"
std::ostream& operator<<(std::ostream& out, const std::vector<TensorIndex>& indices);

}  // namespace glassgrad::indexing
