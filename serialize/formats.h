#pragma once
// Internal: which of the formats of model files one is.

#include "io/byte_source.h"
#include "serialize/save.h"

namespace glassgrad::serialize {

/// The tensors of a file of any format, which its first bytes tell; plain values among them have
/// the names that archives give them.
/// @param map_from  the size from which on a file of Python's torch.save is mapped
StateDict read_any(const io::ByteSource& source, uint64_t map_from = uint64_t{16} << 20);

/// @throws Error  that says how to convert it, if it is a pickle of PyTorch before 1.6
void check_is_no_old_pickle(const io::ByteSource& source);

}  // namespace glassgrad::serialize
