// Activation functions as modules.
#include "nn/activation.h"

#include <ostream>

#include "autograd/base/check.h"
#include "autograd/functions/activation.h"
#include "autograd/functions/creation.h"
#include "nn/functional.h"
#include "nn/print.h"

namespace glassgrad::nn {

namespace F = functional;

// --- forward ---

Tensor SigmoidImpl::forward(Traced input) { return glassgrad::sigmoid(input); }
Tensor TanhImpl::forward(Traced input) { return glassgrad::tanh(input); }
Tensor ReLUImpl::forward(Traced input) { return F::relu(input, options); }
Tensor ReLU6Impl::forward(Traced input) { return F::relu6(input, options); }
Tensor LeakyReLUImpl::forward(Traced input) { return F::leaky_relu(input, options); }
Tensor PReLUImpl::forward(Traced input) { return glassgrad::prelu(input, weight); }
Tensor RReLUImpl::forward(Traced input) {
  return F::rrelu(input, F::RReLUFuncOptions()
                             .lower(options.lower())
                             .upper(options.upper())
                             .training(is_training())
                             .inplace(options.inplace()));
}
Tensor ELUImpl::forward(Traced input) { return F::elu(input, options); }
Tensor SELUImpl::forward(Traced input) { return F::selu(input, options); }
Tensor CELUImpl::forward(Traced input) { return F::celu(input, options); }
Tensor GELUImpl::forward(Traced input) { return F::gelu(input, options); }
Tensor SiLUImpl::forward(Traced input) { return glassgrad::silu(input); }
Tensor MishImpl::forward(Traced input) { return glassgrad::mish(input); }
Tensor SoftplusImpl::forward(Traced input) { return F::softplus(input, options); }
Tensor SoftsignImpl::forward(Traced input) { return glassgrad::softsign(input); }
Tensor TanhshrinkImpl::forward(Traced input) { return glassgrad::tanhshrink(input); }
Tensor HardtanhImpl::forward(Traced input) { return F::hardtanh(input, options); }
Tensor HardshrinkImpl::forward(Traced input) { return F::hardshrink(input, options); }
Tensor SoftshrinkImpl::forward(Traced input) { return F::softshrink(input, options); }
Tensor ThresholdImpl::forward(Traced input) { return F::threshold(input, options); }
Tensor GLUImpl::forward(Traced input) { return F::glu(input, options); }
Tensor LogSigmoidImpl::forward(Traced input) { return glassgrad::log_sigmoid(input); }
Tensor SoftmaxImpl::forward(Traced input) { return F::softmax(input, options.dim()); }
Tensor SoftminImpl::forward(Traced input) { return F::softmin(input, options.dim()); }
Tensor LogSoftmaxImpl::forward(Traced input) { return F::log_softmax(input, options.dim()); }
Tensor Softmax2dImpl::forward(Traced traced) {
  const Tensor& input = traced.enter();
  check(input.dim() == 4 || input.dim() == 3,
        "Softmax2d requires a 3D or 4D tensor as input, got {} dimensions", input.dim());
  return F::softmax(input, -3);
}

// --- construction ---

ReLUImpl::ReLUImpl(const ReLUOptions& options_) : options(options_) {}
ReLU6Impl::ReLU6Impl(const ReLU6Options& options_) : options(options_) {}
LeakyReLUImpl::LeakyReLUImpl(const LeakyReLUOptions& options_) : options(options_) {}
RReLUImpl::RReLUImpl(const RReLUOptions& options_) : options(options_) {}
ELUImpl::ELUImpl(const ELUOptions& options_) : options(options_) {}
SELUImpl::SELUImpl(const SELUOptions& options_) : options(options_) {}
CELUImpl::CELUImpl(const CELUOptions& options_) : options(options_) {}
GELUImpl::GELUImpl(const GELUOptions& options_) : options(options_) {}
SoftplusImpl::SoftplusImpl(const SoftplusOptions& options_) : options(options_) {}
HardshrinkImpl::HardshrinkImpl(const HardshrinkOptions& options_) : options(options_) {}
SoftshrinkImpl::SoftshrinkImpl(const SoftshrinkOptions& options_) : options(options_) {}
ThresholdImpl::ThresholdImpl(double threshold, double value)
    : ThresholdImpl(ThresholdOptions(threshold, value)) {}
ThresholdImpl::ThresholdImpl(const ThresholdOptions& options_) : options(options_) {}
GLUImpl::GLUImpl(const GLUOptions& options_) : options(options_) {}
SoftmaxImpl::SoftmaxImpl(int64_t dim) : SoftmaxImpl(SoftmaxOptions(dim)) {}
SoftmaxImpl::SoftmaxImpl(const SoftmaxOptions& options_) : options(options_) {}
SoftminImpl::SoftminImpl(int64_t dim) : SoftminImpl(SoftminOptions(dim)) {}
SoftminImpl::SoftminImpl(const SoftminOptions& options_) : options(options_) {}
LogSoftmaxImpl::LogSoftmaxImpl(int64_t dim) : LogSoftmaxImpl(LogSoftmaxOptions(dim)) {}
LogSoftmaxImpl::LogSoftmaxImpl(const LogSoftmaxOptions& options_) : options(options_) {}

PReLUImpl::PReLUImpl(const PReLUOptions& options_) : options(options_) { PReLUImpl::reset(); }

void PReLUImpl::reset() {
  weight = register_parameter("weight", full({options.num_parameters()}, options.init()));
}

HardtanhImpl::HardtanhImpl(const HardtanhOptions& options_) : options(options_) {
  HardtanhImpl::reset();
}

void HardtanhImpl::reset() {
  check(options.max_val() > options.min_val(),
        "max_val must be greater than min_val, got min_val={} and max_val={}", options.min_val(),
        options.max_val());
}

// --- printing; where libtorch switches the stream to words for booleans, so do these ---

void SigmoidImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Sigmoid"); }
void TanhImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Tanh"); }
void ReLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "ReLU").inplace(options.inplace());
}
void ReLU6Impl::pretty_print(std::ostream& stream) const {
  Printer(stream, "ReLU6").inplace(options.inplace());
}
void LeakyReLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream << std::boolalpha, "LeakyReLU")
      .value("negative_slope", options.negative_slope())
      .inplace(options.inplace());
}
void PReLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "PReLU").value("num_parameters", options.num_parameters());
}
void RReLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "RReLU")
      .value("lower", options.lower())
      .value("upper", options.upper())
      .inplace(options.inplace());
}
void ELUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "ELU").value("alpha", options.alpha()).inplace(options.inplace());
}
void SELUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "SELU").inplace(options.inplace());
}
void CELUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "CELU").value("alpha", options.alpha()).inplace(options.inplace());
}
void GELUImpl::pretty_print(std::ostream& stream) const { Printer(stream, "GELU"); }
void SiLUImpl::pretty_print(std::ostream& stream) const { Printer(stream, "SiLU"); }
void MishImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Mish"); }
void SoftplusImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Softplus").value("beta", options.beta()).value("threshold", options.threshold());
}
void SoftsignImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Softsign"); }
void TanhshrinkImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Tanhshrink"); }
void HardtanhImpl::pretty_print(std::ostream& stream) const {
  Printer(stream << std::boolalpha, "Hardtanh")
      .value("min_val", options.min_val())
      .value("max_val", options.max_val())
      .inplace(options.inplace());
}
void HardshrinkImpl::pretty_print(std::ostream& stream) const {
  Printer(stream << std::boolalpha, "Hardshrink").value(options.lambda());
}
void SoftshrinkImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Softshrink").value(options.lambda());
}
void ThresholdImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Threshold")
      .value("threshold", options.threshold())
      .value("value", options.value())
      .inplace(options.inplace());
}
void GLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "GLU").value("dim", options.dim());
}
void LogSigmoidImpl::pretty_print(std::ostream& stream) const { Printer(stream, "LogSigmoid"); }
void SoftmaxImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Softmax").value("dim", options.dim());
}
void SoftminImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Softmin").value("dim", options.dim());
}
void LogSoftmaxImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "LogSoftmax").value("dim", options.dim());
}
void Softmax2dImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Softmax2d"); }

}  // namespace glassgrad::nn
