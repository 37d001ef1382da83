#pragma once
// Internal: the checksum of gzip and zip.

#include <cstdint>
#include <string_view>

namespace glassgrad::io {

/// The remainder of the bytes, read as a polynomial over GF(2) with the lowest bit first, by
/// x^32 + x^26 + x^23 + x^22 + x^16 + x^12 + x^11 + x^10 + x^8 + x^7 + x^5 + x^4 + x^2 + x + 1,
/// inverted before and after.
/// Source: RFC 1952, section 8.
uint32_t crc32(std::string_view bytes);

}  // namespace glassgrad::io
