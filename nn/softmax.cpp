// Softmax and its kin: of each the function, then the module's forward and how it prints.
#include "nn/softmax.h"

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- Softmax ---

Tensor functional::softmax(Traced input, const SoftmaxFuncOptions& options) {
  return glassgrad::softmax(input, options.dim(), options.dtype());
}
Tensor SoftmaxImpl::forward(Traced input) { return functional::softmax(input, options.dim()); }
void SoftmaxImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Softmax").value("dim", options.dim());
}

// --- Softmax2d ---

Tensor Softmax2dImpl::forward(Traced traced) {
  const Tensor& input = traced.enter();
  check(input.dim() == 4 || input.dim() == 3,
        "Softmax2d requires a 3D or 4D tensor as input, got {} dimensions", input.dim());
  return functional::softmax(input, -3);
}
void Softmax2dImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Softmax2d"); }

// --- Softmin ---

Tensor functional::softmin(Traced input, const SoftminFuncOptions& options) {
  return glassgrad::softmax(-input, options.dim(), options.dtype());
}
Tensor SoftminImpl::forward(Traced input) { return functional::softmin(input, options.dim()); }
void SoftminImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Softmin").value("dim", options.dim());
}

// --- LogSoftmax ---

Tensor functional::log_softmax(Traced input, const LogSoftmaxFuncOptions& options) {
  return glassgrad::log_softmax(input, options.dim(), options.dtype());
}
Tensor LogSoftmaxImpl::forward(Traced input) {
  return functional::log_softmax(input, options.dim());
}
void LogSoftmaxImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "LogSoftmax").value("dim", options.dim());
}

}  // namespace glassgrad::nn
