#include "data/dataloader.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "data/detail/data_shuttle.h"
#include "data/detail/sequencers.h"
#include "data/transforms.h"

namespace glassgrad::data {
namespace {

using datasets::TensorDataset;
using datasets::TensorPairDataset;
using samplers::SequentialSampler;
using transforms::Stack;

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "(no error)";
}

std::vector<int64_t> values(const Tensor& t) {
  const Tensor d = t.to(kLong).contiguous();
  return {d.data_ptr<int64_t>(), d.data_ptr<int64_t>() + d.numel()};
}

/// Example i is {i, 10 i}.
struct Tens : datasets::Dataset<Tens> {
  explicit Tens(size_t count) : count(count) {}
  Example<> get(size_t index) override {
    const auto i = static_cast<int64_t>(index);
    return {tensor(i), tensor(10 * i)};
  }
  optional<size_t> size() const override { return count; }
  size_t count;
};

TEST(DataLoader, StackedBatchesInOrder) {
  for (const size_t workers : {0, 1, 3}) {
    auto loader = make_data_loader<SequentialSampler>(Tens(7).map(Stack<>()),
                                                      DataLoaderOptions(3).workers(workers));
    for (int epoch = 0; epoch < 2; ++epoch) {
      std::vector<int64_t> x_seen, y_seen, sizes;
      for (auto& [x, y] : *loader) {
        sizes.push_back(x.size(0));
        for (const int64_t v : values(x)) x_seen.push_back(v);
        for (const int64_t v : values(y)) y_seen.push_back(v);
      }
      EXPECT_EQ(sizes, (std::vector<int64_t>{3, 3, 1}));
      EXPECT_EQ(x_seen, (std::vector<int64_t>{0, 1, 2, 3, 4, 5, 6}));
      EXPECT_EQ(y_seen, (std::vector<int64_t>{0, 10, 20, 30, 40, 50, 60}));
    }
  }
}

TEST(DataLoader, DropLast) {
  auto loader = make_data_loader<SequentialSampler>(Tens(7), DataLoaderOptions(3).drop_last(true));
  int batches = 0;
  for (auto& batch : *loader) batches += batch.size() == 3;
  EXPECT_EQ(batches, 2);
}

TEST(DataLoader, BatchesOfATensorDatasetAreSlices) {
  const Tensor x = arange(12.).view({6, 2}), y = arange(6.);
  auto loader = make_data_loader<SequentialSampler>(TensorPairDataset(x, y).map(Stack<>()), 4);
  auto it = loader->begin();
  EXPECT_TRUE(it->data.is_alias_of(x));
  EXPECT_EQ(it->data.data_ptr(), x.data_ptr());
  EXPECT_EQ(it->target.sizes(), IntArrayRef({4}));
  ++it;
  EXPECT_EQ(values(it->data), (std::vector<int64_t>{8, 9, 10, 11}));
  EXPECT_TRUE(it->target.is_alias_of(y));

  TensorDataset rows(x);
  const auto batch = rows.map(Stack<TensorExample>()).get_batch(std::vector<size_t>{4, 0});
  EXPECT_EQ(values(batch), (std::vector<int64_t>{8, 9, 0, 1}));
  EXPECT_FALSE(batch.data.is_alias_of(x));
  EXPECT_THROW(rows.map(Stack<TensorExample>()).get_batch(std::vector<size_t>{6}), IndexError);
  EXPECT_THROW(TensorPairDataset(x, arange(5.)), Error);
  EXPECT_EQ(TensorDataset(std::vector<Tensor>{y, y}).size(), 2u);
}

TEST(DataLoader, SubsetOfATensorDataset) {
  const Tensor x = arange(6.);
  auto subset = datasets::Subset(TensorPairDataset(x, x * 10), {1, 2, 3, 5});
  auto loader = make_data_loader<SequentialSampler>(subset.map(Stack<>()), 3);
  auto it = loader->begin();
  EXPECT_TRUE(it->data.is_alias_of(x));
  ++it;
  EXPECT_EQ(values(it->target), (std::vector<int64_t>{50}));
  EXPECT_EQ(values(subset.get(3).target), (std::vector<int64_t>{50}));
}

struct Slow : datasets::Dataset<Slow> {
  Example<> get(size_t index) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(index % 3));
    return {tensor(static_cast<int64_t>(index)), tensor(1)};
  }
  optional<size_t> size() const override { return 30; }
};

