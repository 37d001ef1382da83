#pragma once
// Internal: numbers as they stand in files, least significant byte first.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

namespace glassgrad::io {

static_assert(std::endian::native == std::endian::little,
              "files are little-endian and are read and written as they stand in memory");

/// The number in the first sizeof(T) bytes of `bytes`.
template <class T>
T load(const void* bytes) {
  static_assert(std::is_trivially_copyable_v<T>);
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

template <class T>
void append(std::string& bytes, T value) {
  static_assert(std::is_arithmetic_v<T>);
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Reverses the bytes of each of `count` elements: between big and little endian.
inline void swap_bytes(void* elements, size_t count, size_t element_size) {
  char* next = static_cast<char*>(elements);
  for (size_t k = 0; k < count; ++k, next += element_size)
    for (size_t low = 0, high = element_size; low + 1 < high; ++low)
      std::swap(next[low], next[--high]);
}

}  // namespace glassgrad::io
