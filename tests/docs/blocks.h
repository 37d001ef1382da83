#pragma once
// What pages of Markdown show of programs.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/folders.h"

namespace docs_test {

/// The lines of a file of the project without their indentation, each with an end.
inline std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(std::filesystem::path(test_support::source_path()) / file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    const size_t begin = line.find_first_not_of(' ');
    lines.push_back((begin == line.npos ? "" : line.substr(begin)) + '\n');
  }
  return lines;
}

/// The same in one piece.
inline std::string text_of(const std::string& file) {
  std::string text;
  for (const std::string& line : lines_of(file)) text += line;
  return text;
}

/// What stands between the lines ```cpp and ``` of a page, one after the other.
inline std::vector<std::string> blocks_of(const std::string& page) {
  std::vector<std::string> blocks;
  bool is_in_block = false;
  for (const std::string& line : lines_of(page)) {
    if (line == "```cpp\n")
      blocks.emplace_back();
    else if (is_in_block && line != "```\n")
      blocks.back() += line;
    is_in_block = line == "```cpp\n" || (is_in_block && line != "```\n");
  }
  return blocks;
}

}  // namespace docs_test
