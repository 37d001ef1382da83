#pragma once
#include <glassgrad/distributed.h>

namespace glassgrad::distributed {

/// The group of all ranks, one for all tests.
inline ProcessGroupMPI& everybody() {
  static const auto group = ProcessGroupMPI::createProcessGroupMPI();
  return *group;
}
inline intrusive_ptr<ProcessGroup> group_of_all() {
  return intrusive_ptr<ProcessGroup>(&everybody());
}

}  // namespace glassgrad::distributed
