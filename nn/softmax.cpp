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
  return glassgrad::softmax(-input.enter(), options.dim(), options.dtype());
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

// --- gumbel_softmax ---

Tensor functional::gumbel_softmax(Traced traced, const GumbelSoftmaxFuncOptions& options) {
  const Tensor& logits = traced.enter();
  const Tensor g = -empty_like(logits.detach()).exponential_().log();
  const Tensor soft = glassgrad::softmax((logits + g) / options.tau(), options.dim());
  if (!options.hard()) return soft;
  const Tensor index = std::get<1>(soft.detach().max(options.dim(), true));
  const Tensor hard = zeros_like(logits.detach()).scatter(options.dim(), index, 1.0);
  return hard - soft.detach() + soft;
}

}  // namespace glassgrad::nn
