// The reader of the golden files: numbers keep their bits, and a broken line is named.
#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace {

/// Loads a file of these lines.
golden::Table load(const std::string& lines) {
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) /
      (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".golden.txt");
  std::ofstream(path) << lines;
  return golden::load(path.string());
}

std::string error_of(const std::string& lines) {
  try {
    load(lines);
  } catch (const std::runtime_error& error) {
    const std::string text = error.what();
    return text.substr(text.find(".txt:") + 5);
  }
  return "no error";
}

TEST(Golden, ReadsCasesTypesAndErrors) {
  const golden::Table table = load(
      "# a comment\n"
      "row arithmetic add\n"
      "case add/strided bits\n"
      "in strided Float [2,1] 0x1.8p-3 -0x0p0\n"
      "out Double [] nan\n"
      "cotangent Double [] -inf\n"
      "gradient none\n"
      "promotion order Double Long\n"
      "promotion add dim_dim Long Double Long\n"
      "error add_sizes The size of tensor a\n");
  const golden::Case& golden = table.rows.at(0).cases.at(0);
  EXPECT_EQ(golden.variant, "strided");
  EXPECT_TRUE(golden.has("bits"));
  EXPECT_EQ(golden.inputs.at(0).layout, "strided");
  EXPECT_EQ(golden.inputs.at(0).array.shape, (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(golden.inputs.at(0).array.values.at(0), 0.1875);
  EXPECT_TRUE(std::signbit(golden.inputs.at(0).array.values.at(1)));
  EXPECT_TRUE(golden.outputs.at(0).shape.empty());
  EXPECT_TRUE(std::isnan(golden.outputs.at(0).values.at(0)));
  EXPECT_EQ(golden.cotangents.at(0).values.at(0), -INFINITY);
  EXPECT_FALSE(golden.gradients.at(0).has_value());
  EXPECT_EQ(table.promotions.at(0).results, (std::vector<std::string>{"Double", "Long"}));
  EXPECT_EQ(table.errors.at("add_sizes"), "The size of tensor a");
}

TEST(Golden, NamesTheBrokenLine) {
  const std::string begin = "row g a\ncase a/b\n";
  EXPECT_EQ(error_of(begin + "out Double [2] 1\n"),
            "3: the number of values does not fit the shape");
  EXPECT_EQ(error_of(begin + "out Double [1] 1x\n"), "3: not a number: 1x");
  EXPECT_EQ(error_of(begin + "out Double 1\n"), "3: not a shape: 1");
  EXPECT_EQ(error_of("in contiguous Double [] 1\n"), "1: there is no case yet");
  EXPECT_EQ(error_of("hello\n"), "1: unknown word: hello");
  EXPECT_THROW(golden::load("no such file"), std::runtime_error);
}

}  // namespace
