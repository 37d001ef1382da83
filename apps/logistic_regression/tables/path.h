#pragma once
// What a penalty does to the weights.

#include <optional>
#include <string>
#include <vector>

#include "apps/logistic_regression/tables/csv_options.h"

namespace logistic_regression {

/// Where training ends with one penalty.
struct PathPoint {
  double penalty;  ///< lambda
  double loss;     ///< of the training rows, without the penalty
  std::optional<double> test_loss;
  std::vector<double>
      weights;  ///< of each input; of more than two classes, the size of the largest
};

/// A path of regularisation.
struct Path {
  Penalty penalty = Penalty::none;
  std::vector<PathPoint> points;  ///< from the strongest penalty to the weakest

  std::string name() const { return penalty == Penalty::l1 ? "l1" : "l2"; }
};

/// Follows the path of `options.path`: trains with twenty penalties, each from where the one before
/// ended. They fall, by the same factor, to a thousandth of the first. That is, for l1, the lowest
/// that leaves no weight; for l2 ten times as much, but no more than 1 / lr, beyond which steps
/// diverge. Source: Friedman, Hastie and Tibshirani, Regularization Paths for Generalized Linear
/// Models via Coordinate Descent (2010), section 2.5.
Path follow_path(Table table, const Target& target, const Split& split, const CsvOptions& options);

/// The penalties of the path, with the losses and how many inputs have a weight.
std::string describe_path(const Path& path);

}  // namespace logistic_regression
