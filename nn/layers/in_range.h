#pragma once
// Internal: sizes and steps that a module computes with.

#include <initializer_list>

#include "autograd/base/check.h"
#include "autograd/ops/products_fit.h"

namespace glassgrad::nn {

/// @throws Error  for a number beyond 2^31: see products_fit
template <class Numbers = std::initializer_list<int64_t>>
void check_in_range(const char* who, const Numbers& numbers) {
  for (const int64_t number : numbers)
    check_after_latest_call(products_fit(number), "{}: {} is out of range", who, number);
}

}  // namespace glassgrad::nn
