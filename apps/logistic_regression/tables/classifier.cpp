// Logistic and softmax regression on a table.
#include "apps/logistic_regression/tables/classifier.h"

namespace logistic_regression {

namespace F = glassgrad::nn::functional;

ClassifierImpl::ClassifierImpl(int64_t n_inputs, int64_t n_classes, glassgrad::ScalarType dtype)
    : linear(register_module("linear",
                             glassgrad::nn::Linear(n_inputs, n_classes == 2 ? 1 : n_classes))) {
  to(dtype);
}

// One column of weights times a vector: a product of matrices would copy x first, to be fast for
// many columns.
Tensor ClassifierImpl::forward(const Tensor& x) {
  if (!is_binary()) return linear(x);
  return (mv(x, linear->weight.view({-1})) + linear->bias).unsqueeze(1);
}

Tensor mean_loss(Classifier model, const Tensor& x, const Tensor& y, const Tensor& class_weights) {
  const Tensor logits = model(x);
  if (!model->is_binary()) {
    return F::cross_entropy(logits, y, F::CrossEntropyFuncOptions().weight(class_weights));
  }
  if (!class_weights.defined()) return F::binary_cross_entropy_with_logits(logits, y);
  // Only the ratio of both weights counts.
  const Tensor of_positive = class_weights.narrow(0, 1, 1) / class_weights.narrow(0, 0, 1);
  const auto options = F::BinaryCrossEntropyWithLogitsFuncOptions()
                           .reduction(glassgrad::kSum)
                           .pos_weight(of_positive);
  return F::binary_cross_entropy_with_logits(logits, y, options) /
         (y.size(0) + (of_positive - 1) * y.sum());
}

Tensor mean_loss(Classifier model, const Examples& examples) {
  glassgrad::NoGradGuard no_grad;
  return mean_loss(model, examples.x, examples.y, examples.class_weights);
}

std::vector<std::vector<double>> class_probabilities(Classifier model,
                                                     const std::vector<double>& inputs) {
  if (inputs.empty()) return {};
  glassgrad::NoGradGuard no_grad;
  const Tensor& weight = model->linear->weight;
  const Tensor x = glassgrad::tensor(inputs, glassgrad::TensorOptions(glassgrad::kDouble))
                       .view({-1, weight.size(1)});
  const Tensor logits = model(x.to(weight.scalar_type())).to(glassgrad::kDouble);
  return matrix_rows(model->is_binary() ? glassgrad::cat({sigmoid(-logits), sigmoid(logits)}, 1)
                                        : softmax(logits, 1));
}

}  // namespace logistic_regression
