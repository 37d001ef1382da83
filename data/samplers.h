#pragma once
// In which order examples are asked for.

#include <vector>

#include "../autograd/tensor/tensor.h"
#include "../autograd/types/generator.h"

namespace glassgrad::serialize {
class InputArchive;
class OutputArchive;
}  // namespace glassgrad::serialize

namespace glassgrad::data::samplers {

/// The order in which examples are asked for, cut into batches.
template <class BatchRequest = std::vector<size_t>>
class Sampler {
 public:
  using BatchRequestType = BatchRequest;
  Sampler() = default;
  Sampler(const Sampler&) = default;
  Sampler& operator=(const Sampler&) = default;
  virtual ~Sampler() = default;
  /// Starts an epoch, of another size if one is given.
  virtual void reset(optional<size_t> new_size) = 0;
  /// The next request of at most `batch_size`, nothing at the end of the epoch.
  virtual optional<BatchRequest> next(size_t batch_size) = 0;
  /// Where the epoch stands, so that it can go on later; a sampler that does not say has nothing to
  /// save. Those of the library do (serialize/samplers.cpp).
  virtual void save(serialize::OutputArchive&) const {}
  virtual void load(serialize::InputArchive&) {}
};

namespace detail {
/// A position that an archive had. @throws Error  unless it is one of 0..size
size_t position_in(const Tensor& saved, size_t size);
}  // namespace detail

/// 0, 1, 2, ...
class SequentialSampler : public Sampler<> {
 public:
  explicit SequentialSampler(size_t size);
  void reset(optional<size_t> new_size = nullopt) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;
  size_t index() const noexcept { return index_; }
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;

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
  void save(serialize::OutputArchive& archive) const override;
  /// The size becomes that of the saved order.
  void load(serialize::InputArchive& archive) override;

 private:
  void draw_as_python();
  void go_on(const Tensor& index, const Tensor& indices);

  Tensor indices_;
  int64_t size_;
  int64_t index_ = 0;
  bool exhausted_ = false;
  optional<Generator> generator_;
};

/// One of several processes that share the work of an epoch: process `rank` of `num_replicas` gets
/// its part of the examples. All parts have the same size: some examples come twice where they
/// cannot be divided evenly, or, without allow_duplicates, some are left out.
template <class BatchRequest = std::vector<size_t>>
class DistributedSampler : public Sampler<BatchRequest> {
 public:
  explicit DistributedSampler(size_t size, size_t num_replicas = 1, size_t rank = 0,
                              bool allow_duplicates = true)
      : size_(size),
        num_replicas_(num_replicas),
        rank_(rank),
        allow_duplicates_(allow_duplicates) {}
  /// The same in all processes, before reset(): it decides the order.
  void set_epoch(size_t epoch) { epoch_ = epoch; }
  size_t epoch() const { return epoch_; }
  size_t index() const noexcept { return index_; }

 protected:
  size_t local_sample_count() const {
    return (allow_duplicates_ ? size_ + num_replicas_ - 1 : size_) / num_replicas_;
  }
  /// Begins with this process's part of the places.
  void begin_part() {
    index_ = rank_ * local_sample_count();
    end_ = index_ + local_sample_count();
  }
  /// The example at a place; behind the last one they come a second time.
  size_t example_at(size_t place) const { return place < size_ ? place : place - size_; }

  size_t size_, num_replicas_, rank_, epoch_ = 0;
  bool allow_duplicates_;
  size_t index_ = 0, end_ = 0;  ///< among the places of all processes
};

/// A part of the examples, mixed anew by each reset(), in an order that the epoch alone decides.
class DistributedRandomSampler : public DistributedSampler<> {
 public:
  explicit DistributedRandomSampler(size_t size, size_t num_replicas = 1, size_t rank = 0,
                                    bool allow_duplicates = true);
  void reset(optional<size_t> new_size = nullopt) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;

 private:
  std::vector<size_t> all_;
};

/// A part of the examples, neighbours in their order.
class DistributedSequentialSampler : public DistributedSampler<> {
 public:
  explicit DistributedSequentialSampler(size_t size, size_t num_replicas = 1, size_t rank = 0,
                                        bool allow_duplicates = true);
  void reset(optional<size_t> new_size = nullopt) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;
};

/// The order of Python's torch.utils.data.DistributedSampler: a permutation that seed + epoch
/// decides (or 0, 1, 2, ... without shuffle), made divisible by num_replicas, of which process
/// `rank` takes every num_replicas-th, from the rank-th on. To make it divisible, examples from its
/// beginning follow at its end, or with drop_last the last ones are left out. Call set_epoch before
/// each epoch, with the same number in all processes: otherwise every epoch has the order of the
/// first.
class InterleavedDistributedSampler : public DistributedSampler<> {
 public:
  explicit InterleavedDistributedSampler(size_t size, size_t num_replicas = 1, size_t rank = 0,
                                         bool shuffle = true, uint64_t seed = 0,
                                         bool drop_last = false);
  void reset(optional<size_t> new_size = nullopt) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;

 private:
  std::vector<size_t> order_;  ///< this process's part
  bool shuffle_;
  uint64_t seed_;
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
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;

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
