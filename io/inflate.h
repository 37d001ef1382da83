#pragma once
// Internal: reading compressed bytes, by zlib.

#include <cstdint>
#include <string>
#include <string_view>

namespace glassgrad::io {

/// Expands DEFLATE data.
/// @param expected_size  of the result; no more memory than that is used
/// @param name           of what is read, for error texts
/// @throws Error  unless `compressed` is well-formed to its last byte and gives that many bytes, or
///                if check_expansion refuses it
/// Source: RFC 1951.
std::string inflate(std::string_view compressed, uint64_t expected_size, const std::string& name);

/// Expands a gzip file of one member; name, comment and time in its header are skipped.
/// @throws Error  as inflate, and if the checksum differs
/// Source: RFC 1952.
std::string gunzip(std::string_view compressed, const std::string& name);
/// Whether the bytes begin as a gzip file does.
bool is_gzip(std::string_view bytes);

/// Refuses small files that would fill the memory.
/// @throws Error  if `expanded` is more than 1 GB and more than 100 times `compressed`
void check_expansion(uint64_t compressed, uint64_t expanded, const std::string& name);

}  // namespace glassgrad::io
