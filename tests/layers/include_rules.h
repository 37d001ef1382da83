#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Which file may include which, checked on the text of the `#include` lines. An arrow counts also
/// where it goes through other headers.
namespace layers {

/// One `#include` that its file may not have, or a file that no rule knows.
struct Violation {
  std::string file;     ///< path from the root, with forward slashes
  int line;             ///< counted from 1
  std::string include;  ///< what is included, without quotes or brackets; empty for the whole file
  std::string reason;   ///< which rule it breaks

  /// "nn/module.h:3: includes ../optim/sgd.h: nn/ may reach nn/ autograd/, not optim/sgd.h"
  std::string to_string() const;
};

/// All violations in the *.h and *.cpp files below `root`, in the order of their paths.
///
/// - A file reaches its own layer and those that layer_table.cpp names for it, in autograd/ its own
///   room and the floors below (floors.cpp). What include/ and tests/support/ bring along is free
///   to whoever may include these.
/// - What include/ brings in is public: it has no part in autograd/kernels/ and autograd/ops/, and
///   names ours by relative paths. All other files name ours from the root: "nn/linear.h",
///   <glassgrad.h>.
/// - What <glassgrad.h> brings in includes nothing that compiles slowly.
/// @throws std::filesystem::filesystem_error  if `root` cannot be read
std::vector<Violation> check_includes(const std::filesystem::path& root);

}  // namespace layers