TEST(DataLoader, WorkersGiveBatchesInOrder) {
  auto loader = make_data_loader<SequentialSampler>(Slow().map(Stack<>()),
                                                    DataLoaderOptions(2).workers(4).max_jobs(8));
  int64_t expected = 0;
  for (auto& batch : *loader)
    for (const int64_t v : values(batch.data)) EXPECT_EQ(v, expected++);
  EXPECT_EQ(expected, 30);
}

struct Faulty : datasets::Dataset<Faulty> {
  Example<> get(size_t index) override {
    if (index == 5) throw std::invalid_argument("example 5 is broken");
    return {tensor(static_cast<int64_t>(index)), tensor(0)};
  }
  optional<size_t> size() const override { return 8; }
};

TEST(DataLoader, ExceptionsOfWorkersReachTheLoop) {
  auto loader =
      make_data_loader<SequentialSampler>(Faulty().map(Stack<>()), DataLoaderOptions(2).workers(2));
  int batches = 0;
  try {
    for (auto& batch : *loader) batches += batch.data.size(0) == 2;
    FAIL() << "no exception";
  } catch (const WorkerException& e) {
    EXPECT_STREQ(
        e.what(),
        "Caught exception in DataLoader worker thread. Original message: example 5 is broken");
    EXPECT_THROW(std::rethrow_exception(e.original_exception), std::invalid_argument);
  }
  EXPECT_EQ(batches, 2);
  // Without workers it comes as it is.
  auto plain = make_data_loader<SequentialSampler>(Faulty().map(Stack<>()), 2);
  EXPECT_THROW(
      for (auto& batch
           : *plain) { (void)batch; },
      std::invalid_argument);
}

TEST(DataLoader, LeavingTheLoopEarly) {
  auto loader = make_data_loader<SequentialSampler>(Tens(100).map(Stack<>()),
                                                    DataLoaderOptions(1).workers(3));
  for (auto& batch : *loader) {
    (void)batch;
    break;
  }
  EXPECT_EQ(
      error_of([&] { loader->begin(); }),
      "Attempted to get a new DataLoader iterator while another iterator is not yet exhausted");
}

struct Stuck : datasets::Dataset<Stuck> {
  Example<> get(size_t) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return {};
  }
  optional<size_t> size() const override { return 1; }
};

TEST(DataLoader, Timeout) {
  auto loader = make_data_loader<SequentialSampler>(
      Stuck(), DataLoaderOptions(1).workers(1).timeout(std::chrono::milliseconds(10)));
  EXPECT_EQ(error_of([&] { *loader->begin(); }),
            "Timeout in DataLoader queue while waiting for next batch (timeout was 10 ms)");
}

TEST(DataLoader, Iterators) {
  auto loader = make_data_loader<SequentialSampler>(Tens(2).map(Stack<>()), 1);
  auto it = loader->begin();
  auto same = it;
  EXPECT_TRUE(it == same);
  EXPECT_TRUE(it != loader->end());
  EXPECT_EQ(it->data.item<int64_t>(), 0);
  ++it;
  EXPECT_EQ(same->data.item<int64_t>(), 1);
  ++it;
  EXPECT_TRUE(same == loader->end());
  EXPECT_EQ(error_of([&] { ++it; }), "Attempted to increment iterator past the end");
  EXPECT_EQ(error_of([&] { *it; }), "Attempted to dereference iterator that was past the end");
  auto end = loader->end();
  EXPECT_EQ(error_of([&] { ++end; }),
            "Incrementing the DataLoader's past-the-end iterator is not allowed");
  EXPECT_EQ(error_of([&] { *end; }),
            "Dereferencing the DataLoader's past-the-end iterator is not allowed");
}

