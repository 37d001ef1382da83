#pragma once
// Logistic and softmax regression on a table.

#include <cstdint>
#include <vector>

#include "apps/logistic_regression/tables/examples.h"

namespace logistic_regression {

/// z = x W^T + b. For two classes one logit, P(class 1) = sigmoid(z); for more one logit a class,
/// P(class) = softmax(z).
struct ClassifierImpl : glassgrad::nn::Module {
  ClassifierImpl(int64_t n_inputs, int64_t n_classes, glassgrad::ScalarType dtype);

  Tensor forward(const Tensor& x);  ///< logits: [N, inputs] -> [N, 1] or [N, classes]

  bool is_binary() const { return linear->weight.size(0) == 1; }

  glassgrad::nn::Linear linear;
};
TORCH_MODULE(Classifier);

/// The mean negative log-likelihood in nats per row, [] scalar: binary cross-entropy of the logit,
/// or cross-entropy of the logits. With weights of the classes, the mean of the rows by the weights
/// of their classes.
/// Source: Bishop, PRML (2006), eq. 4.90 and 4.108.
Tensor mean_loss(Classifier model, const Tensor& x, const Tensor& y,
                 const Tensor& class_weights = {});
Tensor mean_loss(Classifier model, const Examples& examples);

/// The probabilities of all classes, in double precision.
/// @param inputs  of many rows, one after another
std::vector<std::vector<double>> class_probabilities(Classifier model,
                                                     const std::vector<double>& inputs);

/// The probability from which on class 1 of two is predicted.
inline constexpr double kUsualThreshold = 0.5;

}  // namespace logistic_regression
