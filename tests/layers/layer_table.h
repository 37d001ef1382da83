#pragma once
// The folders of the project and what each may include: the arrows that are drawn the right way.

#include <string>
#include <string_view>
#include <vector>

namespace layers {

/// A folder (or one of the files at the root of autograd/).
struct Layer {
  std::string place;                 ///< what the paths of its files begin with
  std::vector<std::string> reaches;  ///< places of ours that its files may bring in
  std::vector<std::string> foreign;  ///< what else they may include besides the standard library
  int floor = 0;                     ///< of autograd/, see floors.h; 0 outside

  /// "nn/ may reach nn/ autograd/"
  std::string rule() const;
};

/// The layer whose place is the longest beginning of `file`, null if there is none.
const Layer* find_layer(std::string_view file);

bool starts_with_any(std::string_view text, const std::vector<std::string>& beginnings);

}  // namespace layers
