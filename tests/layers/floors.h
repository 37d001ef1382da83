#pragma once
// The floors of autograd/: one table, which the rules read and the map in autograd/README.md has to
// agree with.

#include <string_view>
#include <vector>

namespace layers {

/// A folder or a file at the root of autograd/. Places with one name are one room.
struct Room {
  int floor;               ///< counted from 1, from below
  std::string_view name;   ///< "tensor"
  std::string_view place;  ///< "autograd/tensor/"
};

/// All rooms, from below. A file may reach its own room and the floors below; the rooms beside it
/// it does not know.
const std::vector<Room>& rooms();

}  // namespace layers
