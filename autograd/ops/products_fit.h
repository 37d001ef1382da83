#pragma once
// Internal: numbers of options, such as strides and sizes of windows, to compute with.

#include <cstdint>

namespace glassgrad {

/// Whether sums of products of two such numbers fit int64_t.
inline bool products_fit(int64_t number) { return number >= -INT32_MAX && number <= INT32_MAX; }

}  // namespace glassgrad
