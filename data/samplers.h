#pragma once
// In which order examples are asked for.

#include <vector>

#include "../autograd/tensor/tensor.h"
#include "../autograd/types/generator.h"

namespace glassgrad::data::samplers {

/// The order in which examples are asked for, cut into batches.
template <class BatchRequest = std::vector<size_t>>
class Sampler {
 public:
  using BatchRequestType = BatchRequest;
  virtual ~Sampler() = default;
  /// Starts an epoch, of another size if one is given.
  virtual void reset(optional<size_t> new_size) = 0;
  /// The next request of at most `batch_size`, nothing at the end of the epoch.
  virtual optional<BatchRequest> next(size_t batch_size) = 0;
};

namespace detail {
/// A position as a tensor, for archives.
Tensor position_of(size_t index);
/// @throws Error  unless it is one of 0..size
size_t position_in(const Tensor& saved, size_t size);
}  // namespace detail

/// 0, 1, 2, ...
class SequentialSampler : public Sampler<> {
 public:
  explicit SequentialSampler(size_t size);
  void reset(optional<size_t> new_size = nullopt) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;
  size_t index() const noexcept { return index_; }
  /// Where the epoch stands, to a serialize::OutputArchive and from an InputArchive.
  template <class Archive>
  void save(Archive& archive) const {
    archive.write("index", detail::position_of(index_), /*is_buffer=*/true);
  }
  template <class Archive>
  void load(Archive& archive) {
    Tensor index;
    archive.read("index", index, /*is_buffer=*/true);
    index_ = detail::position_in(index, size_);
  }

 private:
  size_t size_;
  size_t index_ = 0;
};

/// A new random permutation in every epoch.
///
/// Without a generator it draws as libtorch's: the constructor draws one permutation from the
/// default generator and each reset another, so that the first epoch of a DataLoader sees the
/// second. With a generator it draws as Python's sampler, when the epoch's first batch is asked
/// for: from the generator itself, or, if that is default_generator(), from a fresh generator
/// seeded from it.
class RandomSampler : public Sampler<> {
 public:
  explicit RandomSampler(int64_t size, Dtype index_dtype = kInt64);
  RandomSampler(int64_t size, Generator generator);
  void reset(optional<size_t> new_size = nullopt) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;
  size_t index() const noexcept { return static_cast<size_t>(index_); }
  /// The order and where the epoch stands, to a serialize::OutputArchive and from an InputArchive.
  template <class Archive>
  void save(Archive& archive) const {
    archive.write("index", detail::position_of(index()), /*is_buffer=*/true);
    if (indices_.defined()) archive.write("indices", indices_, /*is_buffer=*/true);
  }
  /// The size becomes that of the saved order.
  template <class Archive>
  void load(Archive& archive) {
    Tensor index, indices;
    archive.read("index", index, /*is_buffer=*/true);
    archive.try_read("indices", indices, /*is_buffer=*/true);
    go_on(index, indices);
  }

 private:
  void draw_as_python();
  void go_on(const Tensor& index, const Tensor& indices);

  Tensor indices_;
  int64_t size_;
  int64_t index_ = 0;
  bool exhausted_ = false;
  optional<Generator> generator_;
};

/// The size of a batch, as what a stream is asked for.
class BatchSize {
 public:
  explicit BatchSize(size_t size) : size_(size) {}
  size_t size() const noexcept { return size_; }
  operator size_t() const noexcept { return size_; }

 private:
  size_t size_;
};

/// Asks a stream for batch after batch, until `epoch_size` examples have been asked for.
class StreamSampler : public Sampler<BatchSize> {
 public:
  explicit StreamSampler(size_t epoch_size);
  void reset(optional<size_t> new_size = nullopt) override;
  optional<BatchSize> next(size_t batch_size) override;
  /// Where the epoch stands, to a serialize::OutputArchive and from an InputArchive.
  template <class Archive>
  void save(Archive& archive) const {
    archive.write("examples_retrieved_so_far", detail::position_of(examples_retrieved_so_far_),
                  /*is_buffer=*/true);
  }
  template <class Archive>
  void load(Archive& archive) {
    Tensor retrieved;
    archive.read("examples_retrieved_so_far", retrieved, /*is_buffer=*/true);
    examples_retrieved_so_far_ = detail::position_in(retrieved, epoch_size_);
  }

 private:
  size_t examples_retrieved_so_far_ = 0;
  size_t epoch_size_;
};

/// The given indices in a new random order in every epoch, as Python's SubsetRandomSampler.
class SubsetRandomSampler : public Sampler<> {
 public:
  explicit SubsetRandomSampler(std::vector<size_t> indices,
                               optional<Generator> generator = nullopt);
  void reset(optional<size_t> new_size = nullopt) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;

 private:
  std::vector<size_t> indices_;
  optional<Generator> generator_;
  Tensor order_;
  size_t index_ = 0;
};

}  // namespace glassgrad::data::samplers
