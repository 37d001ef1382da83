// The tour through one iteration leads to files that exist, and not to too many.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/folders.h"

namespace {

namespace fs = std::filesystem;

std::set<fs::path> linked_files(const fs::path& page) {
  std::ostringstream text;
  text << std::ifstream(page).rdbuf();
  const std::string markdown = text.str();
  const std::regex link(R"(\]\(([^)]+)\))");
  std::set<fs::path> files;
  for (std::sregex_iterator at(markdown.begin(), markdown.end(), link), end; at != end; ++at)
    files.insert((page.parent_path() / (*at)[1].str()).lexically_normal());
  return files;
}

TEST(OneIteration, LeadsToThirtyFilesAtMost) {
  const fs::path docs = fs::path(test_support::source_path()) / "docs";
  const auto files = linked_files(docs / "one_iteration.md");
  EXPECT_GT(files.size(), 20u);
  size_t sources = 0;
  for (const fs::path& file : files) {
    EXPECT_TRUE(fs::exists(file)) << file;
    sources += file.extension() == ".cpp" || file.extension() == ".h";
  }
  EXPECT_LE(sources, 30u);
}

TEST(MapOfAutograd, LeadsToWhatExists) {
  for (const fs::path& file :
       linked_files(fs::path(test_support::source_path()) / "autograd/README.md"))
    EXPECT_TRUE(fs::exists(file)) << file;
}

}  // namespace
