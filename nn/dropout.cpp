// Dropout: the function, then the module's construction, forward and how it prints.
#include "nn/dropout.h"

#include "autograd/functions/activation.h"
#include "nn/dropout_probability.h"
#include "nn/in_place.h"
#include "nn/print.h"

namespace glassgrad::nn {

Tensor functional::dropout(Traced input, const DropoutFuncOptions& options) {
  input.enter();
  check_probability(options.p(), "dropout");
  return apply(input, options.inplace(), [&](const Tensor& x) {
    return glassgrad::dropout(x, options.p(), options.training());
  });
}

DropoutImpl::DropoutImpl(const DropoutOptions& options_) : CloneableWithOptions(options_) {
  DropoutImpl::reset();
}

void DropoutImpl::reset() { check_probability(options.p(), "Dropout"); }

Tensor DropoutImpl::forward(Traced input) {
  return functional::dropout(input, functional::DropoutFuncOptions()
                                        .p(options.p())
                                        .training(is_training())
                                        .inplace(options.inplace()));
}

void DropoutImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Dropout").value("p", options.p()).value("inplace", options.inplace());
}

}  // namespace glassgrad::nn
