#pragma once
// A run on a table of the user's own.

#include "apps/logistic_regression/tables/csv_options.h"

namespace logistic_regression {

/// Reads the table, trains on it, prints how well it is predicted, and writes what was asked for;
/// or predicts another table with a model of before.
/// @throws apps::StatusError, after all is done, if training has not converged as it was to; before
/// anything is written, if it diverged
void run_csv(const CsvOptions& options);

}  // namespace logistic_regression
