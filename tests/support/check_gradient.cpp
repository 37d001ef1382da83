#include "tests/support/check_gradient.h"

#include <cmath>
#include <cstdio>
#include <random>

#include "tests/support/golden_tensor.h"

namespace support {
namespace {

constexpr double step = 0x1p-11;
constexpr double tolerance = 2e-7;  // relative, absolute below 1

/// The outputs that a gradient can start from.
Tensors roots_of(const Tensors& outputs) {
  Tensors roots;
  for (const torch::Tensor& output : outputs)
    if (output.requires_grad()) roots.push_back(output);
  return roots;
}

Tensors that_require_grad(const Tensors& tensors) { return roots_of(tensors); }

/// sum_k <cotangents[k], outputs[k]>, summed here and not by the library.
double inner_product(const Tensors& outputs, const Tensors& cotangents) {
  const Tensors roots = roots_of(outputs);
  double sum = 0;
  for (std::size_t k = 0; k < roots.size(); ++k) {
    const std::vector<double> left = golden::to_array(roots[k]).values;
    const std::vector<double> right = golden::to_array(cotangents.at(k)).values;
    for (std::size_t i = 0; i < left.size(); ++i) sum += left[i] * right.at(i);
  }
  return sum;
}

/// The inputs with x[element] of one of them moved by delta.
Tensors moved(const Tensors& inputs, std::size_t argument, std::size_t element, double delta) {
  golden::Array array = golden::to_array(inputs[argument]);
  array.values[element] += delta;
  Tensors result = inputs;
  result[argument] = golden::to_tensor(array).requires_grad_(true);
  return result;
}

double central_difference(const Function& function, const Tensors& inputs,
                          const Tensors& cotangents, std::size_t argument, std::size_t element) {
  const auto at = [&](double steps) {
    return inner_product(function(moved(inputs, argument, element, steps * step)), cotangents);
  };
  return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * step);
}

/// d(sum_k <cotangents[k], outputs[k]>) / d(inputs); zeros for an input that the outputs do not
/// depend on.
Tensors gradients_of(const Tensors& outputs, const Tensors& inputs, const Tensors& cotangents,
                     bool create_graph) {
  const Tensors roots = roots_of(outputs);
  if (roots.size() != cotangents.size())
    throw std::runtime_error("one cotangent per differentiable output is needed");
  Tensors gradients(inputs.size());
  if (!roots.empty())
    gradients = torch::autograd::grad(roots, inputs, cotangents, create_graph, create_graph, true);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (!gradients[i].defined()) gradients[i] = torch::zeros_like(inputs[i]);
  return gradients;
}

std::string failure_line(const std::string& operation, std::size_t argument, std::size_t element,
                         double analytic, double numeric) {
  char text[160];
  std::snprintf(text, sizeof text, ": argument %zu, element %zu: analytic %.12g, numeric %.12g\n",
                argument, element, analytic, numeric);
  return operation + text;
}

/// Random directions, equal on every platform.
Tensors random_like(const Tensors& tensors) {
  std::mt19937 generator(20221215);
  Tensors directions;
  for (const torch::Tensor& tensor : tensors) {
    golden::Array array = golden::to_array(tensor.detach());
    for (double& value : array.values) value = 2.0 * (generator() >> 8) / (1 << 24) - 1;
    directions.push_back(golden::to_tensor(array));
  }
  return directions;
}

}  // namespace

testing::AssertionResult check_gradient(const std::string& operation, const Function& function,
                                        const Tensors& inputs, const Tensors& cotangents) {
  const Tensors analytic =
      gradients_of(function(inputs), that_require_grad(inputs), cotangents, false);
  std::string failures;
  std::size_t leaf = 0;
  for (std::size_t argument = 0; argument < inputs.size(); ++argument) {
    if (!inputs[argument].requires_grad()) continue;
    const std::vector<double> gradient = golden::to_array(analytic[leaf++]).values;
    if (static_cast<std::int64_t>(gradient.size()) != inputs[argument].numel())
      failures += operation + ": the gradient of argument " + std::to_string(argument) +
                  " has another size\n";
    for (std::size_t element = 0; element < gradient.size(); ++element) {
      const double numeric = central_difference(function, inputs, cotangents, argument, element);
      const bool close =
          std::abs(gradient[element] - numeric) <= tolerance * std::max(1.0, std::abs(numeric));
      if (!close)
        failures += failure_line(operation, argument, element, gradient[element], numeric);
    }
  }
  return failures.empty() ? testing::AssertionSuccess() : testing::AssertionFailure() << failures;
}

testing::AssertionResult check_second_gradient(const std::string& operation,
                                               const Function& function, const Tensors& inputs,
                                               const Tensors& cotangents) {
  const std::size_t count = inputs.size();
  const Function gradient = [&](const Tensors& all) {
    const Tensors points(all.begin(), all.begin() + count);
    const Tensors directions(all.begin() + count, all.end());
    return gradients_of(function(points), that_require_grad(points), directions, true);
  };
  Tensors all = inputs;
  for (const torch::Tensor& cotangent : cotangents)
    all.push_back(cotangent.detach().requires_grad_(true));
  return check_gradient("second gradient of " + operation, gradient, all,
                        random_like(roots_of(gradient(all))));
}

}  // namespace support
