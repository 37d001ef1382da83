#pragma once
// Rows of a small image have seven or fourteen numbers. Vectors, then a loop over what is left,
// cost more than the work; here the last vector overlaps the one before. For multiversioned
// functions.

#include <cstdint>
#include <cstring>

#include "autograd/base/compiler.h"

namespace glassgrad::kernels {

namespace detail {

template <int64_t kCount, int64_t kStep, class T>
GLASSGRAD_ALWAYS_INLINE void copy_block(T* to, const T* from) {
  if constexpr (kStep == 1)
    std::memcpy(to, from, kCount * sizeof(T));
  else
    for (int64_t i = 0; i < kCount; ++i) to[i] = from[i * kStep];
}
/// Between kCount and twice as many.
template <int64_t kCount, int64_t kStep, class T>
GLASSGRAD_ALWAYS_INLINE void copy_ends(T* to, const T* from, int64_t n) {
  copy_block<kCount, kStep>(to, from);
  copy_block<kCount, kStep>(to + n - kCount, from + (n - kCount) * kStep);
}

}  // namespace detail

/// Copies every kStep-th of a row, n in all, to other memory.
template <int64_t kStep = 1, class T>
GLASSGRAD_ALWAYS_INLINE void copy_short_row(T* GLASSGRAD_RESTRICT to,
                                            const T* GLASSGRAD_RESTRICT from, int64_t n) {
  if (n >= 16) {
    for (int64_t i = 0; i + 16 < n; i += 16)
      detail::copy_block<16, kStep>(to + i, from + i * kStep);
    detail::copy_block<16, kStep>(to + n - 16, from + (n - 16) * kStep);
  } else if (n >= 8) {
    detail::copy_ends<8, kStep>(to, from, n);
  } else if (n >= 4) {
    detail::copy_ends<4, kStep>(to, from, n);
  } else if (n >= 2) {
    detail::copy_ends<2, kStep>(to, from, n);
  } else if (n == 1) {
    *to = *from;
  }
}

/// Writes n zeros.
template <class T>
GLASSGRAD_ALWAYS_INLINE void zero_short_row(T* to, int64_t n) {
  constexpr T kZeros[16] = {};
  for (; n > 16; n -= 16, to += 16) detail::copy_block<16, 1>(to, kZeros);
  copy_short_row(to, kZeros, n);
}

}  // namespace glassgrad::kernels
