#pragma once
// The loader: a dataset in batches, fetched by threads if wanted.

#include "../autograd/base/arg.h"
#include "../autograd/base/smart_ptr.h"
#include "datasets.h"
#include "iterator.h"
#include "samplers.h"
#include "worker_pool.h"

namespace glassgrad::data {

struct DataLoaderOptions {
  DataLoaderOptions() = default;
  DataLoaderOptions(size_t batch_size) : batch_size_(batch_size) {}

  /// Examples a batch.
  TORCH_ARG(size_t, batch_size) = 1;
  /// Threads that fetch batches; 0 fetches on the thread that iterates.
  TORCH_ARG(size_t, workers) = 0;
  /// Batches on their way at most; default: two a worker.
  TORCH_ARG(optional<size_t>, max_jobs);
  /// How long to wait for a worker; default: for ever.
  TORCH_ARG(Timeout, timeout);
  /// Whether batches come in the order of the sampler, whichever worker is first.
  TORCH_ARG(bool, enforce_ordering) = true;
  /// Whether a last batch that is smaller is left out.
  TORCH_ARG(bool, drop_last) = false;
  /// Draws as Python's DataLoader does: a seed for the workers in every epoch, and the sampler's
  /// order as RandomSampler(size, generator). `default_generator()` stands for Python's default.
  TORCH_ARG(optional<Generator>, generator);
};

/// The options of a loader with nothing left open: `loader->options().batch_size`.
struct FullDataLoaderOptions {
  explicit FullDataLoaderOptions(const DataLoaderOptions& options);
  size_t batch_size, workers, max_jobs;
  Timeout timeout;
  bool enforce_ordering, drop_last;
};

namespace detail {
/// The options, if they are allowed. @throws Error
DataLoaderOptions checked(DataLoaderOptions options);
/// Python's draw at the start of an epoch.
void draw_base_seed(const optional<Generator>& generator);

/// A sampler for so many examples: some take them as size_t, some as int64_t.
template <class Sampler, class... More>
Sampler sampler_for(size_t size, const More&... more) {
  if constexpr (requires { Sampler{size, more...}; })
    return Sampler(size, more...);
  else
    return Sampler(static_cast<int64_t>(size), more...);
}

template <class T>
struct BatchOf {
  using type = T;
};
template <class T>
struct BatchOf<optional<T>> {
  using type = T;
};
}  // namespace detail

/// Iterates over a dataset in batches: `for (auto& batch : *loader)`. Each loop is an epoch.
///
/// With workers each has a copy of the dataset (stateful ones are shared) and fetches ahead; an
/// exception of theirs is thrown where the loop stands, as WorkerException. A loop may be left at
/// any time; the destructor waits for the workers.
template <class Dataset, class Sampler = void>
class DataLoader {
 public:
  using BatchType = typename detail::BatchOf<typename Dataset::BatchType>::type;

  DataLoader(Dataset dataset, std::unique_ptr<Sampler> sampler, DataLoaderOptions options)
      : options_(detail::checked(std::move(options))),
        sampler_(std::move(sampler)),
        pool_(options_.workers(), full_options_.max_jobs, options_.enforce_ordering(),
              options_.timeout()) {
    // A copy for each worker, of the original: a dataset may count on that.
    const bool copied = !Dataset::is_stateful && options_.workers() > 0;
    datasets_.reserve(copied ? options_.workers() : 1);
    for (size_t i = 0; copied && i < options_.workers(); ++i) datasets_.push_back(dataset);
    if (datasets_.empty()) datasets_.push_back(std::move(dataset));
  }
  // The threads refer to the datasets.
  ~DataLoader() { join(); }
  DataLoader(const DataLoader&) = delete;
  DataLoader& operator=(const DataLoader&) = delete;

  /// Starts an epoch. @throws Error while workers are still busy with another
  Iterator<BatchType> begin() {
    if (pool_ && pool_.in_flight_jobs() > 0)
      detail::throw_iterator_error(
          "Attempted to get a new DataLoader iterator while another iterator is not yet exhausted");
    detail::draw_base_seed(options_.generator());
    if (pool_) pool_.restart();
    if constexpr (Dataset::is_stateful)
      datasets_[0].reset();
    else
      sampler_->reset(nullopt);
    for (size_t i = 0; pool_ && i < full_options_.max_jobs; ++i) push_job();
    return Iterator<BatchType>([this] { return next(); });
  }
  Iterator<BatchType> end() { return {}; }

