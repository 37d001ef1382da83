#pragma once
// A table in memory, by columns.

#include <cstdint>
#include <string>
#include <vector>

#include "apps/support/csv.h"

namespace logistic_regression {

/// The code of no value.
inline constexpr int32_t kMissingCode = -1;

/// A column of a table, in memory: numbers, or codes of categories.
struct Column {
  std::string name;
  bool is_categorical = false;
  std::vector<double> numbers;          ///< NaN: no value
  std::vector<int32_t> codes;           ///< indices into `categories`; kMissingCode: no value
  std::vector<std::string> categories;  ///< different ones, sorted: as numbers if all of them are
  bool is_percent = false;              ///< numbers that were written with %: of 12% it is 0.12
};

/// How many rows have no value in a column.
struct Missing {
  int64_t rows = 0;   ///< a row may count in several columns
  int64_t alone = 0;  ///< rows that miss no other value
};

/// The columns of a file that are used, without the rows that are dropped.
struct Table {
  std::vector<Column> features;
  Column target;  ///< categorical
  int64_t rows_read = 0;
  int64_t rows_unknown = 0;        ///< dropped for a text that a model does not know
  bool keeps_missing = false;      ///< dropped are only rows without a target
  std::vector<Missing> missing;    ///< by column as in `features` and, last, the target
  bool is_point_known = false;     ///< a number in it shows that 1,234 is 1234
  std::vector<std::string> notes;  ///< what one might want to know: "column 'x': ..."

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
  std::string id;                        ///< a column that is no feature; empty: none
  char decimal = 0;            ///< what stands before decimals, '.' or ','; 0: a point, if clear
  bool ignores_case = false;   ///< categories that differ in case and blanks alone are one
  bool keeps_missing = false;  ///< rows without a value of a feature are not dropped
  bool keeps_empty = false;    ///< features without any value are not left out
  bool shows_progress = true;
};

/// Most different values in one categorical column, and in the target.
/// @{
inline constexpr size_t kMostCategories = 1000;
inline constexpr size_t kMostClasses = 100;
/// @}

/// Reads a table from a CSV file, which is never in memory as text.
///
/// A value is missing if is_missing_value says so or it is one of `options.missing`. A feature is
/// numeric if all its values are numbers (see read_number), in whatever row; categorical if most
/// are none.
/// @throws apps::ArgumentError  for columns that the file does not have
/// @throws apps::DataError, apps::FileError
Table read_table(const TableOptions& options);

/// Removes the other rows, and the categories that only those had.
void keep_rows(Table& table, const std::vector<bool>& is_kept);

}  // namespace logistic_regression
