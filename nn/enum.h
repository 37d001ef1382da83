#pragma once
// Named values such as torch::kMean, and a type for one of several.

#include <cstddef>
#include <initializer_list>
#include <type_traits>

/// libtorch's named values, each of a type of its own: `torch::kMean` of torch::enumtype::kMean.
#define GLASSGRAD_ENUM(name) \
  namespace enumtype {       \
  struct name {};            \
  }                          \
  inline constexpr enumtype::name name;

namespace glassgrad {

// Reductions of a loss.
GLASSGRAD_ENUM(kNone)
GLASSGRAD_ENUM(kMean)
GLASSGRAD_ENUM(kSum)
GLASSGRAD_ENUM(kMax)
GLASSGRAD_ENUM(kBatchMean)
// What an initialisation of weights has to allow for.
GLASSGRAD_ENUM(kLinear)
GLASSGRAD_ENUM(kConv1D)
GLASSGRAD_ENUM(kConv2D)
GLASSGRAD_ENUM(kConv3D)
GLASSGRAD_ENUM(kConvTranspose1D)
GLASSGRAD_ENUM(kConvTranspose2D)
GLASSGRAD_ENUM(kConvTranspose3D)
GLASSGRAD_ENUM(kSigmoid)
GLASSGRAD_ENUM(kTanh)
GLASSGRAD_ENUM(kReLU)
GLASSGRAD_ENUM(kLeakyReLU)
GLASSGRAD_ENUM(kFanIn)
GLASSGRAD_ENUM(kFanOut)
GLASSGRAD_ENUM(kGELU)
// What stands around an image, and how much of it.
GLASSGRAD_ENUM(kConstant)
GLASSGRAD_ENUM(kZeros)
GLASSGRAD_ENUM(kReflect)
GLASSGRAD_ENUM(kReplicate)
GLASSGRAD_ENUM(kCircular)
GLASSGRAD_ENUM(kBorder)
GLASSGRAD_ENUM(kReflection)
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

namespace enumtype {

/// One of the given named values.
template <class... Names>
class OneOf {
 public:
  template <class Name>
  requires(std::is_same_v<Name, Names> || ...) constexpr OneOf(Name) : index_(index_of<Name>()) {}

  /// Position among Names.
  constexpr size_t index() const { return index_; }
  template <class Name>
  constexpr bool is() const {
    return index_ == index_of<Name>();
  }
  friend constexpr bool operator==(const OneOf&, const OneOf&) = default;

 private:
  template <class Name>
  static constexpr size_t index_of() {
    size_t index = 0;
    for (const bool found : {std::is_same_v<Name, Names>...}) {
      if (found) break;
      ++index;
    }
    return index;
  }

  size_t index_;
};

}  // namespace enumtype
}  // namespace glassgrad
