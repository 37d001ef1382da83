// Linear layers: of each the function, then the module's construction, forward and how it prints.
#include "nn/linear.h"

#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/functions/seldom.h"
#include "nn/init.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- Linear ---

Tensor functional::linear(Traced input, const Tensor& weight, const Tensor& bias) {
  return glassgrad::linear(input, weight, bias);
}

LinearImpl::LinearImpl(int64_t in_features, int64_t out_features)
    : LinearImpl(LinearOptions(in_features, out_features)) {}
LinearImpl::LinearImpl(const LinearOptions& options_) : CloneableWithOptions(options_) {
  LinearImpl::reset();
}

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

Tensor LinearImpl::forward(Traced input) { return functional::linear(input, weight, bias); }

void LinearImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Linear")
      .value("in_features", options.in_features())
      .value("out_features", options.out_features())
      .value("bias", options.bias());
}

// --- Bilinear ---

Tensor functional::bilinear(Traced traced, const Tensor& input2, const Tensor& weight,
                            const Tensor& bias) {
  return glassgrad::bilinear(traced.enter(), input2, weight, bias);
}

BilinearImpl::BilinearImpl(int64_t in1_features, int64_t in2_features, int64_t out_features)
    : BilinearImpl(BilinearOptions(in1_features, in2_features, out_features)) {}
BilinearImpl::BilinearImpl(const BilinearOptions& options_) : CloneableWithOptions(options_) {
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

// --- Identity ---

void IdentityImpl::pretty_print(std::ostream& stream) const { Printer(stream, "Identity"); }

// --- Flatten ---

Tensor FlattenImpl::forward(Traced input) {
  return input.enter().flatten(options.start_dim(), options.end_dim());
}

void FlattenImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Flatten")
      .value("start_dim", options.start_dim())
      .value("end_dim", options.end_dim());
}

// --- Unflatten ---

Tensor UnflattenImpl::forward(Traced traced) {
  const Tensor& x = traced.enter();
  if (!options.namedshape().empty()) {
    std::string names = "None";
    for (int64_t d = 1; d < x.dim(); ++d) names += ", None";
    check(false, "Name '{}' not found in Tensor[{}].", options.dimname(),
          x.dim() == 0 ? std::string() : names);
  }
  check(!options.sizes().empty(), "unflatten: sizes must be non-empty");
  const int64_t dim = options.dim() < 0 ? options.dim() + x.dim() : options.dim();
  const int64_t size = x.size(options.dim());
  int64_t product = 1, free = 0;
  bool fits = true;
  for (const int64_t part : options.sizes())
    if (part == -1)
      ++free;
    else
      fits &= !__builtin_mul_overflow(product, part, &product);
  check(fits && (free == 0 ? product == size : free == 1 && product > 0 && size % product == 0),
        "unflatten: Provided sizes {} don't multiply up to the size of dim {} ({}) in the input "
        "tensor",
        IntArrayRef(options.sizes()), dim, size);
  std::vector<int64_t> sizes = x.sizes().vec();
  sizes.erase(sizes.begin() + dim);
  sizes.insert(sizes.begin() + dim, options.sizes().begin(), options.sizes().end());
  for (int64_t& part : sizes)
    if (part == -1) part = size / product;
  return x.view(sizes);
}

void UnflattenImpl::pretty_print(std::ostream& stream) const {
  const char* separator = "";
  if (options.namedshape().empty()) {
    stream << "torch::nn::Unflatten(dim=" << options.dim() << ", unflattened_size={";
    for (const int64_t size : options.sizes()) stream << std::exchange(separator, ", ") << size;
  } else {
    stream << "torch::nn::Unflatten(dim=\"" << options.dimname() << "\", unflattened_size={";
    for (const auto& [name, size] : options.namedshape())
      stream << std::exchange(separator, ", ") << "{\"" << name << "\", " << size << '}';
  }
  stream << "})";
}

}  // namespace glassgrad::nn
