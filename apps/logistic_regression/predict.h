#pragma once

#include <cstdint>
#include <string>

#include "apps/logistic_regression/saved_model.h"
#include "apps/logistic_regression/table.h"

namespace logistic_regression {

/// Predictions as a CSV file: row (from 1), prediction, and the probability P(class) of each class.
struct Predictions {
  std::string csv;
  int64_t rows = 0;
  int64_t missing = 0;  ///< rows that miss a value; all their fields but the first are empty
};

/// Predicts each row of a file, which needs the model's columns alone, in any order.
/// @param table  path and format; columns named there do not count
/// @throws apps::DataError, apps::FileError
Predictions predict_rows(const SavedModel& saved, const TableOptions& table);

}  // namespace logistic_regression
