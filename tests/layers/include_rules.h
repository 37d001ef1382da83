#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Which folder may include which: the arrows between the layers, checked on the text of the
/// `#include` lines.
namespace layers {

/// One `#include` that its file may not have.
struct Violation {
  std::string file;     ///< path from the root, with forward slashes
  int line;             ///< counted from 1
  std::string include;  ///< what is included, without quotes or brackets
  std::string reason;   ///< which rule it breaks

  /// "nn/module.h:3: includes optim/sgd.h: nn/ may include nn/ autograd/ and the standard library"
  std::string to_string() const;
};

/// All violations in the *.h and *.cpp files below `root`, in the order of their paths. Folders
/// that no rule names (build/, for example) are not looked at.
/// @throws std::filesystem::filesystem_error  if `root` cannot be read
std::vector<Violation> check_includes(const std::filesystem::path& root);

}  // namespace layers
