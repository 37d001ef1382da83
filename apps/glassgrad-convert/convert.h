#pragma once
// Model files from one format to another.

#include <glassgrad.h>

#include <string>
#include <vector>

namespace convert {

struct Options {
  std::string in;
  std::string out;  ///< empty: list alone
  bool list = false;
  bool help = false;
};

/// @param arguments  without the program's name
/// @throws apps::ArgumentError
Options parse_options(const std::vector<std::string>& arguments);

/// The text of `--help`.
std::string usage();

/// What is in a file, a line for each tensor or plain value: name, type, and shape or value.
std::string describe(const std::string& path);

/// Reads, lists and writes. @throws glassgrad::Error
void run(const Options& options);

}  // namespace convert
