#pragma once

#include <cstddef>
#include <cstdint>

namespace glassgrad::testing {

/// 64-bit FNV-1a hash of `bytes` bytes; give the hash of what came before to continue it.
/// Source: Fowler, Noll & Vo, draft-eastlake-fnv.
inline uint64_t fnv1a(const void* data, size_t bytes, uint64_t hash = 0xcbf29ce484222325) {
  for (size_t k = 0; k < bytes; ++k) {
    hash = (hash ^ static_cast<const unsigned char*>(data)[k]) * 0x100000001b3;
  }
  return hash;
}

}  // namespace glassgrad::testing
