#pragma once
// Data that is read in large pieces, a file each, say.

#include <algorithm>
#include <deque>
#include <functional>
#include <iterator>
#include <mutex>

#include "../../autograd/base/arg.h"
#include "../samplers.h"
#include "../worker_exception.h"
#include "base.h"

namespace glassgrad::data::datasets {

/// Reads chunks. Derive, and say what an example is: `struct Files : ChunkDataReader<Example<>>`.
template <class ExampleOfReader, class Chunk = std::vector<ExampleOfReader>>
class ChunkDataReader {
 public:
  using ExampleType = ExampleOfReader;
  using ChunkType = Chunk;
  using BatchType = Chunk;
  virtual ~ChunkDataReader() = default;
  /// The examples of a chunk.
  virtual ChunkType read_chunk(size_t chunk_index) = 0;
  /// How many chunks there are.
  virtual size_t chunk_count() = 0;
  /// Begins anew; an epoch starts.
  virtual void reset() = 0;
};

/// How a ChunkDataset makes batches of chunks.
class ChunkDatasetOptions {
 public:
  ChunkDatasetOptions() = delete;
  /// @throws Error  if a number is 0, or the cache does not hold a batch
  ChunkDatasetOptions(size_t preloader_count, size_t batch_size, size_t cache_size = 2048,
                      size_t cross_chunk_shuffle_count = 1);
  /// libtorch's threads that read ahead. Here a chunk is read when it is needed.
  TORCH_ARG(size_t, preloader_count);
  /// Examples in a batch; the last may have fewer.
  TORCH_ARG(size_t, batch_size);
  /// Makes no difference here.
  TORCH_ARG(size_t, cache_size);
  /// From how many chunks at a time examples are drawn.
  TORCH_ARG(size_t, cross_chunk_shuffle_count);
};

namespace detail {
void check_chunk_request(bool has_begun, size_t asked, size_t of_options);
}

/// Batches of the examples of chunks, whose order `ChunkSampler` chooses; `ExampleSampler` chooses
/// that of the examples in a chunk. A batch may go over from a chunk to the next.
///
/// Use: `auto data = make_shared_dataset<ChunkDataset<Reader>>(reader, chunk_sampler,
/// example_sampler, ChunkDatasetOptions(1, batch_size));`, then make_data_loader with the same
/// size.
template <class ChunkReader, class ChunkSampler = samplers::RandomSampler,
          class ExampleSampler = samplers::RandomSampler>
class ChunkDataset final
    : public StatefulDataset<ChunkDataset<ChunkReader, ChunkSampler, ExampleSampler>,
                             typename ChunkReader::BatchType, size_t> {
 public:
  using UnwrappedBatchType = typename ChunkReader::BatchType;
  using BatchType = optional<UnwrappedBatchType>;
  using ChunkSamplerType = ChunkSampler;
  using ExampleSamplerType = ExampleSampler;

  /// `preprocess` may change the examples of each chunk before they are drawn from.
  ChunkDataset(ChunkReader reader, ChunkSampler chunk_sampler, ExampleSampler example_sampler,
               ChunkDatasetOptions options,
               std::function<void(UnwrappedBatchType&)> preprocess = nullptr)
      : reader_(std::move(reader)),
        chunk_sampler_(std::move(chunk_sampler)),
        example_sampler_(std::move(example_sampler)),
        options_(std::move(options)),
        preprocess_(std::move(preprocess)) {}

  /// The next batch; nothing where the epoch is over.
  /// @throws Error            before reset, or if the size is not that of the options
  /// @throws WorkerException  with what reading has thrown
  BatchType get_batch(size_t batch_size) override {
    const std::lock_guard lock(mutex_);
    detail::check_chunk_request(has_begun_, batch_size, options_.batch_size());
    while (waiting_.size() < batch_size && read_chunks()) {
    }
    if (waiting_.empty()) return nullopt;
    const auto end =
        waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(batch_size, waiting_.size()));
    UnwrappedBatchType batch(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return batch;
  }
  BatchType get_batch() { return get_batch(options_.batch_size()); }

  /// Starts an epoch; after load, goes on with the one that was saved.
  void reset() override {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    has_begun_ = true;
    if (std::exchange(goes_on_, false)) return;
    reader_.reset();
    chunk_sampler_.reset(reader_.chunk_count());
  }

  /// Not known.
  optional<size_t> size() const override { return nullopt; }
  /// To set a distributed sampler's epoch.
  ChunkSampler& chunk_sampler() { return chunk_sampler_; }

  /// Which chunks are still to come.
  void save(serialize::OutputArchive& archive) const override { chunk_sampler_.save(archive); }
  void load(serialize::InputArchive& archive) override {
    chunk_sampler_.load(archive);
    goes_on_ = true;
  }

 private:
  /// Adds the examples of the next chunks to those that wait. False if there are no more chunks.
  bool read_chunks() {
    const auto indices = chunk_sampler_.next(options_.cross_chunk_shuffle_count());
    if (!indices) return false;
    try {
      UnwrappedBatchType examples;
      for (const size_t index : *indices) {
        UnwrappedBatchType chunk = reader_.read_chunk(index);
        std::move(chunk.begin(), chunk.end(), std::back_inserter(examples));
      }
      if (preprocess_) preprocess_(examples);
      if (examples.empty()) return true;
      example_sampler_.reset(examples.size());
      const auto order = example_sampler_.next(examples.size());
      for (const size_t i : *order) waiting_.push_back(std::move(examples[i]));
    } catch (...) {
      throw WorkerException(std::current_exception());
    }
    return true;
  }

  ChunkReader reader_;
  ChunkSampler chunk_sampler_;
  ExampleSampler example_sampler_;
  ChunkDatasetOptions options_;
  std::function<void(UnwrappedBatchType&)> preprocess_;
  std::deque<typename UnwrappedBatchType::value_type> waiting_;
  std::mutex mutex_;
  bool has_begun_ = false, goes_on_ = false;
};

}  // namespace glassgrad::data::datasets
