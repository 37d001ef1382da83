#include "autograd/types/generator.h"

#include <gtest/gtest.h>

#include <mutex>
#include <random>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/types/generator_impl.h"

namespace glassgrad {
namespace {

TEST(Generator, IsTheStandardMersenneTwister) {
  for (const uint64_t seed : {0ull, 1ull, 67280421310721ull, 0xffffffffffffffffull}) {
    std::mt19937 standard{uint32_t(seed)};
    CPUGeneratorImpl gen(seed);
    for (int k = 0; k < 2000; ++k) ASSERT_EQ(gen.random(), standard()) << "seed " << seed;
  }
  // The 10000th output for the standard's default seed: [rand.predef] of the C++ standard.
  Mt19937 engine(5489);
  std::vector<uint32_t> outputs(10000);
  engine.fill(outputs.data(), 10000);
  EXPECT_EQ(outputs.back(), 4123659995u);
}

TEST(Generator, Random64TakesTheHighWordFirst) {
  CPUGeneratorImpl gen(3), same(3);
  const uint64_t high = same.random(), low = same.random();
  EXPECT_EQ(gen.random64(), high << 32 | low);
}

TEST(Generator, RemembersTheWholeSeed) {
  Generator gen = make_generator();
  EXPECT_EQ(gen.current_seed(), 67280421310721u);
  gen.set_current_seed(0xffffffffffffffff);
  EXPECT_EQ(gen.current_seed(), 0xffffffffffffffffu);
}

TEST(Generator, SeedingRestartsAndDropsTheCachedNormals) {
  Generator gen = make_generator<CPUGeneratorImpl>(5);
  CPUGeneratorImpl& impl = *gen.get<CPUGeneratorImpl>();
  const uint32_t first = impl.random();
  impl.set_next_double_normal_sample(1.0);
  impl.set_next_float_normal_sample(1.0f);
  gen.set_current_seed(5);
  EXPECT_EQ(impl.random(), first);
  EXPECT_FALSE(impl.next_double_normal_sample());
  EXPECT_FALSE(impl.next_float_normal_sample());
}

TEST(Generator, CopiesShareTheStateAndClonesDoNot) {
  Generator gen = make_generator(9);
  gen.impl().set_next_double_normal_sample(0.5);
  gen.impl().random();
  const Generator copy = gen;
  const Generator clone = gen.clone();
  EXPECT_EQ(copy, gen);
  EXPECT_NE(clone, gen);
  EXPECT_EQ(clone.current_seed(), 9u);
  EXPECT_EQ(clone.impl().next_double_normal_sample(), 0.5);

  const uint32_t drawn = gen.impl().random();
  EXPECT_EQ(clone.impl().random(), drawn);
  EXPECT_EQ(copy.impl().random(), clone.impl().random());
}

TEST(Generator, NonDeterministicSeedsDiffer) {
  Generator gen = make_generator();
  const uint64_t first = gen.seed();
  EXPECT_EQ(gen.current_seed(), first);
  EXPECT_LT(first, uint64_t{1} << 53);
  EXPECT_NE(gen.seed(), first);
}

TEST(Generator, ManualSeedRestartsTheDefaultGenerator) {
  manual_seed(11);
  EXPECT_EQ(default_generator().current_seed(), 11u);
  EXPECT_EQ(default_generator().impl().random(), make_generator(11).impl().random());
}

TEST(Generator, MutexLocksUnderBothSpellings) {
  const Generator gen = make_generator();
  {
    const std::lock_guard<std::mutex> lock(gen.mutex());
    EXPECT_FALSE(gen.mutex().try_lock());
  }
  {
    const std::lock_guard lock(gen.mutex());
    EXPECT_FALSE(gen.mutex().try_lock());
  }
  EXPECT_TRUE(gen.mutex().try_lock());
  gen.mutex().unlock();
}

TEST(Generator, IsUndefinedByDefault) {
  EXPECT_FALSE(Generator().defined());
  EXPECT_TRUE(make_generator().defined());
}

TEST(Generator, StateRestartsTheSequence) {
  Generator gen = make_generator(3);
  randn({3}, gen);  // leaves a cached normal
  const Tensor state = gen.get_state();
  EXPECT_EQ(state.numel(), 5056);
  EXPECT_EQ(state.scalar_type(), kByte);
  const Tensor expected = randn({700}, gen);
  const Tensor one = randn({1}, gen);

  Generator other = make_generator(99);
  other.set_state(state);
  EXPECT_EQ(other.current_seed(), 3u);
  EXPECT_TRUE(randn({700}, other).equal(expected));
  EXPECT_TRUE(randn({1}, other).equal(one));
}

TEST(Generator, RefusesBytesThatAreNoState) {
  Generator gen = make_generator(3);
  EXPECT_THROW(gen.set_state(zeros({5056}, kByte)), Error);
  EXPECT_THROW(gen.set_state(zeros({100}, kByte)), Error);
  EXPECT_THROW(gen.set_state(zeros({5056})), Error);
  EXPECT_THROW(Generator().get_state(), Error);
  EXPECT_TRUE(gen.get_state().equal(make_generator(3).get_state()));
}

}  // namespace
}  // namespace glassgrad