  /// Ends the workers; the loader can no longer be used with them.
  void join() { pool_.join(); }
  const FullDataLoaderOptions& options() const noexcept { return full_options_; }

 private:
  using Request =
      std::conditional_t<Dataset::is_stateful, size_t, typename Sampler::BatchRequestType>;

  optional<Request> next_request() {
    if constexpr (Dataset::is_stateful) {
      return options_.batch_size();
    } else {
      auto request = sampler_->next(options_.batch_size());
      if (!request || (request->size() < options_.batch_size() && options_.drop_last()))
        return nullopt;
      return request;
    }
  }

  optional<BatchType> fetch(size_t worker, Request request) {
    return datasets_[worker % datasets_.size()].get_batch(std::move(request));
  }

  void push_job() {
    auto request = next_request();
    if (!request) return;
    pool_.push([this, request = std::move(*request)](size_t worker) -> std::shared_ptr<void> {
      auto batch = fetch(worker, request);
      return batch ? std::make_shared<BatchType>(std::move(*batch)) : nullptr;
    });
  }

  optional<BatchType> next() {
    if (!pool_) {
      auto request = next_request();
      return request ? fetch(0, std::move(*request)) : nullopt;
    }
    // A stream ends with empty results, as many as were on their way.
    std::shared_ptr<void> batch;
    while (pool_.pop(batch)) {
      if (!batch) continue;
      push_job();
      return std::move(*std::static_pointer_cast<BatchType>(batch));
    }
    return nullopt;
  }

  DataLoaderOptions options_;
  FullDataLoaderOptions full_options_{options_};
  std::unique_ptr<Sampler> sampler_;
  std::vector<Dataset> datasets_;  // one a worker
  detail::WorkerPool pool_;
};

template <class Dataset, class Sampler>
using StatelessDataLoader = DataLoader<Dataset, Sampler>;
template <class Dataset>
using StatefulDataLoader = DataLoader<Dataset, samplers::Sampler<>>;

/// A loader over `dataset` in the order of `sampler`.
template <class Dataset, class Sampler>
requires(!Dataset::is_stateful && !std::is_convertible_v<Sampler, DataLoaderOptions>)
    std::unique_ptr<DataLoader<Dataset, Sampler>> make_data_loader(Dataset dataset, Sampler sampler,
                                                                   DataLoaderOptions options = {}) {
  return std::make_unique<DataLoader<Dataset, Sampler>>(
      std::move(dataset), std::make_unique<Sampler>(std::move(sampler)), std::move(options));
}

/// A loader with a sampler made for the dataset's size, at random unless another is named:
/// `make_data_loader<samplers::SequentialSampler>(dataset, batch_size)`.
/// @throws Error  if the dataset does not know its size
template <class Sampler = samplers::RandomSampler, class Dataset>
requires(!Dataset::is_stateful && std::is_constructible_v<Sampler, size_t>)
    std::unique_ptr<DataLoader<Dataset, Sampler>> make_data_loader(Dataset dataset,
                                                                   DataLoaderOptions options = {}) {
  const auto size = dataset.size();
  if (!size)
    detail::throw_iterator_error(
        "Expected the dataset to be sized in order to construct the Sampler; pass "
        "one with a size: make_data_loader(dataset, samplers::SequentialSampler(examples)), of a "
        "StreamDataset samplers::StreamSampler(examples)");
  options = detail::checked(std::move(options));
  if constexpr (std::is_constructible_v<Sampler, size_t, Generator>)
    if (options.generator())
      return make_data_loader(std::move(dataset),
                              detail::sampler_for<Sampler>(*size, *options.generator()), options);
  return make_data_loader(std::move(dataset), detail::sampler_for<Sampler>(*size),
                          std::move(options));
}

/// A loader over a stateful dataset, which needs no sampler.
template <class Dataset>
requires(Dataset::is_stateful) std::unique_ptr<StatefulDataLoader<Dataset>> make_data_loader(
    Dataset dataset, DataLoaderOptions options = {}) {
  return std::make_unique<StatefulDataLoader<Dataset>>(std::move(dataset), nullptr,
                                                       std::move(options));
}

}  // namespace glassgrad::data
