#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace {

namespace fs = std::filesystem;

const fs::path root = test_support::source_path();

std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// What stands between the n-th line "```cpp" (from 0), or of another language, and the line "```"
/// after it; empty if there is none.
std::string code_block(const std::string& markdown, int n, const std::string& language = "cpp") {
  const std::string opening = "```" + language + "\n";
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
  EXPECT_EQ(code_block(read(root / "docs/book/02-scalars.md"), 0), example);
}

// The line below it compiles the program with nothing but scalars, and runs it.
TEST(Readme, TheLineOfTheScalarsCompilesAndRuns) {
  const std::string line = code_block(read(root / "docs/book/02-scalars.md"), 0, "sh");
  ASSERT_NE(line, "");
  const test_support::Folder folder;
  const auto outcome = test_support::run_in(folder, "ln -s '" + root.string() + "'/* . && " + line);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("dc/da = -2.92935, dc/db = 2\n"), outcome.out.npos) << outcome.out;
}

std::string without_empty_lines(const std::string& text) {
  std::istringstream lines(text);
  std::string line, result;
  while (std::getline(lines, line))
    if (!line.empty()) result += line + "\n";
  return result;
}

// The blocks of the page, one after the other, are the two programs.
TEST(PythonAndCpp, ShowsBothProgramsWhole) {
  const std::string page = read(root / "docs/book/12-pytorch.md");
  const std::pair<const char*, const char*> languages[] = {{"python", "tutorial.py"},
                                                           {"cpp", "tutorial.cpp"}};
  for (const auto& [language, file] : languages) {
    std::string shown;
    for (int n = 0; !code_block(page, n, language).empty(); ++n)
      shown += code_block(page, n, language);
    ASSERT_NE(shown, "");
    EXPECT_EQ(without_empty_lines(shown), without_empty_lines(read(root / "docs/examples" / file)));
  }
}

std::string without_indentation(const std::string& text) {
  std::istringstream lines(text);
  std::string line, result;
  while (std::getline(lines, line))
    if (const size_t begin = line.find_first_not_of(' '); begin != line.npos)
      result += line.substr(begin) + "\n";
  return result;
}

// Model files go both ways in blocks that are parts of two programs.
TEST(PythonAndCpp, ShowsHowModelFilesGoBothWays) {
  const std::string page = read(root / "docs/book/12-pytorch.md");
  const std::pair<const char*, const char*> languages[] = {{"py", "model_files.py"},
                                                           {"c++", "model_files.cpp"}};
  for (const auto& [language, file] : languages) {
    const std::string program = without_indentation(read(root / "docs/examples" / file));
    for (int n = 0; n < 2; ++n) {
      const std::string block = without_indentation(code_block(page, n, language));
      ASSERT_NE(block, "");
      EXPECT_LE(std::count(block.begin(), block.end(), '\n'), 5);
      EXPECT_NE(program.find(block), program.npos) << block;
    }
  }
}

// Links to files of the repository lead somewhere: [text](path), but not to a page of the web.
int check_links(const fs::path& file) {
  const std::string markdown = read(file);
  int links = 0;
  for (size_t at = markdown.find("]("); at != markdown.npos; at = markdown.find("](", at + 1)) {
    const std::string target = markdown.substr(at + 2, markdown.find(')', at) - at - 2);
    // Pages show lambdas too, `[note](torch::Tensor) {}`.
    if (target.find("::") != target.npos || target.find("://") != target.npos ||
        target.starts_with("#") || target.empty())
      continue;
    const std::string path = target.substr(0, target.find('#'));
    EXPECT_TRUE(fs::exists(file.parent_path() / path)) << file << ": " << target;
    ++links;
  }
  return links;
}

TEST(Readme, LinksLeadToFiles) {
  for (const char* page :
       {"README.md", "CONTRIBUTING.md", "autograd/README.md", "docs/traps.md", "docs/libtorch.md"})
    EXPECT_GT(check_links(root / page), 0) << page;
}

TEST(Readme, LinksOfTheCourseLeadToFiles) {
  for (const char* page : {"docs/teaching.md", "exercises/README.md"})
    EXPECT_GT(check_links(root / page), 0) << page;
}

}  // namespace
