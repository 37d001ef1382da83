#pragma once
// A dataset with a transform over its batches.

#include "base.h"

namespace glassgrad::data::datasets {

namespace detail {
template <class T>
struct RemoveOptional {
  using type = T;
};
template <class T>
struct RemoveOptional<optional<T>> {
  using type = T;
};

template <class Source, class Transform>
using MappedBatch =
    std::conditional_t<Source::is_stateful, optional<typename Transform::OutputBatchType>,
                       typename Transform::OutputBatchType>;
}  // namespace detail

/// `source` with a transform over its batches.
template <class Source, class Transform>
class MapDataset
    : public BatchDataset<MapDataset<Source, Transform>, detail::MappedBatch<Source, Transform>,
                          typename Source::BatchRequestType> {
 public:
  using DatasetType = Source;
  using TransformType = Transform;
  using BatchRequestType = typename Source::BatchRequestType;
  using OutputBatchType = detail::MappedBatch<Source, Transform>;
  static constexpr bool is_stateful = Source::is_stateful;

  MapDataset(Source source, Transform transform)
      : source_(std::move(source)), transform_(std::move(transform)) {}

  OutputBatchType get_batch(BatchRequestType request) override {
    if constexpr (is_stateful) {
      auto batch = source_.get_batch(std::move(request));
      if (!batch) return nullopt;
      return transform_.apply_batch(std::move(*batch));
    } else if constexpr (requires { source_.get_transformed(request, transform_); }) {
      // The source knows a shorter way to the same batch: a slice instead of a stack of copies.
      return source_.get_transformed(request, transform_);
    } else {
      return transform_.apply_batch(source_.get_batch(std::move(request)));
    }
  }

  optional<size_t> size() const override { return source_.size(); }
  /// Of stateful sources.
  void reset() { source_.reset(); }
  const Source& dataset() { return source_; }
  const Transform& transform() { return transform_; }

 private:
  Source source_;
  Transform transform_;
};

}  // namespace glassgrad::data::datasets
