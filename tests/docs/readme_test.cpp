#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path root = GLASSGRAD_SOURCE_DIR;

std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// What stands between the n-th line "```cpp" (from 0) and the line "```" after it.
std::string code_block(const std::string& markdown, int n) {
  const std::string opening = "```cpp\n";
  size_t begin = 0;
  for (int i = 0; i <= n; ++i) {
    begin = markdown.find(opening, begin);
    if (begin == markdown.npos) return "";
    begin += opening.size();
  }
  return markdown.substr(begin, markdown.find("```\n", begin) - begin);
}

// The code that README.md shows is a program that the build compiles and a test runs.
TEST(Readme, ShowsTheExampleThatIsCompiled) {
  const std::string example = read(root / "docs/examples/circle.cpp");
  ASSERT_NE(example, "");
  EXPECT_EQ(code_block(read(root / "README.md"), 0), example);
}

TEST(Readme, ShowsTheScalarsThatAreCompiled) {
  const std::string example = read(root / "docs/examples/value.cpp");
  ASSERT_NE(example, "");
  EXPECT_EQ(code_block(read(root / "docs/value.md"), 0), example);
}

// Links to files of the repository lead somewhere: [text](path), but not to a page of the web.
int check_links(const fs::path& file) {
  const std::string markdown = read(file);
  int links = 0;
  for (size_t at = markdown.find("]("); at != markdown.npos; at = markdown.find("](", at + 1)) {
    const std::string target = markdown.substr(at + 2, markdown.find(')', at) - at - 2);
    if (target.find("://") != target.npos || target.starts_with("#")) continue;
    EXPECT_TRUE(fs::exists(file.parent_path() / target)) << target;
    ++links;
  }
  return links;
}

TEST(Readme, LinksLeadToFiles) {
  EXPECT_GT(check_links(root / "README.md"), 0);
  EXPECT_GT(check_links(root / "docs/value.md"), 0);
}

}  // namespace
