#include "autograd/base/large_blocks.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "autograd/base/compiler.h"
#include "autograd/base/kept_memory.h"

namespace glassgrad {
namespace {

// Around every limit between lists.
std::vector<size_t> sizes() {
  std::vector<size_t> all = {1, 1000};
  for (size_t power = 1024; power <= size_t{1} << 27; power *= 2)
    for (const size_t quarters : {4, 5, 6, 7})
      for (const int more : {-1, 0, 1}) all.push_back(power / 4 * quarters + more);
  return all;
}

TEST(LargeBlocks, HoldWhatWasAskedFor) {
  for (const size_t bytes : sizes()) {
    void* block = allocate_large_block(bytes);
    ASSERT_EQ(reinterpret_cast<uintptr_t>(block) % 64, 0u) << bytes;
    static_cast<char*>(block)[0] = static_cast<char*>(block)[bytes - 1] = 1;
    free_large_block(block, bytes);
  }
}

TEST(LargeBlocks, OfDifferentSizesDoNotShareMemory) {
  // A block waits for the next size in turn: whoever gets it must find room enough.
  std::vector<std::pair<char*, size_t>> blocks;
  for (int round = 0; round < 2; ++round) {
    for (size_t bytes = 1000; bytes < 200000; bytes += 777) {
      auto* block = static_cast<char*>(allocate_large_block(bytes));
      std::memset(block, static_cast<int>(blocks.size() % 100), bytes);
      blocks.emplace_back(block, bytes);
    }
    for (size_t i = 0; i < blocks.size(); ++i) {
      const auto [block, bytes] = blocks[i];
      ASSERT_EQ(block[0], static_cast<char>(i % 100)) << bytes;
      ASSERT_EQ(block[bytes - 1], static_cast<char>(i % 100)) << bytes;
      free_large_block(block, bytes);
    }
    blocks.clear();
  }
}

TEST(LargeBlocks, WaitForTheNextOfTheirSize) {
  if (detail::kAddressSanitizer)
    GTEST_SKIP() << "under AddressSanitizer every block goes back to malloc";
  void* block = allocate_large_block(5 << 20);
  free_large_block(block, 5 << 20);
  void* again = allocate_large_block((5 << 20) - 100);
  EXPECT_EQ(block, again);
  free_large_block(again, (5 << 20) - 100);
}

TEST(LargeBlocks, WaitWithinABoundThatCanBeSet) {
  if (detail::kAddressSanitizer)
    GTEST_SKIP() << "under AddressSanitizer every block goes back to malloc";
  // What malloc gives anew is zero: blocks of 40 MB come straight from the system.
  constexpr size_t large = size_t{40} << 20;
  const auto keeps_both = [] {
    char* blocks[2];
    for (char*& block : blocks) block = static_cast<char*>(allocate_large_block(large));
    for (char* block : blocks) block[100] = 1;
    for (char* block : blocks) free_large_block(block, large);
    for (char*& block : blocks) block = static_cast<char*>(allocate_large_block(large));
    const bool both = blocks[0][100] == 1 && blocks[1][100] == 1;
    for (char* block : blocks) free_large_block(block, large);
    return both;
  };
  const size_t before = get_kept_memory();
  EXPECT_EQ(before, size_t{64} << 20);
  EXPECT_FALSE(keeps_both());
  set_kept_memory(3 * large);
  EXPECT_EQ(get_kept_memory(), 3 * large);
  EXPECT_TRUE(keeps_both());
  set_kept_memory(large);
  EXPECT_FALSE(keeps_both());
  set_kept_memory(before);
}

TEST(LargeBlocks, MayBeGivenBackByAnotherThread) {
  void* block = allocate_large_block(1 << 20);
  std::thread([block] {
    free_large_block(block, 1 << 20);
    free_large_block(allocate_large_block(1 << 20), 1 << 20);
  }).join();
}

}  // namespace
}  // namespace glassgrad
