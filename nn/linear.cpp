// Linear, Bilinear, Identity and Flatten.
#include "nn/linear.h"

#include <cmath>
#include <ostream>

#include "autograd/functions/creation.h"
#include "autograd/functions/linalg.h"
#include "nn/functional.h"
#include "nn/init.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- Linear ---

LinearImpl::LinearImpl(int64_t in_features, int64_t out_features)
    : LinearImpl(LinearOptions(in_features, out_features)) {}
LinearImpl::LinearImpl(const LinearOptions& options_) : options(options_) { LinearImpl::reset(); }

void LinearImpl::reset() {
  weight = register_parameter("weight", empty({options.out_features(), options.in_features()}));
  bias = register_parameter("bias", options.bias() ? empty({options.out_features()}) : Tensor(),
                            options.bias());
  reset_parameters();
}

void LinearImpl::reset_parameters() {
  // In exact arithmetic the first bound is 1/sqrt(in) too; PyTorch rounds it this way.
  init::kaiming_uniform_(weight, std::sqrt(5.0));
  if (!bias.defined()) return;
  const double bound = 1 / std::sqrt(static_cast<double>(options.in_features()));
  init::uniform_(bias, -bound, bound);
}

Tensor LinearImpl::forward(Traced input) { return linear(input, weight, bias); }

void LinearImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Linear")
      .value("in_features", options.in_features())
      .value("out_features", options.out_features())
      .value("bias", options.bias());
}

// --- Bilinear ---

BilinearImpl::BilinearImpl(int64_t in1_features, int64_t in2_features, int64_t out_features)
    : BilinearImpl(BilinearOptions(in1_features, in2_features, out_features)) {}
BilinearImpl::BilinearImpl(const BilinearOptions& options_) : options(options_) {
  BilinearImpl::reset();
}

void BilinearImpl::reset() {
  weight = register_parameter(
      "weight", empty({options.out_features(), options.in1_features(), options.in2_features()}));
  bias = register_parameter("bias", options.bias() ? empty({options.out_features()}) : Tensor(),
                            options.bias());
  reset_parameters();
}

void BilinearImpl::reset_parameters() {
  const double bound = 1 / std::sqrt(static_cast<double>(options.in1_features()));
  init::uniform_(weight, -bound, bound);
  if (bias.defined()) init::uniform_(bias, -bound, bound);
}

Tensor BilinearImpl::forward(Traced input1, const Tensor& input2) {
  return functional::bilinear(input1, input2, weight, bias);
}

void BilinearImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Bilinear")
      .value("in1_features", options.in1_features())
      .value("in2_features", options.in2_features())
      .value("out_features", options.out_features())
      .value("bias", options.bias());
}

// --- Identity and Flatten ---

void IdentityImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Identity"); }

FlattenImpl::FlattenImpl(const FlattenOptions& options_) : options(options_) {}

Tensor FlattenImpl::forward(Traced input) {
  return input.enter().flatten(options.start_dim(), options.end_dim());
}

void FlattenImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Flatten")
      .value("start_dim", options.start_dim())
      .value("end_dim", options.end_dim());
}

}  // namespace glassgrad::nn
