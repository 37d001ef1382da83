#pragma once
// Which columns of a table are used.

#include <string>
#include <vector>

#include "apps/logistic_regression/tables/table.h"

namespace logistic_regression {

/// Which fields of a record are used.
struct ColumnChoice {
  size_t target;
  std::vector<size_t> features;        ///< in the order in which they were asked for
  std::vector<bool> must_be_category;  ///< for each field of a record
};

/// The one column that the value `text` of `option` names.
/// @throws apps::ArgumentError
size_t find_column(const std::string& option, const std::string& text,
                   const std::vector<std::string>& names);

/// Finds the columns that `options` asks for among `names`.
/// @throws apps::ArgumentError  "--target: expected one of the columns species, island, ..., got
/// 'specie'", and `hint` behind it
ColumnChoice choose_columns(const TableOptions& options, const std::vector<std::string>& names,
                            const std::string& hint = "");

}  // namespace logistic_regression
