#pragma once
// Internal: sizes and steps that a module computes with.

#include <initializer_list>

#include "autograd/base/check.h"

namespace glassgrad::nn {

/// Sums of products of two such numbers fit int64_t. @throws Error for a number beyond 2^31
template <class Numbers = std::initializer_list<int64_t>>
void check_in_range(const char* who, const Numbers& numbers) {
  for (const int64_t number : numbers)
    check(number >= -INT32_MAX && number <= INT32_MAX, "{}: {} is out of range", who, number);
}

}  // namespace glassgrad::nn
