#pragma once
// Makes numbers or categories of what stands in a column.
// One column of a table while its rows are read: numbers or categories?

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "apps/logistic_regression/tables/categories.h"
#include "apps/logistic_regression/tables/number.h"
#include "apps/logistic_regression/tables/table.h"

namespace logistic_regression {

/// Takes the values of one column, row by row, and makes numbers or categories of them when all of
/// them have been seen.
class ColumnBuilder {
 public:
  /// How many different values a column may have as categories, and what to say beyond it.
  struct Limit {
    size_t most;
    std::string expected;
    std::string cure;
  };

  ColumnBuilder(std::string name, size_t field, bool must_be_category, Limit limit,
                const TableOptions& options);

  size_t field() const { return field_; }
  const std::string& name() const { return column_.name; }

  /// @throws apps::DataError for too many values of what must be a category
  void add(const apps::CsvReader& record, bool is_missing);

  bool has_values() const { return n_values_ > 0; }

  /// After the last row: decides what the column is. Numbers if all values are some; an error if
  /// most are; otherwise categories.
  /// @param last_line  where the last record begins, which may be no row
  /// @throws apps::DataError for texts among numbers, for dates, for too many categories
  void decide(const apps::CsvReader& file, int64_t last_line);

  /// After `decide`: whether the column's numbers say that decimals follow a point.
  bool shows_point() const { return !column_.is_categorical && points_.count > 0; }

  /// After `decide`. What had to be made up goes to `notes`.
  /// @param is_point_known  whether 1,234 is known to be 1234
  /// @throws apps::DataError for numbers that can be read in two ways, or differ in kind
  Column take(const apps::CsvReader& file, bool is_point_known, std::vector<std::string>& notes) &&;

 private:
  /// How many values of a kind there are, and the first of them.
  struct Seen {
    int64_t count = 0;
    apps::CsvPlace place{};
    std::string text;

    void add(const apps::CsvReader& record, size_t field) {
      if (count++ == 0) set_first(record, field);
    }
    void set_first(const apps::CsvReader& record, size_t field);
  };

  void add_number(const apps::CsvReader& record);
  void add_value(double value, const apps::CsvReader& record);
  void add_text(const apps::CsvReader& record);
  void add_code(const apps::CsvReader& record);
  void note_style(const WrittenNumber& number, const apps::CsvReader& record);
  bool means_numbers() const;
  void check_numbers(const apps::CsvReader& file, bool is_point_known) const;
  void sort_categories();
  apps::DataError error(const apps::CsvReader& file, const Seen& seen, const std::string& expected,
                        const std::string& cure) const;
  apps::DataError text_error(const apps::CsvReader& file, int64_t last_line) const;
  apps::DataError date_error(const apps::CsvReader& file) const;

  Column column_;
  size_t field_;
  bool must_be_category_;
  Limit limit_;
  char decimal_;
  bool keeps_missing_;
  int64_t n_values_ = 0;
  // What it may become. Numbers end with the first text, codes with a category too many; a missing
  // value is NaN or -1.
  bool has_numbers_, has_codes_ = true;
  Categories categories_;
  std::optional<apps::DataError> too_many_;
  // Of which kind the values are.
  Seen numbers_, texts_, dates_, infinite_;
  std::vector<std::string> other_texts_;  // different ones, the first few of texts_
  // How the numbers are written.
  Seen dressed_, points_, commas_, either_, percents_, not_percents_, other_currency_;
  std::string_view currency_;
};

}  // namespace logistic_regression
