// In which order examples are asked for.
#include "data/samplers.h"

#include <algorithm>
#include <random>
#include <utility>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/functions/pointwise.h"
#include "autograd/functions/reduction.h"
#include "autograd/types/format.h"

namespace glassgrad::data::samplers {

namespace detail {
size_t position_in(const Tensor& saved, size_t size) {
  const auto position = saved.item<int64_t>();
  check(position >= 0 && static_cast<size_t>(position) <= size,
        "Sampler: expected a saved position of 0 to {}, but got {}", size, position);
  return static_cast<size_t>(position);
}
}  // namespace detail

namespace {

/// The examples at the places from `index` on to at most `end`; nothing if there are none.
template <class Example>
optional<std::vector<size_t>> take(size_t& index, size_t end, size_t batch_size, Example example) {
  const size_t count = std::min(batch_size, end - index);
  if (count == 0) return nullopt;
  std::vector<size_t> batch(count);
  for (size_t& i : batch) i = example(index++);
  return batch;
}

}  // namespace

// --- SequentialSampler ---

SequentialSampler::SequentialSampler(size_t size) : size_(size) {}

void SequentialSampler::reset(optional<size_t> new_size) {
  size_ = new_size.value_or(size_);
  index_ = 0;
}

optional<std::vector<size_t>> SequentialSampler::next(size_t batch_size) {
  return take(index_, size_, batch_size, [](size_t i) { return i; });
}

// --- RandomSampler ---

RandomSampler::RandomSampler(int64_t size, Dtype index_dtype)
    : indices_(randperm(size, index_dtype).to(kLong)), size_(size) {}

RandomSampler::RandomSampler(int64_t size, Generator generator)
    : size_(size), generator_(std::move(generator)) {}

void RandomSampler::reset(optional<size_t> new_size) {
  if (new_size) size_ = static_cast<int64_t>(*new_size);
  index_ = 0;
  exhausted_ = false;
  indices_ = generator_ ? Tensor() : randperm(size_, kLong);
}

void RandomSampler::go_on(const Tensor& index, const Tensor& indices) {
  size_t size = size_;
  if (indices.defined()) {
    check(indices.scalar_type() == kLong && indices.dim() == 1 && !(indices < 0).any().item<bool>(),
          "RandomSampler: expected the saved 'indices' to be a vector of non-negative int64, but "
          "got {}{}",
          indices.scalar_type(), indices.sizes());
    size = indices.numel();
  } else {
    check(generator_.has_value(), "RandomSampler: expected the saved 'indices'");
  }
  index_ = static_cast<int64_t>(detail::position_in(index, size));
  indices_ = indices;
  size_ = static_cast<int64_t>(size);
  exhausted_ = false;
}

void RandomSampler::draw_as_python() {
  if (!(*generator_ == default_generator())) {
    indices_ = randperm(size_, *generator_, kLong);
    return;
  }
  const auto seed = empty({}, kLong).random_(*generator_).item<int64_t>();
  indices_ = randperm(size_, make_generator(static_cast<uint64_t>(seed)), kLong);
}

optional<std::vector<size_t>> RandomSampler::next(size_t batch_size) {
  if (!indices_.defined()) draw_as_python();
  const int64_t left = size_ - index_;
  if (left == 0) {
    // Python's sampler draws a permutation for an incomplete last round, of which it takes nothing.
    if (generator_ && !(*generator_ == default_generator()) && !std::exchange(exhausted_, true))
      (void)randperm(size_, *generator_, kLong);
    return nullopt;
  }
  std::vector<size_t> batch(std::min(batch_size, static_cast<size_t>(left)));
  for (size_t& i : batch) i = static_cast<size_t>(indices_.data_ptr<int64_t>()[index_++]);
  return batch;
}

// --- of several processes ---

namespace {

void check_rank(size_t rank, size_t num_replicas) {
  check(rank < num_replicas, "DistributedSampler: expected a rank of 0 to {}, but got {}",
        static_cast<int64_t>(num_replicas) - 1, rank);
}

}  // namespace

DistributedRandomSampler::DistributedRandomSampler(size_t size, size_t num_replicas, size_t rank,
                                                   bool allow_duplicates)
    : DistributedSampler(size, num_replicas, rank, allow_duplicates) {
  check_rank(rank, num_replicas);
  reset();
}

void DistributedRandomSampler::reset(optional<size_t> new_size) {
  size_ = new_size.value_or(size_);
  begin_part();
  all_.resize(num_replicas_ == 1 ? size_ : local_sample_count() * num_replicas_);
  for (size_t i = 0; i < all_.size(); ++i) all_[i] = example_at(i);
  std::mt19937 random(static_cast<std::mt19937::result_type>(epoch_));
  std::shuffle(all_.begin(), all_.end(), random);
}

optional<std::vector<size_t>> DistributedRandomSampler::next(size_t batch_size) {
  return take(index_, end_, batch_size, [this](size_t i) { return all_[i]; });
}

DistributedSequentialSampler::DistributedSequentialSampler(size_t size, size_t num_replicas,
                                                           size_t rank, bool allow_duplicates)
    : DistributedSampler(size, num_replicas, rank, allow_duplicates) {
  check_rank(rank, num_replicas);
  begin_part();
}

void DistributedSequentialSampler::reset(optional<size_t> new_size) {
  size_ = new_size.value_or(size_);
  begin_part();
}

optional<std::vector<size_t>> DistributedSequentialSampler::next(size_t batch_size) {
  return take(index_, end_, batch_size, [this](size_t i) { return example_at(i); });
}

InterleavedDistributedSampler::InterleavedDistributedSampler(size_t size, size_t num_replicas,
                                                             size_t rank, bool shuffle,
                                                             uint64_t seed, bool drop_last)
    : DistributedSampler(size, num_replicas, rank, /*allow_duplicates=*/!drop_last),
      shuffle_(shuffle),
      seed_(seed) {
  check_rank(rank, num_replicas);
  reset();
}

void InterleavedDistributedSampler::reset(optional<size_t> new_size) {
  size_ = new_size.value_or(size_);
  index_ = 0;
  end_ = size_ == 0 ? 0 : local_sample_count();
  order_.resize(end_);
  const auto size = static_cast<int64_t>(size_);
  const Tensor all =
      shuffle_ ? randperm(size, make_generator(seed_ + epoch_), kLong) : arange(size, kLong);
  const int64_t* const places = all.data_ptr<int64_t>();
  for (size_t i = 0; i < end_; ++i)
    order_[i] = static_cast<size_t>(places[(rank_ + i * num_replicas_) % size_]);
}

optional<std::vector<size_t>> InterleavedDistributedSampler::next(size_t batch_size) {
  return take(index_, end_, batch_size, [this](size_t i) { return order_[i]; });
}

// --- StreamSampler ---

StreamSampler::StreamSampler(size_t epoch_size) : epoch_size_(epoch_size) {}

void StreamSampler::reset(optional<size_t> new_size) {
  epoch_size_ = new_size.value_or(epoch_size_);
  examples_retrieved_so_far_ = 0;
}

optional<BatchSize> StreamSampler::next(size_t batch_size) {
  const size_t left = epoch_size_ - std::min(epoch_size_, examples_retrieved_so_far_);
  if (left == 0) return nullopt;
  const BatchSize batch(std::min(batch_size, left));
  examples_retrieved_so_far_ += batch;
  return batch;
}

// --- SubsetRandomSampler ---

SubsetRandomSampler::SubsetRandomSampler(std::vector<size_t> indices, optional<Generator> generator)
    : indices_(std::move(indices)), generator_(std::move(generator)) {}

void SubsetRandomSampler::reset(optional<size_t> new_size) {
  check(!new_size || *new_size == indices_.size(),
        "SubsetRandomSampler: expected to keep its {} indices, but was reset to a size of {}",
        indices_.size(), new_size.value_or(0));
  order_ = Tensor();
  index_ = 0;
}

optional<std::vector<size_t>> SubsetRandomSampler::next(size_t batch_size) {
  if (!order_.defined())
    order_ = randperm(static_cast<int64_t>(indices_.size()), generator_, kLong);
  const int64_t* const order = order_.data_ptr<int64_t>();
  return take(index_, indices_.size(), batch_size,
              [&](size_t i) { return indices_[static_cast<size_t>(order[i])]; });
}

}  // namespace glassgrad::data::samplers
