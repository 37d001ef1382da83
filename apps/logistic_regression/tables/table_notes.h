#pragma once
// What is probably not meant in a table.
// Remarks on what in a table is probably not meant.

#include "apps/logistic_regression/tables/table.h"

namespace logistic_regression {

/// Adds notes on what is probably not meant: columns that are constant, number the rows or name
/// them, categories that differ in case or blanks alone, stand for no value, or are a total.
void note_oddities(Table& table, const TableOptions& options);

}  // namespace logistic_regression
