#pragma once
// Internal: bool, whole numbers and floating-point numbers.

#include "autograd/types/scalar_type.h"

namespace glassgrad {

/// 0 for bool, 1 for whole numbers, 2 for floating-point numbers: of two types, that of the higher
/// kind holds both.
constexpr int type_kind(ScalarType t) { return t == kBool ? 0 : isFloatingType(t) ? 2 : 1; }

}  // namespace glassgrad
