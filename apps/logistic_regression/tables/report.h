#pragma once
// What a run on a table prints.

#include <optional>
#include <string>
#include <vector>

#include "apps/logistic_regression/tables/classifier.h"
#include "apps/logistic_regression/tables/metrics.h"

namespace logistic_regression {

/// What a run is judged by.
struct Results {
  Metrics train;
  std::optional<Metrics> test;
  bool balances_classes = false;
  double threshold = kUsualThreshold;

  /// The test rows, if any: what the model has not seen.
  const Metrics& main() const { return test ? *test : train; }
  const char* main_name() const { return test ? "test rows" : "training rows"; }
};

/// Texts for people, each of whole lines.
/// @{

/// Which rows were read, dropped and kept, and how many of each class there are.
std::string describe_table(const Table& table, const Target& target, const std::string& path);

/// "sex 11, age 3": how many rows miss a value, by column.
std::string missing_list(const Table& table, const std::string& target);

/// Loss, accuracy, precision, recall, area under the ROC curve and calibration error, of both kinds
/// of rows.
std::string describe_results(const Results& results, const Target& target);

/// Loss, accuracy and area under the ROC curve of each part of a cross-validation, their mean and
/// standard deviation (of the parts, sqrt(sum (x - mean)^2 / n)).
std::string describe_folds(const std::vector<Metrics>& folds);

/// Of more than two classes: how well each is told from the rest.
std::string describe_classes(const Results& results, const Target& target);

/// Rows: what they are; columns: what is predicted.
std::string describe_confusion(const Results& results, const Target& target);

/// The weights, those of the largest first, and the bias.
/// @param errors  of all weights and the bias: prints them, and how likely such a weight is by
/// chance where it has none; empty: does not
std::string describe_weights(Classifier model, const std::vector<std::string>& inputs,
                             const Target& target, const std::vector<double>& errors = {});

/// @}

}  // namespace logistic_regression
