#pragma once
// Model files from one format to another.

#include <glassgrad.h>

#include <string>
#include <vector>

namespace convert {

struct Options {
  std::string in;
  std::string out;  ///< empty: list alone
  std::string key;  ///< of the part that is converted; empty: all
  bool list = false;
  bool help = false;
};

/// @param arguments  without the program's name
/// @throws apps::ArgumentError
Options parse_options(const std::vector<std::string>& arguments);

/// The text of `--help`.
std::string usage();

/// What is in a file, or under a key of it, a line for each tensor or plain value: name, type, and
/// shape or value.
std::string describe(const std::string& path, const std::string& key = "");

/// What a state has under a key, "fc.weight" of "model.fc.weight" under "model".
/// @param left_out  gets the names of what else there is, shortened to their first parts
/// @throws apps::ArgumentError  if there is nothing
glassgrad::serialize::StateDict select(const glassgrad::serialize::StateDict& state,
                                       const std::string& key, std::vector<std::string>& left_out);

/// Reads, lists and writes, with progress on a terminal. @throws glassgrad::Error
void run(const Options& options);

}  // namespace convert
