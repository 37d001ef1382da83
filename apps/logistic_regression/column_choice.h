#pragma once

#include <string>
#include <vector>

#include "apps/logistic_regression/table.h"

namespace logistic_regression {

/// Which fields of a record are used.
struct ColumnChoice {
  size_t target;
  std::vector<size_t> features;        ///< in the order in which they were asked for
  std::vector<bool> must_be_category;  ///< for each field of a record
};

/// Finds the columns that `options` asks for among `names`.
/// @throws apps::ArgumentError  "--target: expected one of the columns species, island, ..., got
/// 'specie'"
ColumnChoice choose_columns(const TableOptions& options, const std::vector<std::string>& names);

}  // namespace logistic_regression
