// Drawn programs of operations, views, changes in place, hooks and derivatives: values, gradients
// and errors are those of a naive autograd that shares no code with the library
// (tests/autograd/programs/naive.h).
#include "tests/autograd/programs/programs.h"
#include "tests/support/folders.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

TEST(Programs, RunAsInANaiveAutograd) {
  int gradients = 0, second_gradients = 0, errors = 0;
  for (unsigned program = 0; program < 3000; ++program) {
    std::mt19937 random(program);
    std::vector<std::uint8_t> bytes(40 + random() % 160);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    const fuzz::Outcome outcome = fuzz::run_program(bytes.data(), bytes.size());
    ASSERT_EQ(outcome.difference, "") << "program " << program;
    gradients += outcome.gradients;
    second_gradients += outcome.second_gradients;
    errors += outcome.errors;
  }
  // They are not all trivial.
  EXPECT_GT(gradients, 3000);
  EXPECT_GT(second_gradients, 900);
  EXPECT_GT(errors, 3000);
}

TEST(Programs, ThatOnceWentWrong) {
  const std::filesystem::path seeds = test_support::source_path("tests/fuzz/seeds/programs");
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(seeds)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const fuzz::Outcome outcome =
        fuzz::run_program(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    EXPECT_EQ(outcome.difference, "") << entry.path();
    ++count;
  }
  EXPECT_GT(count, 3);
}

}  // namespace
