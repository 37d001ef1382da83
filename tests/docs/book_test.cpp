// What the book shows is compiled: the blocks of a chapter are parts of its program. That the
// program prints what the chapter says is a test beside it.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "tests/docs/blocks.h"
#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace {

namespace fs = std::filesystem;
using docs_test::blocks_of;
using docs_test::text_of;

const fs::path source = test_support::source_path();

std::vector<std::string> chapters() {
  std::vector<std::string> pages;
  for (const auto& entry : fs::directory_iterator(source / "docs/book"))
    if (entry.path().extension() == ".md")
      pages.push_back(fs::relative(entry.path(), source).string());
  return pages;
}

/// The programs whose names begin with the chapter's number, and the examples that are older.
std::string programs_of(const std::string& page) {
  const std::string number = fs::path(page).filename().string().substr(0, 2);
  std::string text;
  for (const auto& entry : fs::directory_iterator(source / "docs/examples/book"))
    if (entry.path().filename().string().starts_with(number))
      text += text_of(fs::relative(entry.path(), source).string());
  if (number == "02") text += text_of("docs/examples/value.cpp");
  if (number == "12") text += text_of("docs/examples/tutorial.cpp");
  return text;
}

TEST(Book, ShowsWhatIsCompiled) {
  size_t blocks = 0;
  for (const std::string& page : chapters()) {
    const std::string program = programs_of(page);
    for (const std::string& block : blocks_of(page)) {
      EXPECT_NE(program.find(block), program.npos) << page << '\n' << block;
      ++blocks;
    }
  }
  EXPECT_GT(blocks, 40u);
}

TEST(Book, LinksLeadToFiles) {
  const std::regex link(R"(\]\(([^) :#]+)(#[^)]*)?\))");
  for (const std::string& page : chapters()) {
    const std::string text = text_of(page);
    int links = 0;
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at, ++links) {
      const std::string target = (*at)[1];
      EXPECT_TRUE(fs::exists((source / page).parent_path() / target)) << page << ": " << target;
    }
    EXPECT_GT(links, 0) << page;
  }
}

// Each exercise belongs to one chapter, which calls it by its title.
TEST(Book, HasEveryExerciseOnce) {
  const std::regex line(
      R"(- `\./run learn (\d\d)`: \[([^\]]+)\]\(\.\./\.\./(exercises/tasks/(\d\d)_\w+\.md)\))");
  std::map<std::string, int> shown;
  for (const std::string& page : chapters()) {
    const std::string text = text_of(page);
    for (std::sregex_iterator at(text.begin(), text.end(), line), end; at != end; ++at) {
      EXPECT_EQ((*at)[1], (*at)[4]) << page;
      EXPECT_TRUE(text_of((*at)[3]).starts_with("# " + (*at)[2].str() + "\n")) << (*at)[0];
      ++shown[fs::path((*at)[3].str()).stem()];
    }
  }
  for (const auto& entry : fs::directory_iterator(source / "exercises/tasks"))
    EXPECT_EQ(shown[entry.path().stem()], 1) << entry.path();
}

TEST(Book, ShowsThePicturesThatItsProgramDraws) {
  const test_support::Folder folder;
  const auto drawn = test_support::run_in(
      folder, "python3 '" + source.string() +
                  "/docs/book/figures.py' . && for f in book_*.svg; do cmp $f '" + source.string() +
                  "/docs/images/'$f || exit 1; done");
  EXPECT_EQ(drawn.status, 0) << drawn.out << drawn.err;
}

}  // namespace
