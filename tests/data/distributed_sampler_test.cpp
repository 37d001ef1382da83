// The parts of an epoch that several processes get: the same numbers as libtorch's samplers.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "data/samplers.h"
#include "tests/support/expect_error.h"
#include "tests/support/folders.h"

namespace glassgrad::data::samplers {
namespace {

template <class S>
std::string batches(S& sampler) {
  std::ostringstream text;
  while (const auto batch = sampler.next(3)) {
    for (const size_t i : *batch) text << i << ' ';
    text << "| ";
  }
  return text.str();
}

// All numbers are libtorch 1.13's.
TEST(DistributedRandomSampler, DealsAnOrderThatTheEpochDecides) {
  DistributedRandomSampler sampler(11, 3, 1);
  EXPECT_EQ(batches(sampler), "9 0 4 | 7 | ");
  sampler.reset();
  EXPECT_EQ(batches(sampler), "9 0 4 | 7 | ");
  sampler.set_epoch(1);
  EXPECT_EQ(sampler.epoch(), 1u);
  sampler.reset();
  EXPECT_EQ(batches(sampler), "0 4 6 | 3 | ");
  sampler.reset(7);
  EXPECT_EQ(batches(sampler), "3 1 4 | ");
  EXPECT_EQ(sampler.index(), 6u);
}

TEST(DistributedRandomSampler, LeavesOutWhatCannotBeDivided) {
  DistributedRandomSampler sampler(11, 3, 2, /*allow_duplicates=*/false);
  EXPECT_EQ(batches(sampler), "8 3 7 | ");
  sampler.reset(7);
  EXPECT_EQ(batches(sampler).size(), std::string("3 4 | ").size());
}

TEST(DistributedSequentialSampler, DealsNeighbours) {
  DistributedSequentialSampler sampler(11, 3, 2);
  EXPECT_EQ(batches(sampler), "8 9 10 | 0 | ");
  sampler.reset(7);
  EXPECT_EQ(batches(sampler), "6 0 1 | ");
  DistributedSequentialSampler even(11, 3, 2, /*allow_duplicates=*/false);
  EXPECT_EQ(batches(even), "6 7 8 | ");
}

/// Every line of the golden file is an epoch of a sampler of Python.
TEST(InterleavedDistributedSampler, DealsAsPythons) {
  std::ifstream lines(test_support::source_path("tests/golden/distributed_sampler.txt"));
  size_t checked = 0;
  for (std::string line; std::getline(lines, line); ++checked) {
    std::istringstream text(line);
    size_t size, replicas, rank, epoch;
    uint64_t seed;
    bool shuffle, drop_last;
    char colon;
    text >> size >> replicas >> rank >> shuffle >> seed >> drop_last >> epoch >> colon;
    std::vector<size_t> expected;
    for (size_t i; text >> i;) expected.push_back(i);

    InterleavedDistributedSampler sampler(size, replicas, rank, shuffle, seed, drop_last);
    sampler.set_epoch(epoch);
    sampler.reset();
    EXPECT_EQ(sampler.next(size + 1), optional(expected)) << line;
    EXPECT_FALSE(sampler.next(1)) << line;
  }
  EXPECT_GT(checked, 1000u);
}

TEST(InterleavedDistributedSampler, HasNothingOfNothing) {
  InterleavedDistributedSampler empty(0, 2, 1);
  EXPECT_FALSE(empty.next(1));
  InterleavedDistributedSampler too_few(2, 3, 0, true, 0, /*drop_last=*/true);
  EXPECT_FALSE(too_few.next(1));
}

TEST(DistributedSampler, KnowsItsProcesses) {
  EXPECT_ERROR(DistributedSequentialSampler(11, 3, 3), "expected a rank of 0 to 2, but got 3");
}

}  // namespace
}  // namespace glassgrad::data::samplers
