#pragma once
// Internal: text in UTF-8.

#include <string_view>

namespace glassgrad::serialize {

/// Whether the bytes are well-formed UTF-8 (RFC 3629): no surrogates, nothing longer than needed.
bool is_utf8(std::string_view bytes);

}  // namespace glassgrad::serialize
