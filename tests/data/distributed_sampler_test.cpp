// The parts of an epoch that several processes get: the same numbers as libtorch's samplers.
#include <gtest/gtest.h>

#include <sstream>

#include "data/samplers.h"
#include "tests/support/expect_error.h"

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

TEST(DistributedSampler, KnowsItsProcesses) {
  EXPECT_ERROR(DistributedSequentialSampler(11, 3, 3), "expected a rank of 0 to 2, but got 3");
}

}  // namespace
}  // namespace glassgrad::data::samplers
