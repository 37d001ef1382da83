#pragma once
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "tests/support/folders.h"

namespace golden {

/// What libtorch answered: the lines below "case TEXT" in tests/golden/FILE.
inline std::string answer(const std::string& file, const std::string& text) {
  static std::map<std::string, std::map<std::string, std::string>> files;
  std::map<std::string, std::string>& answers = files[file];
  if (answers.empty()) {
    std::ifstream lines(test_support::source_path("tests/golden/") + file);
    std::string name;
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("case ", 0) == 0)
        name = line.substr(5);
      else
        answers[name] += line + '\n';
    }
  }
  const auto found = answers.find(text);
  return found == answers.end() ? "no such case in " + file : found->second;
}

}  // namespace golden
