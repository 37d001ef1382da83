#pragma once
// Borders around images, each a block: options, module; and the function of all of them.

#include "../../autograd/base/arg.h"
#include "../cloneable.h"
#include "../enum.h"
#include "expanding_array.h"

namespace glassgrad::nn {

namespace functional {
/// Options of pad; convert from the widths.
struct PadFuncOptions {
  using mode_t = enumtype::OneOf<enumtype::kConstant, enumtype::kReflect, enumtype::kReplicate,
                                 enumtype::kCircular>;
  PadFuncOptions(std::vector<int64_t> pad) : pad_(std::move(pad)) {}
  TORCH_ARG(std::vector<int64_t>, pad);  ///< {left, right} of the last dimension, then outwards
  TORCH_ARG(mode_t, mode) = kConstant;
  TORCH_ARG(double, value) = 0;  ///< for kConstant
};
/// The input with a border: of `value`, mirrored (kReflect), of its outermost elements
/// (kReplicate), or of its other end (kCircular). See glassgrad::pad.
Tensor pad(Traced input, const PadFuncOptions& options);
}  // namespace functional

// --- ReflectionPad ---

/// Options of ReflectionPad; convert from {left, right, top, bottom, front, back}, as many as there
/// are, or one number for all.
template <size_t D>
struct ReflectionPadOptions {
  ReflectionPadOptions(ExpandingArray<D * 2> padding) : padding_(padding) {}
  TORCH_ARG(ExpandingArray<D * 2>, padding);
};
using ReflectionPad1dOptions = ReflectionPadOptions<1>;
using ReflectionPad2dOptions = ReflectionPadOptions<2>;
using ReflectionPad3dOptions = ReflectionPadOptions<3>;

/// A border that mirrors the input without its outermost element.
template <size_t D, class Derived>
class ReflectionPadImpl : public CloneableWithOptions<Derived, ReflectionPadOptions<D>> {
 public:
  ReflectionPadImpl(ExpandingArray<D * 2> padding)
      : ReflectionPadImpl(ReflectionPadOptions<D>(padding)) {}
  explicit ReflectionPadImpl(const ReflectionPadOptions<D>& options_)
      : CloneableWithOptions<Derived, ReflectionPadOptions<D>>(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

// --- ReplicationPad ---

/// Options of ReplicationPad; convert as those of ReflectionPad.
template <size_t D>
struct ReplicationPadOptions {
  ReplicationPadOptions(ExpandingArray<D * 2> padding) : padding_(padding) {}
  TORCH_ARG(ExpandingArray<D * 2>, padding);
};
using ReplicationPad1dOptions = ReplicationPadOptions<1>;
using ReplicationPad2dOptions = ReplicationPadOptions<2>;
using ReplicationPad3dOptions = ReplicationPadOptions<3>;

/// A border of the outermost elements.
template <size_t D, class Derived>
class ReplicationPadImpl : public CloneableWithOptions<Derived, ReplicationPadOptions<D>> {
 public:
  ReplicationPadImpl(ExpandingArray<D * 2> padding)
      : ReplicationPadImpl(ReplicationPadOptions<D>(padding)) {}
  explicit ReplicationPadImpl(const ReplicationPadOptions<D>& options_)
      : CloneableWithOptions<Derived, ReplicationPadOptions<D>>(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

// --- ConstantPad ---

/// Options of ConstantPad: the widths as those of ReflectionPad, and what the border consists of.
template <size_t D>
struct ConstantPadOptions {
  ConstantPadOptions(ExpandingArray<D * 2> padding, double value)
      : padding_(padding), value_(value) {}
  TORCH_ARG(ExpandingArray<D * 2>, padding);
  TORCH_ARG(double, value);
};
using ConstantPad1dOptions = ConstantPadOptions<1>;
using ConstantPad2dOptions = ConstantPadOptions<2>;
using ConstantPad3dOptions = ConstantPadOptions<3>;

/// A border of one value.
template <size_t D, class Derived>
class ConstantPadImpl : public CloneableWithOptions<Derived, ConstantPadOptions<D>> {
 public:
  ConstantPadImpl(ExpandingArray<D * 2> padding, double value)
      : ConstantPadImpl(ConstantPadOptions<D>(padding, value)) {}
  explicit ConstantPadImpl(const ConstantPadOptions<D>& options_)
      : CloneableWithOptions<Derived, ConstantPadOptions<D>>(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

// --- for images of one, two and three dimensions ---

/// One module of a family that has one for each number of dimensions.
#define GLASSGRAD_PAD_MODULE(Name, D)                           \
  class Name##D##dImpl : public Name##Impl<D, Name##D##dImpl> { \
   public:                                                      \
    using Name##Impl<D, Name##D##dImpl>::Name##Impl;            \
  };                                                            \
  TORCH_MODULE(Name##D##d)
GLASSGRAD_PAD_MODULE(ReflectionPad, 1);
GLASSGRAD_PAD_MODULE(ReflectionPad, 2);
GLASSGRAD_PAD_MODULE(ReflectionPad, 3);
GLASSGRAD_PAD_MODULE(ReplicationPad, 1);
GLASSGRAD_PAD_MODULE(ReplicationPad, 2);
GLASSGRAD_PAD_MODULE(ReplicationPad, 3);
GLASSGRAD_PAD_MODULE(ConstantPad, 1);
GLASSGRAD_PAD_MODULE(ConstantPad, 2);
GLASSGRAD_PAD_MODULE(ConstantPad, 3);
#undef GLASSGRAD_PAD_MODULE

// --- ZeroPad2d ---

/// Options of ZeroPad2d; convert from {left, right, top, bottom} or one number.
struct ZeroPad2dOptions {
  ZeroPad2dOptions(ExpandingArray<4> padding) : padding_(padding) {}
  TORCH_ARG(ExpandingArray<4>, padding);
};

/// A border of zeros.
class ZeroPad2dImpl : public CloneableWithOptions<ZeroPad2dImpl, ZeroPad2dOptions> {
 public:
  ZeroPad2dImpl(ExpandingArray<4> padding) : ZeroPad2dImpl(ZeroPad2dOptions(padding)) {}
  explicit ZeroPad2dImpl(const ZeroPad2dOptions& options_) : CloneableWithOptions(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(ZeroPad2d);

}  // namespace glassgrad::nn
