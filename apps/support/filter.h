#pragma once
// Runs a program that turns its input into its output.

#include <stdexcept>
#include <string>
#include <vector>

namespace apps {

/// A program that draws is not installed. `cure` says what to do: "install gnuplot".
struct ProgramMissing : std::runtime_error {
  ProgramMissing(const std::string& text, std::string cure)
      : std::runtime_error(text), cure(std::move(cure)) {}
  std::string cure;
};

/// Runs `command` with `input` as its standard input; returns what it writes to standard output.
/// @throws ProgramMissing  with `cure`
/// @throws std::runtime_error  with the last line of its complaint if it fails
std::string run_filter(const std::vector<std::string>& command, const std::string& input,
                       const std::string& cure);

}  // namespace apps
