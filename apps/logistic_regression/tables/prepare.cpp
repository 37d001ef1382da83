// From a table to a model and the rows that it learns from.
#include "apps/logistic_regression/tables/prepare.h"

#include <utility>

namespace logistic_regression {

Prepared prepare_new(Table table, const Target& target, const Split& split,
                     const CsvOptions& options) {
  Prepared prepared;
  prepared.features = measure_features(table, split.train, options.standardize, options.impute);
  prepared.model = Classifier(static_cast<int64_t>(input_names(prepared.features).size()),
                              static_cast<int64_t>(target.classes.size()), options.dtype);
  if (options.starts_at_zero) {
    glassgrad::NoGradGuard no_grad;
    for (Tensor& parameter : prepared.model->parameters()) parameter.zero_();
  }
  prepared.data = prepare_data(std::move(table), prepared.features, target, split, options.dtype);
  weigh_classes(prepared.data, target, split, options);
  return prepared;
}

void weigh_classes(PreparedData& data, const Target& target, const Split& split,
                   const CsvOptions& options) {
  if (!options.balances_classes) return;
  data.train.class_weights = balanced_weights(target, split.train, data.train.x.scalar_type());
  if (data.test) data.test->class_weights = data.train.class_weights;
}

}  // namespace logistic_regression
