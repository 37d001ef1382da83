#pragma once
// How a classifier learns from rows.

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "apps/logistic_regression/tables/classifier.h"

namespace logistic_regression {

enum class Optimizer { sgd, adam };

struct FitOptions {
  Optimizer optimizer = Optimizer::sgd;
  double lr = 0.1;
  double weight_decay = 0;  ///< PyTorch's: adds weight_decay * parameter to every gradient
  double l2 = 0;  ///< adds l2/2 sum w^2 over the weights, without the bias, to what is minimised
  double l1 = 0;  ///< adds l1 sum |w| (for sgd alone): weights that help less become 0
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
  double start_loss = 0;          ///< of all training rows, before the first step
};

/// Called before the first step of each epoch with the losses then: that of the first batch, and
/// that of the test rows, if any.
using EpochReport = std::function<void(const Step& first)>;

/// Trains `model`. Patience watches the test loss or, without test rows, the training loss.
/// @throws apps::StatusError if the loss becomes infinite or no number
Fit fit(Classifier model, const Examples& train, const std::optional<Examples>& test,
        const FitOptions& options, const EpochReport& report);

}  // namespace logistic_regression
