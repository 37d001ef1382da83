// Piecewise activations: of each the function, then the module's construction, forward and how it
// prints; where libtorch switches the stream to words for booleans, so do these.
#include "nn/piecewise_activation.h"

#include <mutex>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/types/generator_impl.h"
#include "nn/in_place.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- ReLU ---

Tensor functional::relu(Traced traced, const ReLUFuncOptions& options) {
  const Tensor& input = traced.enter();
  return options.inplace() ? input.relu_() : glassgrad::relu(input);
}
Tensor ReLUImpl::forward(Traced input) { return functional::relu(input, options); }
void ReLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "ReLU").inplace(options.inplace());
}

// --- ReLU6 ---

Tensor functional::relu6(Traced input, const ReLU6FuncOptions& options) {
  return apply(input, options.inplace(), glassgrad::relu6);
}
Tensor ReLU6Impl::forward(Traced input) { return functional::relu6(input, options); }
void ReLU6Impl::pretty_print(std::ostream& stream) const {
  Printer(stream, "ReLU6").inplace(options.inplace());
}

// --- LeakyReLU ---

Tensor functional::leaky_relu(Traced input, const LeakyReLUFuncOptions& options) {
  return apply(input, options.inplace(),
               [&](const Tensor& x) { return glassgrad::leaky_relu(x, options.negative_slope()); });
}
Tensor LeakyReLUImpl::forward(Traced input) { return functional::leaky_relu(input, options); }
void LeakyReLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream << std::boolalpha, "LeakyReLU")
      .value("negative_slope", options.negative_slope())
      .inplace(options.inplace());
}

// --- PReLU ---

Tensor functional::prelu(Traced input, const Tensor& weight) {
  return glassgrad::prelu(input, weight);
}
PReLUImpl::PReLUImpl(const PReLUOptions& options_) : CloneableWithOptions(options_) {
  PReLUImpl::reset();
}
void PReLUImpl::reset() {
  weight = register_parameter("weight", full({options.num_parameters()}, options.init()));
}
Tensor PReLUImpl::forward(Traced input) { return functional::prelu(input, weight); }
void PReLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "PReLU").value("num_parameters", options.num_parameters());
}

// --- RReLU ---

namespace {

/// The slopes of rrelu: uniform in [lower, upper) where x <= 0, drawn in row-major order, else 1.
/// The bounds are rounded to x's type first.
/// Source: PyTorch 1.13, rrelu_with_noise on the CPU, to the bit.
Tensor random_slopes(const Tensor& x, double lower, double upper) {
  const Tensor values = x.detach().to(kDouble).contiguous();
  if (x.scalar_type() == kFloat) {
    lower = static_cast<float>(lower);
    upper = static_cast<float>(upper);
  }
  Tensor slopes = ones_like(values);
  CPUGeneratorImpl& generator = default_generator().impl();
  std::lock_guard lock(generator.mutex);
  for (int64_t i = 0; i < values.numel(); ++i) {
    if (values.data_ptr<double>()[i] > 0) continue;
    const double u = static_cast<double>(generator.random64() & ((1ull << 53) - 1)) * 0x1p-53;
    slopes.data_ptr<double>()[i] = u * (upper - lower) + lower;
  }
  return slopes.to(x.scalar_type());
}

}  // namespace

Tensor functional::rrelu(Traced input, const RReLUFuncOptions& options) {
  input.enter();
  check(options.lower() <= options.upper(),
        "rrelu: lower bound should be less than or equal to the upper bound, got {} and {}",
        options.lower(), options.upper());
  return apply(input, options.inplace(), [&](const Tensor& x) {
    if (options.training()) return x * random_slopes(x, options.lower(), options.upper());
    return glassgrad::leaky_relu(x, (options.lower() + options.upper()) / 2);
  });
}
Tensor RReLUImpl::forward(Traced input) {
  return functional::rrelu(input, functional::RReLUFuncOptions()
                                      .lower(options.lower())
                                      .upper(options.upper())
                                      .training(is_training())
                                      .inplace(options.inplace()));
}
void RReLUImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "RReLU")
      .value("lower", options.lower())
      .value("upper", options.upper())
      .inplace(options.inplace());
}

// --- Hardtanh ---

Tensor functional::hardtanh(Traced input, const HardtanhFuncOptions& options) {
  return apply(input, options.inplace(), [&](const Tensor& x) {
    return glassgrad::hardtanh(x, options.min_val(), options.max_val());
  });
}
HardtanhImpl::HardtanhImpl(const HardtanhOptions& options_) : CloneableWithOptions(options_) {
  HardtanhImpl::reset();
}
void HardtanhImpl::reset() {
  check_after_latest_call(options.max_val() > options.min_val(),
                          "max_val must be greater than min_val, got min_val={} and max_val={}",
                          options.min_val(), options.max_val());
}
Tensor HardtanhImpl::forward(Traced input) { return functional::hardtanh(input, options); }
void HardtanhImpl::pretty_print(std::ostream& stream) const {
  Printer(stream << std::boolalpha, "Hardtanh")
      .value("min_val", options.min_val())
      .value("max_val", options.max_val())
      .inplace(options.inplace());
}

// --- Hardshrink ---

Tensor functional::hardshrink(Traced input, const HardshrinkFuncOptions& options) {
  return glassgrad::hardshrink(input, options.lambda());
}
Tensor HardshrinkImpl::forward(Traced input) { return functional::hardshrink(input, options); }
void HardshrinkImpl::pretty_print(std::ostream& stream) const {
  Printer(stream << std::boolalpha, "Hardshrink").value(options.lambda());
}

// --- Softshrink ---

Tensor functional::softshrink(Traced input, const SoftshrinkFuncOptions& options) {
  return glassgrad::softshrink(input, options.lambda());
}
Tensor SoftshrinkImpl::forward(Traced input) { return functional::softshrink(input, options); }
void SoftshrinkImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Softshrink").value(options.lambda());
}

// --- Threshold ---

Tensor functional::threshold(Traced input, const ThresholdFuncOptions& options) {
  return apply(input, options.inplace(), [&](const Tensor& x) {
    return glassgrad::threshold(x, options.threshold(), options.value());
  });
}
ThresholdImpl::ThresholdImpl(double threshold, double value)
    : CloneableWithOptions(ThresholdOptions(threshold, value)) {}
Tensor ThresholdImpl::forward(Traced input) { return functional::threshold(input, options); }
void ThresholdImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Threshold")
      .value("threshold", options.threshold())
      .value("value", options.value())
      .inplace(options.inplace());
}

}  // namespace glassgrad::nn
