#pragma once
// Internal: the header of a safetensors file, which is JSON.

#include <string>
#include <string_view>
#include <vector>

#include "serialize/elements.h"
#include "serialize/safetensors_file.h"

namespace glassgrad::serialize {

constexpr const char* kMetadataName = "__metadata__";

/// One tensor of a header; the offsets count from the end of the header.
struct SafetensorsEntry {
  std::string name;
  StoredTensor stored;
  uint64_t begin, end;
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;  ///< as they come in the text
  Metadata metadata;
};

/// Reads {"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...,
/// "__metadata__": {"KEY": "TEXT"}}. Strict: UTF-8, no name twice, no other keys, numbers whole and
/// not negative, only spaces behind the end. Takes no more than the text, however deep it is.
/// @param file  for error texts
/// @throws Error  that says where in the text, or in which tensor, what was expected
/// Source: RFC 8259.
SafetensorsHeader parse_safetensors_header(std::string_view text, const std::string& file);

/// The other way round. @throws Error unless names and texts are UTF-8
std::string safetensors_header_text(const std::vector<SafetensorsEntry>& entries,
                                    const Metadata& metadata);

/// The place of a type in the order in which data is written.
size_t safetensors_rank(ScalarType type);

}  // namespace glassgrad::serialize
