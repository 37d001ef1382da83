#pragma once
// What a dataset is.

#include <type_traits>
#include <utility>
#include <vector>

#include "../../autograd/base/array_ref.h"
#include "../../autograd/base/smart_ptr.h"
#include "../example.h"

namespace glassgrad::serialize {
class InputArchive;
class OutputArchive;
}  // namespace glassgrad::serialize

namespace glassgrad::data::datasets {

template <class SourceDataset, class Transform>
class MapDataset;

/// Something that gives batches on request. `Self` is the derived class.
template <class Self, class Batch, class BatchRequest = ArrayRef<size_t>>
class BatchDataset {
 public:
  using SelfType = Self;
  using BatchType = Batch;
  using BatchRequestType = BatchRequest;
  static constexpr bool is_stateful = false;

  BatchDataset() = default;
  BatchDataset(const BatchDataset&) = default;
  BatchDataset& operator=(const BatchDataset&) = default;
  virtual ~BatchDataset() = default;
  virtual Batch get_batch(BatchRequest request) = 0;
  /// How many examples there are, if that is known.
  virtual optional<size_t> size() const = 0;

  /// This dataset with a transform over its batches: `Data().map(Stack<>())`.
  template <class Transform>
  MapDataset<Self, Transform> map(Transform transform) & {
    return MapDataset<Self, Transform>(static_cast<Self&>(*this), std::move(transform));
  }
  template <class Transform>
  MapDataset<Self, Transform> map(Transform transform) && {
    return MapDataset<Self, Transform>(std::move(static_cast<Self&>(*this)), std::move(transform));
  }
};

/// A dataset that gives one example at a time: derive, and write `get` and `size`.
/// A batch of it is the vector of its examples; the transform Stack makes one of tensors.
template <class Self, class SingleExample = Example<>>
class Dataset : public BatchDataset<Self, std::vector<SingleExample>> {
 public:
  using ExampleType = SingleExample;

  virtual ExampleType get(size_t index) = 0;

  std::vector<ExampleType> get_batch(ArrayRef<size_t> indices) override;
};

template <class Self, class SingleExample>
std::vector<SingleExample> Dataset<Self, SingleExample>::get_batch(ArrayRef<size_t> indices) {
  std::vector<SingleExample> batch;
  batch.reserve(indices.size());
  for (const size_t i : indices) batch.push_back(get(i));
  return batch;
}

/// A source without indices: a batch is asked for by its size.
template <class Self, class Batch = std::vector<Example<>>>
using StreamDataset = BatchDataset<Self, Batch, size_t>;

/// A source that remembers how far it has been read: get_batch gives nothing at the end of an
/// epoch, reset starts another. One object serves all workers, so it must be safe to call from
/// several threads where there are any.
template <class Self, class Batch = std::vector<Example<>>, class BatchRequest = size_t>
class StatefulDataset : public BatchDataset<Self, optional<Batch>, BatchRequest> {
 public:
  static constexpr bool is_stateful = true;
  virtual void reset() = 0;
  // Where it stands, in an archive. This writes and reads nothing.
  virtual void save(serialize::OutputArchive&) const {}
  virtual void load(serialize::InputArchive&) {}
};

}  // namespace glassgrad::data::datasets
