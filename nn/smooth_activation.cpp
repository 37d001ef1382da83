// Smooth activations: of each the function, then the module's forward and how it prints.
#include "nn/smooth_activation.h"

#include "autograd/functions/activation.h"
#include "nn/in_place.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- Sigmoid ---

Tensor SigmoidImpl::forward(Traced input) { return glassgrad::sigmoid(input); }
void SigmoidImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Sigmoid"); }

// --- Tanh ---

Tensor TanhImpl::forward(Traced input) { return glassgrad::tanh(input); }
void TanhImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Tanh"); }

// --- LogSigmoid ---

Tensor functional::logsigmoid(Traced input) { return glassgrad::log_sigmoid(input); }
Tensor LogSigmoidImpl::forward(Traced input) { return functional::logsigmoid(input); }
void LogSigmoidImpl::pretty_print(std::ostream& stream) const { Printer(stream, "LogSigmoid"); }

// --- Softsign ---

Tensor functional::softsign(Traced input) { return glassgrad::softsign(input); }
Tensor SoftsignImpl::forward(Traced input) { return functional::softsign(input); }
void SoftsignImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Softsign"); }

// --- Tanhshrink ---

Tensor functional::tanhshrink(Traced input) { return glassgrad::tanhshrink(input); }
Tensor TanhshrinkImpl::forward(Traced input) { return functional::tanhshrink(input); }
void TanhshrinkImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Tanhshrink"); }

// --- SiLU ---

Tensor functional::silu(Traced input) { return glassgrad::silu(input); }
Tensor SiLUImpl::forward(Traced input) { return functional::silu(input); }
void SiLUImpl::pretty_print(std::ostream& stream) const { Printer(stream, "SiLU"); }

// --- Mish ---

Tensor functional::mish(Traced input) { return glassgrad::mish(input); }
Tensor MishImpl::forward(Traced input) { return functional::mish(input); }
void MishImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Mish"); }

// --- Softplus ---

Tensor functional::softplus(Traced input, const SoftplusFuncOptions& options) {
  return glassgrad::softplus(input, options.beta(), options.threshold());
}
Tensor SoftplusImpl::forward(Traced input) { return functional::softplus(input, options); }
void SoftplusImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Softplus").value("beta", options.beta()).value("threshold", options.threshold());
}

// --- GELU ---

Tensor functional::gelu(Traced input, const GELUFuncOptions& options) {
  return glassgrad::gelu(input, options.approximate());
}
Tensor GELUImpl::forward(Traced input) { return functional::gelu(input, options); }
void GELUImpl::pretty_print(std::ostream& stream) const { Printer(stream, "GELU"); }

// --- ELU ---

Tensor functional::elu(Traced input, const ELUFuncOptions& options) {
  return apply(input, options.inplace(),
               [&](const Tensor& x) { return glassgrad::elu(x, options.alpha()); });
}
Tensor ELUImpl::forward(Traced input) { return functional::elu(input, options); }
void ELUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "ELU").value("alpha", options.alpha()).inplace(options.inplace());
}

// --- SELU ---

Tensor functional::selu(Traced input, const SELUFuncOptions& options) {
  return apply(input, options.inplace(), glassgrad::selu);
}
Tensor SELUImpl::forward(Traced input) { return functional::selu(input, options); }
void SELUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "SELU").inplace(options.inplace());
}

// --- CELU ---

Tensor functional::celu(Traced input, const CELUFuncOptions& options) {
  return apply(input, options.inplace(),
               [&](const Tensor& x) { return glassgrad::celu(x, options.alpha()); });
}
Tensor CELUImpl::forward(Traced input) { return functional::celu(input, options); }
void CELUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "CELU").value("alpha", options.alpha()).inplace(options.inplace());
}

// --- GLU ---

Tensor functional::glu(Traced input, const GLUFuncOptions& options) {
  return glassgrad::glu(input, options.dim());
}
Tensor GLUImpl::forward(Traced input) { return functional::glu(input, options); }
void GLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "GLU").value("dim", options.dim());
}

}  // namespace glassgrad::nn
