// Dropout as a module.
#include "nn/dropout.h"

#include "autograd/base/check.h"
#include "nn/functional.h"
#include "nn/print.h"

namespace glassgrad::nn {

DropoutImpl::DropoutImpl(double p) : DropoutImpl(DropoutOptions(p)) {}
DropoutImpl::DropoutImpl(const DropoutOptions& options_) : options(options_) {
  DropoutImpl::reset();
}

void DropoutImpl::reset() {
  check(options.p() >= 0 && options.p() <= 1,
        "dropout probability has to be between 0 and 1, but got {}", options.p());
}

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
