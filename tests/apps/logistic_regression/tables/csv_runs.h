#pragma once

#include <string>
#include <vector>

#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace logistic_regression {

using test_support::Folder;
using test_support::Outcome;
using Names = std::vector<std::string>;

inline const std::string kPenguins =
    test_support::source_path("apps/logistic_regression/data/penguins.csv");

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Runs the program in `folder`. A shell reads `arguments`; `setting` is put before the command:
/// "PATH=/nowhere".
inline Outcome run_program(const Folder& folder, const std::string& arguments,
                           const std::string& setting = "") {
  return run_in(folder,
                setting + " '" + test_support::app_path("logistic_regression") + "' " + arguments);
}

inline Outcome run_penguins(const Folder& folder, const std::string& arguments) {
  return run_program(folder, std::string("--csv '") + kPenguins + "' " + arguments);
}

}  // namespace logistic_regression