struct Unsized : datasets::Dataset<Unsized> {
  Example<> get(size_t) override { return {}; }
  optional<size_t> size() const override { return nullopt; }
};

TEST(DataLoader, Options) {
  EXPECT_THROW(make_data_loader(Tens(2), DataLoaderOptions(0)), ValueError);
  EXPECT_THROW(make_data_loader(Tens(2), DataLoaderOptions(1).workers(1).max_jobs(0)), ValueError);
  EXPECT_EQ(error_of([] { make_data_loader(Unsized(), 1); }),
            "Expected the dataset to be sized in order to construct the Sampler; pass "
            "one with a size: make_data_loader(dataset, samplers::SequentialSampler(examples)), of "
            "a StreamDataset samplers::StreamSampler(examples)");
  const auto options = DataLoaderOptions(4).workers(2).drop_last(true);
  EXPECT_EQ(options.batch_size(), 4u);
  EXPECT_TRUE(options.enforce_ordering());
}

/// Gives 0, 1, ... below 20, from whichever thread asks.
struct Counter : datasets::StatefulDataset<Counter, int> {
  optional<int> get_batch(size_t) override {
    const int value = (*next)++;
    return value < 20 ? optional<int>(value) : nullopt;
  }
  void reset() override { *next = 0; }
  optional<size_t> size() const override { return nullopt; }
  std::shared_ptr<std::atomic<int>> next = std::make_shared<std::atomic<int>>(0);
};

TEST(DataLoader, StatefulDatasets) {
  for (const size_t workers : {0, 3}) {
    auto loader = make_data_loader(Counter(), DataLoaderOptions(1).workers(workers));
    for (int epoch = 0; epoch < 2; ++epoch) {
      std::vector<int> seen;
      for (const int value : *loader) seen.push_back(value);
      std::sort(seen.begin(), seen.end());
      ASSERT_EQ(seen.size(), 20u);
      EXPECT_EQ(seen.back(), 19);
    }
  }
}

/// 0, 1, ... for as long as it is asked.
struct Stream : datasets::StreamDataset<Stream> {
  std::vector<Example<>> get_batch(size_t count) override {
    std::vector<Example<>> batch;
    for (; batch.size() < count; ++next) batch.emplace_back(tensor(next), tensor(-next));
    return batch;
  }
  optional<size_t> size() const override { return nullopt; }
  int64_t next = 0;
};

TEST(DataLoader, Streams) {
  auto loader = make_data_loader(Stream().map(Stack<>()), samplers::StreamSampler(5), 2);
  std::vector<int64_t> seen;
  for (auto& batch : *loader)
    for (const int64_t v : values(batch.data)) seen.push_back(v);
  EXPECT_EQ(seen, (std::vector<int64_t>{0, 1, 2, 3, 4}));
}

TEST(DataLoader, SharedDatasets) {
  auto shared = datasets::make_shared_dataset<Tens>(size_t{6});
  auto loader =
      make_data_loader<SequentialSampler>(shared.map(Stack<>()), DataLoaderOptions(2).workers(2));
  int64_t examples = 0;
  for (auto& batch : *loader) examples += batch.data.size(0);
  EXPECT_EQ(examples, 6);
  EXPECT_EQ(shared->count, 6u);
}

