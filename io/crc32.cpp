// The checksum of gzip and zip, by zlib.
#include "io/crc32.h"

#include <zlib.h>

namespace glassgrad::io {

uint32_t crc32(std::string_view bytes) {
  const auto* first = reinterpret_cast<const Bytef*>(bytes.data());
  return static_cast<uint32_t>(::crc32_z(0, first, bytes.size()));
}

}  // namespace glassgrad::io
