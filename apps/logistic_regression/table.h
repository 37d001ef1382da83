#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "apps/support/csv.h"

namespace logistic_regression {

/// A column of a table, in memory: numbers, or codes of categories.
struct Column {
  std::string name;
  bool is_categorical = false;
  std::vector<double> numbers;
  std::vector<int32_t> codes;           ///< indices into `categories`
  std::vector<std::string> categories;  ///< different texts, sorted: as numbers if all of them are
};

/// The columns of a file that are used, without the rows that miss a value in one of them.
struct Table {
  std::vector<Column> features;
  Column target;  ///< categorical
  int64_t rows_read = 0;
  /// Rows without a value, by column as in `features` and, last, the target; a row may count in
  /// several.
  std::vector<int64_t> missing;

  int64_t rows() const { return static_cast<int64_t>(target.codes.size()); }
};

/// What to read. A column is named, or else numbered: from 1, or from -1 for the last one.
struct TableOptions {
  std::string path;
  apps::CsvFormat format;
  bool has_header = true;  ///< otherwise the columns are named by their numbers
  std::string target;
  std::vector<std::string> features;  ///< names, numbers or ranges 2-5; empty: all but the target
  std::vector<std::string> ignored;   ///< no features
  std::vector<std::string> categorical;  ///< categories even if they look like numbers
  std::vector<std::string> missing;      ///< more texts that stand for no value
  bool shows_progress = true;
};

/// Most different values in one categorical column, and in the target.
/// @{
inline constexpr size_t kMostCategories = 1000;
inline constexpr size_t kMostClasses = 100;
/// @}

/// Reads a table from a CSV file, which is never in memory as text.
///
/// A value is missing if it is empty or NA, N/A, NaN, nan, NULL, null or one of `options.missing`.
/// A feature is numeric if its first value is a number, and then all of them have to be; otherwise
/// it is categorical.
/// @throws apps::ArgumentError  for columns that the file does not have
/// @throws apps::DataError, apps::FileError
Table read_table(const TableOptions& options);

}  // namespace logistic_regression
