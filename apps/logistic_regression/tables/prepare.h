#pragma once
// From a table to a model and the rows that it learns from.

#include "apps/logistic_regression/tables/csv_options.h"

namespace logistic_regression {

/// A model that has learnt nothing yet, how rows become its input, and the rows as inputs.
struct Prepared {
  std::vector<Feature> features;
  Classifier model{nullptr};
  PreparedData data;
};

/// Makes a new model for `target` from what the training rows of `split` say.
Prepared prepare_new(Table table, const Target& target, const Split& split,
                     const CsvOptions& options);

/// Has the classes weigh the same in the loss, if that is asked for.
void weigh_classes(PreparedData& data, const Target& target, const Split& split,
                   const CsvOptions& options);

}  // namespace logistic_regression
