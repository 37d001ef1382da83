#pragma once
// A run of the tutorial.

#include <optional>
#include <string>
#include <vector>

#include "apps/logistic_regression/landscape.h"
#include "apps/logistic_regression/options.h"
#include "apps/logistic_regression/tutorial.h"

namespace logistic_regression {

/// The parts of one training run, made from the seed in the order in which PyTorch's script makes
/// them: data, split, model.
struct Setup {
  explicit Setup(const Options& options);

  Data train_data;
  std::optional<Data> test_data;
  LogisticRegression model{nullptr};

  Parameters parameters() const;
};

/// Trains from the tutorial's or the chosen start, and prints what the tutorial prints.
void run(const Options& options);

/// Writes iteration,loss,weight,bias with hexadecimal floats: equal text means equal bits.
void write_history(const std::string& path, const std::vector<Iteration>& history);

}  // namespace logistic_regression
