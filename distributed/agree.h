#pragma once
// Internal: whether all ranks have the same, before they rely on it.

#include <string>
#include <vector>

#include "autograd/tensor/tensor.h"
#include "distributed/process_group.h"

namespace glassgrad::distributed {

/// Compares a list with that of rank 0.
/// @throws Error  on all ranks with the same text, "WHAT: rank 2 has A where rank 0 has B", naming
/// the
///                first line that differs
void check_agreement(ProcessGroup& group, const std::vector<std::string>& lines, const char* what);

/// The values of rank 0's tensors become those of all ranks.
void broadcast_values(ProcessGroup& group, const std::vector<Tensor>& tensors);

}  // namespace glassgrad::distributed
