// Borders around images: the function, then the modules' forward and how they print.
#include "nn/layers/padding.h"

#include <string>

#include "autograd/functions/convolution.h"
#include "nn/print.h"

namespace glassgrad::nn {

Tensor functional::pad(Traced input, const PadFuncOptions& options) {
  constexpr const char* kModes[] = {"constant", "reflect", "replicate", "circular"};
  const optional<double> value = options.value() != 0 ? optional(options.value()) : nullopt;
  return glassgrad::pad(input, options.pad(), kModes[options.mode().index()], value);
}

template <size_t D, class Derived>
Tensor ReflectionPadImpl<D, Derived>::forward(Traced input) {
  return glassgrad::pad(input, this->options.padding(), "reflect");
}
template <size_t D, class Derived>
void ReflectionPadImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("ReflectionPad").c_str())
      .value("padding", this->options.padding());
}

template <size_t D, class Derived>
Tensor ReplicationPadImpl<D, Derived>::forward(Traced input) {
  return glassgrad::pad(input, this->options.padding(), "replicate");
}
template <size_t D, class Derived>
void ReplicationPadImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("ReplicationPad").c_str())
      .value("padding", this->options.padding());
}

template <size_t D, class Derived>
Tensor ConstantPadImpl<D, Derived>::forward(Traced input) {
  return constant_pad_nd(input, this->options.padding(), this->options.value());
}
template <size_t D, class Derived>
void ConstantPadImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("ConstantPad").c_str())
      .value("padding", this->options.padding())
      .value("value", this->options.value());
}

template class ReflectionPadImpl<1, ReflectionPad1dImpl>;
template class ReflectionPadImpl<2, ReflectionPad2dImpl>;
template class ReflectionPadImpl<3, ReflectionPad3dImpl>;
template class ReplicationPadImpl<1, ReplicationPad1dImpl>;
template class ReplicationPadImpl<2, ReplicationPad2dImpl>;
template class ReplicationPadImpl<3, ReplicationPad3dImpl>;
template class ConstantPadImpl<1, ConstantPad1dImpl>;
template class ConstantPadImpl<2, ConstantPad2dImpl>;
template class ConstantPadImpl<3, ConstantPad3dImpl>;

Tensor ZeroPad2dImpl::forward(Traced input) { return constant_pad_nd(input, options.padding()); }
void ZeroPad2dImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "ZeroPad2d").value("padding", options.padding());
}

}  // namespace glassgrad::nn
