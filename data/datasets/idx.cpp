// Reads the files of MNIST.
#include "data/datasets/idx.h"

#include <cstring>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "io/byte_source.h"
#include "io/endian.h"
#include "io/inflate.h"

namespace glassgrad::data::datasets {

Tensor read_idx(const std::string& path) {
  constexpr size_t magic_size = 4;
  constexpr int bytes_type = 8;

  const io::ByteSource source(path);
  std::string content = source.read(0, source.size());
  if (io::is_gzip(content)) content = io::gunzip(content, path);

  check(content.size() >= magic_size && content[0] == 0 && content[1] == 0,
        "'{}': expected an IDX file, which begins with two zero bytes, a type and a number of "
        "dimensions; got {} bytes of something else",
        path, content.size());
  check(content[2] == bytes_type, "'{}': expected IDX elements of type 8 (bytes), got type {}",
        path, static_cast<int>(static_cast<uint8_t>(content[2])));
  const auto dims = static_cast<uint8_t>(content[3]);
  const size_t header_size = magic_size + dims * sizeof(uint32_t);
  check(dims > 0 && content.size() >= header_size,
        "'{}': expected at least one dimension and their sizes, got {} dimensions in {} bytes",
        path, dims, content.size());

  std::vector<int64_t> shape;
  int64_t count = 1;
  bool overflows = false;
  for (size_t d = 0; d < dims; ++d) {
    auto size = io::load<uint32_t>(&content[magic_size + d * sizeof(uint32_t)]);
    io::swap_bytes(&size, 1, sizeof size);
    shape.push_back(size);
    overflows |= __builtin_mul_overflow(count, shape.back(), &count);
  }
  const size_t data_size = content.size() - header_size;
  check(!overflows && data_size == static_cast<size_t>(count),
        "'{}': expected as many bytes of data as the shape {} has elements, got {}", path,
        IntArrayRef(shape), data_size);

  const Tensor elements = empty(shape, kByte);
  if (data_size > 0) std::memcpy(elements.data_ptr(), &content[header_size], data_size);
  return elements;
}

}  // namespace glassgrad::data::datasets
