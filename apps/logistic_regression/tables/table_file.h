#pragma once
// A table in a file, row by row.

#include <cstdint>
#include <string>
#include <vector>

#include "apps/logistic_regression/tables/table.h"
#include "apps/support/progress.h"

namespace logistic_regression {

/// A CSV file as a table: the names of its columns, then its rows, with progress on stderr.
class TableFile {
 public:
  /// @param options  path, format, heading, missing texts, progress
  /// @throws apps::FileError; apps::DataError if there is no first line
  explicit TableFile(const TableOptions& options);

  /// As in the heading, without blanks around them; "column 3" where there is none.
  const std::vector<std::string>& names() const { return names_; }

  /// ": ... (--separator ';')" if the first line looks as if another character stood between
  /// fields; otherwise empty.
  std::string separator_hint() const;

  /// Goes to the next row; false at the end. @throws apps::DataError
  bool next();

  /// The row: valid until `next`.
  /// @{
  const apps::CsvReader& row() const { return reader_; }
  bool is_missing(size_t field) const;
  /// @}

 private:
  const TableOptions& options_;
  apps::CsvReader reader_;
  std::vector<std::string> names_, first_line_;
  int64_t first_line_number_ = 0;
  bool is_at_first_row_;  // which was read to count the columns
  int64_t rows_ = 0;
  apps::Progress progress_;
};

}  // namespace logistic_regression
