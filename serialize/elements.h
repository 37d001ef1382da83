#pragma once
// Internal: the elements of a tensor as they stand in a file.

#include <string>
#include <string_view>
#include <vector>

#include "autograd/tensor/tensor.h"
#include "io/byte_source.h"

namespace glassgrad::serialize {

/// How a file says what its elements are. Half and BFloat16 are read as float32, which holds every
/// value of theirs; they are never written.
struct StoredTensor {
  ScalarType type;
  std::vector<int64_t> shape;
  bool is_big_endian = false;
};

/// Bytes of a tensor's elements, row-major without gaps.
/// @param where  names file and tensor in error texts
/// @throws Error  if the shape has a negative size, more than 64 dimensions, or more elements than
///                int64 counts (with sizes of 0 taken as 1)
uint64_t byte_count(const StoredTensor& stored, const std::string& where);

/// Reads the elements from `offset` on into a new tensor.
/// @throws Error  as byte_count, if the source is too short, or a bool is neither 0 nor 1
Tensor read_elements(const io::ByteSource& source, uint64_t offset, const StoredTensor& stored,
                     const std::string& where);

/// The bytes of a contiguous tensor.
std::string_view bytes_of(const Tensor& contiguous);

}  // namespace glassgrad::serialize
