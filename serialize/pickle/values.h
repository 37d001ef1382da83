#pragma once
// Internal: values from and to files as Python's torch.save writes them.

#include "autograd/graph/ivalue_containers.h"
#include "serialize/pickle/storages.h"

namespace glassgrad::serialize {

/// How deep containers may lie in each other, read and written.
constexpr int kDeepest = 500;

/// What a file says, with its tensors.
/// @throws Error  that names what is wrong and where: a class or function that is none of those
///                that make tensors, an element type that tensors cannot have, memory that is
///                missing or too short, a container in itself, more than 500 in each other, or more
///                than 2^23 values, counting what is there twice twice
IValue read_pickle(TorchArchive& archive);

/// Writes what Python's torch.load, libtorch's pickle_load and ours read, one piece after the
/// other.
/// @throws Error  if a tensor is undefined, a string is no UTF-8, or a container is in 500 others
void write_pickle(const IValue& value, const std::function<void(std::string_view)>& sink);

}  // namespace glassgrad::serialize
