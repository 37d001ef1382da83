#pragma once
// Internal: reading compressed bytes.

#include <cstdint>
#include <string>
#include <string_view>

namespace glassgrad::io {

/// Expands DEFLATE data.
/// @param expected_size  of the result; no more memory than that is used
/// @param name           of what is read, for error texts
/// @throws Error  unless `compressed` is well-formed to its last byte and gives that many bytes
/// Source: RFC 1951.
std::string inflate(std::string_view compressed, uint64_t expected_size, const std::string& name);

/// Expands a gzip file of one member; name, comment and time in its header are skipped.
/// @throws Error  as inflate, and if the checksum differs
/// Source: RFC 1952.
std::string gunzip(std::string_view compressed, const std::string& name);
/// Whether the bytes begin as a gzip file does.
bool is_gzip(std::string_view bytes);

}  // namespace glassgrad::io
