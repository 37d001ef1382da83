#pragma once
// Internal: the formats .npy and .npz on any source of bytes.

#include <string>

#include "io/byte_source.h"
#include "nn/ordered_dict.h"
#include "serialize/elements.h"

namespace glassgrad::serialize {

struct NpyHeader {
  StoredTensor stored;
  bool is_column_major = false;
  uint64_t data_offset = 0;
};

/// @throws Error  unless the source begins with a header of version 1.0, 2.0 or 3.0 of a type that
///                tensors hold
NpyHeader read_npy_header(const io::ByteSource& source);

/// The header of version 1.0 of a row-major array, up to the data.
std::string npy_header(const StoredTensor& stored);

/// The array of a source that is a whole .npy file. @throws Error as numpy::load
Tensor read_npy(const io::ByteSource& source);
/// The arrays of an archive. @throws Error as numpy::load_npz
OrderedDict<std::string, Tensor> read_npz(const io::ByteSource& source);

}  // namespace glassgrad::serialize
