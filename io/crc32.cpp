// The checksum of gzip and zip, by tables, eight bytes at a time.
#include "io/crc32.h"

#include <array>

#include "io/endian.h"

namespace glassgrad::io {
namespace {

using Tables = std::array<std::array<uint32_t, 256>, 8>;

/// In table k the remainder of each byte followed by 32 + 8 k zero bits.
constexpr Tables make_tables() {
  Tables tables{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit)
      remainder = (remainder >> 1) ^ (remainder & 1 ? 0xedb88320u : 0u);
    tables[0][byte] = remainder;
  }
  for (size_t k = 1; k < tables.size(); ++k)
    for (size_t byte = 0; byte < 256; ++byte) {
      const uint32_t before = tables[k - 1][byte];
      tables[k][byte] = (before >> 8) ^ tables[0][before & 0xff];
    }
  return tables;
}

constexpr Tables kTables = make_tables();

}  // namespace

uint32_t crc32(std::string_view bytes) {
  uint32_t remainder = 0xffffffff;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    // The remainder so far is that of its four bytes in place of the first ones here.
    const uint64_t next = load<uint64_t>(bytes.data()) ^ remainder;
    remainder = 0;
    for (size_t k = 0; k < 8; ++k) remainder ^= kTables[7 - k][next >> (8 * k) & 0xff];
  }
  for (const char byte : bytes)
    remainder =
        (remainder >> 8) ^ kTables[0][(remainder ^ static_cast<unsigned char>(byte)) & 0xff];
  return ~remainder;
}

}  // namespace glassgrad::io
