#pragma once
// Internal: bool, whole numbers and floating-point numbers.

#include "autograd/types/scalar_type.h"

namespace glassgrad {

/// 0 for bool, 1 for whole numbers, 2 for floating-point numbers: of two types, that of the higher
/// kind holds both.
constexpr int type_kind(ScalarType t) { return t == kBool ? 0 : isFloatingType(t) ? 2 : 1; }

/// Types that are stored but not computed with: operations take floats, and round what comes out.
constexpr bool is_half(ScalarType t) { return t == kHalf || t == kBFloat16; }
/// The type as which elements are moved about: one of the same size that has loops.
constexpr ScalarType as_moved(ScalarType t) { return is_half(t) ? kShort : t; }

}  // namespace glassgrad
