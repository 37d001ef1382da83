#pragma once
// How good a model is: loss, accuracy, precision, recall, ROC curves, calibration.

#include <cstdint>
#include <vector>

#include "apps/logistic_regression/tables/classifier.h"

namespace logistic_regression {

/// A place on a ROC curve: what share of the negatives and of the positives scores at least as high
/// as some threshold.
struct RocPoint {
  double false_positive_rate;
  double true_positive_rate;
};

/// From (0, 0) to (1, 1), a point for each different score. Empty unless there are both kinds.
/// @param scores       the higher, the more likely positive
/// @param is_positive  what they are
std::vector<RocPoint> roc_curve(const std::vector<double>& scores,
                                const std::vector<bool>& is_positive);

/// At most about 1000 points of a curve, the first and the last among them: enough to draw it.
std::vector<RocPoint> thinned_out(const std::vector<RocPoint>& curve);

/// The area under a ROC curve, by trapezoids: the probability that a positive scores higher than a
/// negative, where equal scores count half. NaN for an empty curve.
/// Source: Fawcett, An introduction to ROC analysis (2006), algorithm 2.
double area_under(const std::vector<RocPoint>& curve);

/// The rows whose probability lies in the same tenth of [0, 1].
struct CalibrationBin {
  int64_t rows = 0;
  double predicted = 0;  ///< their mean probability
  double actual = 0;     ///< which share of them is positive
};

/// Of each tenth that has rows, from the lowest.
std::vector<CalibrationBin> calibration_bins(const std::vector<double>& probabilities,
                                             const std::vector<bool>& is_positive);

/// How far probabilities are from what happens: sum |predicted - actual| n_bin / n. NaN for no
/// bins. Source: Naeini et al., Obtaining Well Calibrated Probabilities Using Bayesian Binning
/// (2015), ECE.
double calibration_error(const std::vector<CalibrationBin>& bins);

/// How well one class is told from the others. A share of nothing is NaN.
struct ClassMetrics {
  double precision;           ///< share of those predicted to be of this class that are
  double recall;              ///< share of this class that is predicted
  std::vector<RocPoint> roc;  ///< to draw: thinned out
  double auc;
  std::vector<CalibrationBin> calibration;
  double calibration_error;
};

/// How well a model predicts some rows.
struct Metrics {
  int64_t rows = 0;
  double loss = 0;                              ///< mean_loss, in nats
  std::vector<std::vector<int64_t>> confusion;  ///< [actual class][predicted class]
  std::vector<ClassMetrics> classes;

  int64_t right() const;
  double accuracy() const { return static_cast<double>(right()) / static_cast<double>(rows); }
};

/// Predicts class 1 of two where its probability is above `threshold`, of more the most probable
/// class; ROC curves of more than two classes tell one from the rest by its probability.
Metrics measure(Classifier model, const Examples& examples, double threshold = kUsualThreshold);

}  // namespace logistic_regression
