#pragma once
// Logistic and softmax regression on a table.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "apps/logistic_regression/examples.h"

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
/// or cross-entropy of the logits.
/// Source: Bishop, PRML (2006), eq. 4.90 and 4.108.
Tensor mean_loss(Classifier model, const Tensor& x, const Tensor& y);
Tensor mean_loss(Classifier model, const Examples& examples);

/// The probabilities of all classes, in double precision.
/// @param inputs  of many rows, one after another
std::vector<std::vector<double>> class_probabilities(Classifier model,
                                                     const std::vector<double>& inputs);

enum class Optimizer { sgd, adam };

struct FitOptions {
  Optimizer optimizer = Optimizer::sgd;
  double lr = 0.1;
  double weight_decay = 0;  ///< PyTorch's: adds weight_decay * parameter to every gradient
  int64_t epochs = 1000;
  int64_t batch_size = 0;  ///< rows in a step; 0: all of them
  bool shuffle = false;    ///< a new order of the rows in each epoch, the one that Python draws
  int64_t patience = 0;    ///< epochs without a better loss after which training stops; 0: never
};

/// One step, both losses of the parameters before it.
struct Step {
  int64_t epoch;
  double loss;                      ///< of the step's batch
  std::optional<double> test_loss;  ///< measured before the first step of an epoch
};

/// After how many epochs the loss that patience watches was lowest.
struct BestEpoch {
  int64_t epoch;
  double loss;
};

/// What a training run did.
struct Fit {
  std::vector<Step> steps;
  int64_t epochs = 0;             ///< fewer than asked for where patience ended the run
  std::optional<BestEpoch> best;  ///< with patience: where the model's parameters come from
};

/// Called before the first step of each epoch with the losses then: that of the first batch, and
/// that of the test rows, if any.
using EpochReport = std::function<void(const Step& first)>;

/// Trains `model`. Patience watches the test loss or, without test rows, the training loss.
/// @throws std::runtime_error if the loss becomes infinite or no number
Fit fit(Classifier model, const Examples& train, const std::optional<Examples>& test,
        const FitOptions& options, const EpochReport& report);

}  // namespace logistic_regression
