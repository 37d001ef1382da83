#pragma once
// Predictions for the rows of another table.

#include <cstdint>
#include <string>
#include <vector>

#include "apps/logistic_regression/tables/saved_model.h"
#include "apps/logistic_regression/tables/table.h"

namespace logistic_regression {

/// Predictions as a CSV file: row (from 1), the identifier if one is asked for, prediction, and the
/// probability P(class) of each class. Of a row that cannot be predicted the latter are empty.
struct Predictions {
  std::string csv;
  int64_t rows = 0;
  int64_t missing = 0;  ///< rows that miss a value which the model does not fill in
  int64_t unknown = 0;  ///< other rows with a category that the model does not know
  std::vector<std::string> unknown_values;  ///< the first few: "column 'x': 'a' in line 7"
};

/// Predicts each row of a file, which needs the model's columns alone, in any order.
/// @param table  path, format, and the identifier; other columns named there do not count
/// @throws apps::ArgumentError for an identifier that the file does not have
/// @throws apps::DataError, apps::FileError
Predictions predict_rows(const SavedModel& saved, const TableOptions& table);

/// Lines that say which rows have no prediction; empty if all have one.
std::string describe_unpredicted(const Predictions& predictions, const std::string& path);

}  // namespace logistic_regression
