#pragma once
// Cross-validation.

#include "apps/logistic_regression/tables/csv_options.h"
#include "apps/logistic_regression/tables/metrics.h"

namespace logistic_regression {

/// Deals rows, in an order that the generator draws, into parts that have their share of each
/// class.
/// @param target  of all rows of the table
std::vector<std::vector<size_t>> deal(const std::vector<size_t>& rows, const Target& target,
                                      int64_t parts);

/// For each of `options.folds` parts of the rows: how well a model predicts it that has learnt from
/// the other parts.
/// @throws apps::ArgumentError if there are more parts than rows
std::vector<Metrics> cross_validate(const Table& table, const Target& target,
                                    const std::vector<size_t>& rows, const CsvOptions& options);

}  // namespace logistic_regression
