// What docs/traps.md shows is compiled: its blocks are parts of the example, in this order. That
// the example prints what the page says is a test beside it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/program.h"

namespace {

std::string without_indentation(const std::string& line) {
  const size_t begin = line.find_first_not_of(' ');
  return begin == line.npos ? "" : line.substr(begin);
}

/// The lines without their indentation, each with an end.
std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(std::filesystem::path(GLASSGRAD_SOURCE_DIR) / file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(without_indentation(line) + '\n');
  return lines;
}

TEST(Traps, ShowsWhatIsCompiled) {
  std::string program;
  for (const std::string& line : lines_of("docs/examples/traps.cpp")) program += line;
  std::vector<std::string> blocks;
  bool is_in_block = false;
  for (const std::string& line : lines_of("docs/traps.md")) {
    if (line == "```cpp\n")
      blocks.emplace_back();
    else if (is_in_block && line != "```\n")
      blocks.back() += line;
    is_in_block = line == "```cpp\n" || (is_in_block && line != "```\n");
  }
  EXPECT_GT(blocks.size(), 15u);
  size_t from = 0;
  for (const std::string& block : blocks) {
    const size_t at = program.find(block, from);
    ASSERT_NE(at, program.npos) << block;
    from = at + block.size();
  }
}

// The compiler speaks of a guard that ends where it begins, and of none that has a name.
TEST(Traps, AGuardNeedsAName) {
  const test_support::Folder folder;
  const auto warnings_for = [&](const std::string& statement) {
    folder.write("guard.cpp", "#include \"" GLASSGRAD_SOURCE_DIR
                              "/autograd/graph/grad_mode.h\"\nvoid f() { " +
                                  statement + " }\n");
    return test_support::run_in(folder, "c++ -std=c++20 -fsyntax-only guard.cpp").err;
  };
  EXPECT_EQ(warnings_for("glassgrad::NoGradGuard no_grad;"), "");
  EXPECT_NE(warnings_for("glassgrad::NoGradGuard();").find("nodiscard"), std::string::npos);
  EXPECT_NE(warnings_for("glassgrad::AutoGradMode(true);").find("nodiscard"), std::string::npos);
}

}  // namespace
