#pragma once
// Named values for layers of images: borders, and what stands between elements.

#include "enum.h"

#define GLASSGRAD_ENUM(name) \
  namespace enumtype {       \
  struct name {};            \
  }                          \
  inline constexpr enumtype::name name;

namespace glassgrad {

// What stands around an image, and how much of it.
GLASSGRAD_ENUM(kConstant)
GLASSGRAD_ENUM(kZeros)
GLASSGRAD_ENUM(kReflect)
GLASSGRAD_ENUM(kReplicate)
GLASSGRAD_ENUM(kCircular)
GLASSGRAD_ENUM(kValid)
GLASSGRAD_ENUM(kSame)
// What stands between the elements of an image.
GLASSGRAD_ENUM(kNearest)
GLASSGRAD_ENUM(kNearestExact)
GLASSGRAD_ENUM(kBilinear)
GLASSGRAD_ENUM(kBicubic)
GLASSGRAD_ENUM(kTrilinear)
GLASSGRAD_ENUM(kArea)
#undef GLASSGRAD_ENUM

}  // namespace glassgrad
