// Elements between a tensor's memory and a file, converted where files have types of their own.
#include "serialize/elements.h"

#include <bit>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "io/endian.h"

namespace glassgrad::serialize {
namespace {

constexpr size_t kMaxDims = 64;

/// An IEEE 754 binary16 number as float: sign, 5 bits of exponent with bias 15, 10 of fraction.
float half_to_float(uint16_t half) {
  const uint32_t sign = (half & 0x8000u) << 16;
  const uint32_t exponent = half >> 10 & 0x1f, fraction = half & 0x3ffu;
  if (exponent == 0x1f) return std::bit_cast<float>(sign | 0x7f800000u | fraction << 13);
  if (exponent > 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
  const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
  return sign ? -magnitude : magnitude;
}

/// bfloat16 is the upper half of a float.
float bfloat16_to_float(uint16_t upper) { return std::bit_cast<float>(uint32_t{upper} << 16); }

Tensor read_short_floats(const io::ByteSource& source, uint64_t offset,
                         const StoredTensor& stored) {
  const Tensor result = empty(stored.shape, kFloat);
  std::vector<uint16_t> shorts(static_cast<size_t>(result.numel()));
  source.read(offset, shorts.data(), 2 * shorts.size());
  if (stored.is_big_endian) io::swap_bytes(shorts.data(), shorts.size(), 2);
  float* out = result.data_ptr<float>();
  for (const uint16_t bits : shorts)
    *out++ = stored.type == kHalf ? half_to_float(bits) : bfloat16_to_float(bits);
  return result;
}

}  // namespace

uint64_t byte_count(const StoredTensor& stored, const std::string& where) {
  check(stored.shape.size() <= kMaxDims, "{}: expected at most {} dimensions, got {}", where,
        kMaxDims, stored.shape.size());
  int64_t product = static_cast<int64_t>(elementSize(stored.type));
  bool is_empty = false;
  for (const int64_t size : stored.shape) {
    check(size >= 0, "{}: expected sizes of at least 0, got the shape {}", where,
          IntArrayRef(stored.shape));
    is_empty |= size == 0;
    const bool overflows = __builtin_mul_overflow(product, size == 0 ? 1 : size, &product);
    check(!overflows, "{}: expected fewer than 2^63 bytes, got the shape {}", where,
          IntArrayRef(stored.shape));
  }
  return is_empty ? 0 : static_cast<uint64_t>(product);
}

Tensor read_elements(const io::ByteSource& source, uint64_t offset, const StoredTensor& stored,
                     const std::string& where) {
  const uint64_t bytes = byte_count(stored, where);
  // Before memory is taken for them.
  check(offset <= source.size() && bytes <= source.size() - offset,
        "{}: expected {} bytes of data for the shape {}, got {}", where, bytes,
        IntArrayRef(stored.shape), source.size() - std::min(offset, source.size()));
  if (stored.type == kHalf || stored.type == kBFloat16)
    return read_short_floats(source, offset, stored);

  const Tensor result = empty(stored.shape, stored.type);
  source.read(offset, result.data_ptr(), bytes);
  if (stored.is_big_endian)
    io::swap_bytes(result.data_ptr(), static_cast<size_t>(result.numel()), result.itemsize());
  if (stored.type == kBool) {
    const auto* values = static_cast<const uint8_t*>(result.data_ptr());
    for (uint64_t k = 0; k < bytes; ++k)
      check(values[k] <= 1, "{}: expected bools that are 0 or 1, got {} at element {}", where,
            values[k], k);
  }
  return result;
}

std::string_view bytes_of(const Tensor& contiguous) {
  return {static_cast<const char*>(contiguous.data_ptr()), contiguous.nbytes()};
}

}  // namespace glassgrad::serialize
