// Orders drawn by PyTorch 1.13.1: torch.utils.data in Python, torch::data in C++.

#include "data/samplers.h"

#include <gtest/gtest.h>

#include "autograd/base/error.h"
#include "autograd/functions/creation.h"
#include "data/dataloader.h"

namespace glassgrad::data {
namespace {

using Indices = std::vector<size_t>;

template <class Sampler>
Indices drawn(Sampler& sampler, size_t batch_size) {
  Indices all;
  while (auto batch = sampler.next(batch_size)) all.insert(all.end(), batch->begin(), batch->end());
  return all;
}

struct Numbers : datasets::Dataset<Numbers, Example<size_t, example::NoTarget>> {
  Example<size_t, example::NoTarget> get(size_t index) override { return index; }
  optional<size_t> size() const override { return 10; }
};

template <class Loader>
Indices epoch(Loader& loader) {
  Indices all;
  for (auto& batch : loader)
    for (auto& example : batch) all.push_back(example.data);
  return all;
}

float next_float(optional<Generator> generator = nullopt) {
  return rand({1}, generator).item<float>();
}

TEST(SequentialSampler, CutsBatches) {
  samplers::SequentialSampler sampler(5);
  EXPECT_EQ(sampler.next(2), (Indices{0, 1}));
  EXPECT_EQ(sampler.next(2), (Indices{2, 3}));
  EXPECT_EQ(sampler.index(), 4u);
  EXPECT_EQ(sampler.next(2), (Indices{4}));
  EXPECT_FALSE(sampler.next(2));
  sampler.reset(3);
  EXPECT_EQ(sampler.next(9), (Indices{0, 1, 2}));
}

TEST(RandomSampler, DrawsAsInCpp) {
  manual_seed(0);
  samplers::RandomSampler sampler(10);
  EXPECT_EQ(drawn(sampler, 4), (Indices{4, 1, 7, 5, 3, 9, 0, 8, 6, 2}));
  sampler.reset();
  EXPECT_EQ(drawn(sampler, 4), (Indices{3, 9, 4, 2, 7, 8, 6, 0, 5, 1}));

  for (const size_t workers : {0, 2}) {
    manual_seed(0);
    auto loader = make_data_loader(Numbers(), DataLoaderOptions(4).workers(workers));
    EXPECT_EQ(epoch(*loader), (Indices{3, 9, 4, 2, 7, 8, 6, 0, 5, 1}));
    EXPECT_EQ(epoch(*loader), (Indices{4, 0, 8, 5, 9, 1, 6, 3, 7, 2}));
  }
}

TEST(RandomSampler, DrawsAsInPython) {
  for (const size_t workers : {0, 2}) {
    manual_seed(0);
    auto loader = make_data_loader(
        Numbers(), DataLoaderOptions(4).workers(workers).generator(default_generator()));
    EXPECT_EQ(epoch(*loader), (Indices{6, 7, 1, 4, 2, 0, 9, 8, 3, 5}));
    EXPECT_EQ(epoch(*loader), (Indices{2, 4, 7, 0, 8, 9, 5, 3, 6, 1}));
    EXPECT_EQ(epoch(*loader), (Indices{7, 4, 5, 1, 9, 3, 8, 2, 0, 6}));
    EXPECT_EQ(next_float(), 0x1.6dc9p-6f);
  }
}

TEST(RandomSampler, DrawsAsInPythonFromItsOwnGenerator) {
  manual_seed(0);
  const Generator generator = make_generator(7);
  auto loader = make_data_loader(Numbers(), DataLoaderOptions(4).generator(generator));
  EXPECT_EQ(epoch(*loader), (Indices{1, 3, 5, 7, 9, 4, 6, 2, 8, 0}));
  EXPECT_EQ(epoch(*loader), (Indices{5, 1, 6, 0, 9, 7, 8, 4, 3, 2}));
  EXPECT_EQ(next_float(), 0x1.fc2ab0p-2f);
  EXPECT_EQ(next_float(generator), 0x1.7b25f6p-1f);
}

TEST(SequentialSampler, DrawsTheSeedOfPythonsWorkers) {
  manual_seed(0);
  auto loader = make_data_loader<samplers::SequentialSampler>(
      Numbers(), DataLoaderOptions(4).generator(default_generator()));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(epoch(*loader), (Indices{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(next_float(), 0x1.3acd0cp-2f);
}

TEST(SubsetRandomSampler, DrawsAsInPython) {
  manual_seed(2);
  samplers::SubsetRandomSampler sampler({3, 1, 4, 15, 9});
  EXPECT_EQ(drawn(sampler, 2), (Indices{15, 9, 1, 3, 4}));
  sampler.reset();
  EXPECT_EQ(drawn(sampler, 2), (Indices{15, 9, 4, 1, 3}));
}

TEST(StreamSampler, CountsExamples) {
  samplers::StreamSampler sampler(5);
  EXPECT_EQ(sampler.next(2)->size(), 2u);
  EXPECT_EQ(sampler.next(2)->size(), 2u);
  EXPECT_EQ(sampler.next(2)->size(), 1u);
  EXPECT_FALSE(sampler.next(2));
}

TEST(RandomSplit, DrawsAsInPython) {
  manual_seed(3);
  const auto parts = datasets::random_split(Numbers(), {7, 3});
  EXPECT_EQ(parts[0].indices, (Indices{6, 0, 3, 7, 8, 5, 1}));
  EXPECT_EQ(parts[1].indices, (Indices{9, 2, 4}));
  const auto fractions = datasets::random_split(Numbers(), {0.5, 0.25, 0.25}, make_generator(5));
  EXPECT_EQ(fractions[0].indices, (Indices{1, 4, 9, 6, 3, 5}));
  EXPECT_EQ(fractions[1].indices, (Indices{0, 2}));
  EXPECT_EQ(fractions[2].indices, (Indices{8, 7}));
  EXPECT_THROW(datasets::random_split(Numbers(), {7, 4}), ValueError);
  EXPECT_THROW(datasets::random_split(Numbers(), {0.7, 0.4}), ValueError);
}

}  // namespace
}  // namespace glassgrad::data