TEST(Transforms, OfExamplesAndBatches) {
  using Batch = std::vector<Example<>>;
  auto dataset = Tens(4)
                     .map(transforms::TensorLambda<>([](Tensor x) { return x + 1; }))
                     .map(transforms::Lambda<Example<>>(
                         [](Example<> e) { return Example<>(e.data, e.target * 2); }))
                     .map(transforms::BatchLambda<Batch, Tensor>([](Batch batch) {
                       Tensor sum = zeros({}, kLong);
                       for (auto& e : batch) sum = sum + e.data * 100 + e.target;
                       return sum;
                     }));
  EXPECT_EQ(dataset.get_batch(std::vector<size_t>{1, 3}).item<int64_t>(), 200 + 20 + 400 + 60);
  EXPECT_EQ(dataset.size(), 4u);
}

TEST(Transforms, Normalize) {
  transforms::Normalize<> normalize({1.0, 2.0}, {0.5, 4.0});
  const Tensor y = normalize(ones({2, 1, 2}));
  EXPECT_EQ(y[0].sum().item<float>(), 0);
  EXPECT_EQ(y[1].sum().item<float>(), -0.5);
}

TEST(Queue, PopsInOrderAndTimesOut) {
  detail::Queue<int> queue;
  queue.push(1);
  queue.push(2);
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.clear(), 1u);
  EXPECT_THROW(queue.pop(std::chrono::milliseconds(5)), Error);
  std::thread producer([&] { queue.push(7); });
  EXPECT_EQ(queue.pop(), 7);
  producer.join();
}

TEST(DataShuttle, CountsJobs) {
  detail::DataShuttle<int, int> shuttle;
  EXPECT_FALSE(shuttle.pop_result());
  shuttle.push_job(1);
  shuttle.push_job(2);
  shuttle.push_result(shuttle.pop_job() * 10);
  EXPECT_EQ(shuttle.in_flight_jobs(), 2u);
  EXPECT_EQ(shuttle.pop_result(), 10);
  shuttle.drain();
  EXPECT_EQ(shuttle.in_flight_jobs(), 0u);
}

struct Numbered {
  size_t sequence_number;
};

TEST(OrderedSequencer, HoldsBackWhatIsEarly) {
  const std::vector<size_t> arrivals{2, 0, 1, 3};
  size_t next = 0;
  detail::sequencers::OrderedSequencer<Numbered> sequencer(4);
  for (size_t expected = 0; expected < 4; ++expected)
    EXPECT_EQ(sequencer.next([&]() -> optional<Numbered> { return Numbered{arrivals[next++]}; })
                  ->sequence_number,
              expected);
}

// --- errors name no line but the program's own ---

/// Its examples have different lengths, and an operation of its own.
struct Ragged : datasets::Dataset<Ragged> {
  Example<> get(size_t index) override {
    return {ones({static_cast<int64_t>(index) + 1}), zeros({1})};
  }
  optional<size_t> size() const override { return 2; }
};

TEST(DataLoader, BlamesNoLineOfAnotherOperation) {
  auto loader = make_data_loader<SequentialSampler>(Ragged().map(Stack<>()), 2);
  const std::string ragged = error_of([&] {
    for (auto& batch : *loader) batch.data.sum();
  });
  EXPECT_TRUE(ragged.starts_with("stack expects each tensor to be equal size")) << ragged;
  EXPECT_EQ(ragged.find(__FILE__), std::string::npos) << ragged;
  const Tensor x = ones({10, 2});
  const std::string beyond = error_of([&] { TensorPairDataset(x, x).get(10); });
  EXPECT_TRUE(beyond.starts_with("select(): index 10 out of range")) << beyond;
  EXPECT_EQ(beyond.find(__FILE__), std::string::npos) << beyond;
  ones({2});
  const std::string alone = error_of([&] { TensorDataset(x).get(10); });
  EXPECT_EQ(alone.find(__FILE__), std::string::npos) << alone;
  ones({2});
  const std::string rows = error_of([&] { TensorDataset(std::vector<Tensor>{x, x[0]}); });
  EXPECT_EQ(rows.find(__FILE__), std::string::npos) << rows;
}

}  // namespace
}  // namespace glassgrad::data
