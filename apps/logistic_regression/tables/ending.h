#pragma once
// Whether training ended where it was to go.

#include "apps/logistic_regression/tables/training.h"

namespace logistic_regression {

/// Exit statuses of the program.
/// @{
inline constexpr int kDiverged = 3;
inline constexpr int kNotConverged = 4;
/// @}

/// The slope up to which training counts as having converged, unless another is asked for.
inline constexpr double kUsualTolerance = 0.02;

/// What the parameters are worth at the end of training, on the training rows.
struct Ending {
  double start_loss = 0;     ///< before training
  double loss = 0;           ///< after it
  double constant_loss = 0;  ///< of a guess that knows the classes' shares alone: their entropy
  /// The largest change of what is minimised, loss and penalties, with one parameter, in units of
  /// 1 / (root mean square of its input): 0 at a minimum.
  double slope = 0;

  /// Worse than the guess and than before, by a tenth at least.
  bool has_diverged() const;
  /// Better than the guess, and nowhere steeper than `tolerance`.
  bool has_converged(double tolerance) const;
};

/// Of each class the share of the rows; with weights of the classes, of all weight.
Tensor class_shares(const Examples& examples, int64_t n_classes);

Ending measure_ending(Classifier model, const Examples& train, const FitOptions& options,
                      double start_loss);

/// "training diverged: ..." and what to do.
std::string describe_divergence(const Ending& ending, const FitOptions& options);
/// "training has not converged after ... epochs: ..." and what to do.
std::string describe_slope(const Ending& ending, const Fit& fit, double tolerance);

}  // namespace logistic_regression
