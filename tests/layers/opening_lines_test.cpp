// Every source file of the library and its programs says at its top what it is for.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/layers/source_tree.h"
#include "tests/support/folders.h"

namespace {

/// Whether a comment of its own ("// ...", not the "/// ..." of a declaration) is the first thing
/// in a file besides preprocessor lines.
bool has_opening_line(std::istream& file) {
  bool goes_on = false;  // a preprocessor line that ends with a backslash
  for (std::string line; std::getline(file, line);) {
    const bool is_directive = goes_on || line.starts_with("#");
    goes_on = is_directive && line.ends_with("\\");
    if (!is_directive && !line.empty()) return line.starts_with("// ") && line.size() > 3;
  }
  return false;
}

bool text_has_opening_line(const std::string& text) {
  std::istringstream file(text);
  return has_opening_line(file);
}

TEST(OpeningLines, AreCommentsBeforeAnythingElse) {
  EXPECT_TRUE(text_has_opening_line("// Sums.\n#include <vector>\n"));
  EXPECT_TRUE(text_has_opening_line("#pragma once\n// Sums.\nint f();\n"));
  EXPECT_TRUE(
      text_has_opening_line("#include <vector>\n#define A(x) \\\n  x\n\n// Sums.\nint f();"));
  EXPECT_FALSE(text_has_opening_line("#pragma once\n\nnamespace a {\n// Sums.\nint f();\n}\n"));
  EXPECT_FALSE(text_has_opening_line("#pragma once\n/// The sum.\nint f();\n"));
  EXPECT_FALSE(text_has_opening_line("// \nint f();\n"));
  EXPECT_FALSE(text_has_opening_line(""));
}

TEST(OpeningLines, EveryFileHasOne) {
  const layers::SourceTree tree(test_support::source_path());
  for (const std::string& file : tree.files()) {
    // Pages show the examples whole and say what they are for.
    if (file.starts_with("tests/") || file.starts_with("docs/")) continue;
    std::ifstream stream(std::filesystem::path(test_support::source_path()) / file);
    EXPECT_TRUE(has_opening_line(stream)) << file << ": what is it for?";
  }
}

}  // namespace
