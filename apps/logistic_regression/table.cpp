#include "apps/logistic_regression/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "apps/logistic_regression/column_choice.h"
#include "apps/logistic_regression/table_file.h"
#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {
namespace {

using apps::CsvReader;

/// Gives each different text a code: 0, 1, 2, ... in the order in which they come.
class Categories {
 public:
  size_t size() const { return texts_.size(); }
  const int32_t* find(std::string_view text) const {
    const auto known = codes_.find(text);
    return known == codes_.end() ? nullptr : &known->second;
  }
  int32_t add(std::string_view text) {
    texts_.emplace_back(text);
    return codes_.emplace(texts_.back(), static_cast<int32_t>(codes_.size())).first->second;
  }
  std::vector<std::string> texts() const { return {texts_.begin(), texts_.end()}; }

 private:
  std::deque<std::string> texts_;  // a deque leaves them where they are
  std::unordered_map<std::string_view, int32_t> codes_;
};

/// Takes the values of one column, row by row.
class ColumnBuilder {
 public:
  /// @param limit  of different texts, and what to say beyond it
  ColumnBuilder(std::string name, size_t field, bool must_be_category,
                std::pair<size_t, std::string> limit)
      : field_(field), limit_(std::move(limit)) {
    column_.name = std::move(name);
    column_.is_categorical = must_be_category;
  }

  size_t field() const { return field_; }

  void add(const CsvReader& record) {
    if (first_line_ == 0) {
      first_line_ = record.line();
      column_.is_categorical = column_.is_categorical || !to_number(record[field_]);
    }
    if (column_.is_categorical) {
      column_.codes.push_back(code_of(record));
    } else {
      column_.numbers.push_back(number_of(record));
    }
  }

  Column take() && {
    sort_categories();
    return std::move(column_);
  }

 private:
  double number_of(const CsvReader& record) const {
    const auto number = to_number(record[field_]);
    if (!number) {
      const std::string text = apps::quoted(shortened(record[field_]));
      throw record.error(
          field_,
          fmt::format("column {0}: expected a number as in line {1}, got {2} (--categorical "
                      "{0} takes texts, --missing {2} drops such rows)",
                      apps::quoted(column_.name), first_line_, text));
    }
    if (!std::isfinite(*number)) throw error(record, "a finite number");
    return *number;
  }

  int32_t code_of(const CsvReader& record) {
    if (const int32_t* known = categories_.find(record[field_])) return *known;
    if (categories_.size() == limit_.first) throw error(record, limit_.second);
    return categories_.add(record[field_]);
  }

  apps::DataError error(const CsvReader& record, const std::string& expected) const {
    return record.error(
        field_, fmt::format("column {}: expected {}, got {}", apps::quoted(column_.name), expected,
                            apps::quoted(shortened(record[field_]))));
  }

  /// From the order in which they came to the order in which people look for them.
  void sort_categories() {
    column_.categories = sorted_categories(categories_.texts());
    std::vector<int32_t> rank(categories_.size());
    for (size_t i = 0; i < rank.size(); ++i) {
      rank[*categories_.find(column_.categories[i])] = static_cast<int32_t>(i);
    }
    for (int32_t& code : column_.codes) code = rank[code];
  }

  Column column_;
  size_t field_;
  std::pair<size_t, std::string> limit_;
  int64_t first_line_ = 0;  // where its first value stands
  Categories categories_;
};

std::vector<ColumnBuilder> column_builders(const ColumnChoice& choice,
                                           const std::vector<std::string>& names) {
  std::vector<ColumnBuilder> builders;
  for (const size_t field : choice.features) {
    builders.emplace_back(
        names[field], field, choice.must_be_category[field],
        std::pair(kMostCategories,
                  fmt::format("at most {} different texts (--ignore '{}' leaves the column out)",
                              kMostCategories, names[field])));
  }
  builders.emplace_back(
      names[choice.target], choice.target, true,
      std::pair(kMostClasses, fmt::format("a target of at most {} classes", kMostClasses)));
  return builders;
}

}  // namespace

Table read_table(const TableOptions& options) {
  TableFile file(options);
  std::vector<ColumnBuilder> builders =
      column_builders(choose_columns(options, file.names()), file.names());
  Table table;
  table.missing.resize(builders.size());
  for (; file.next(); ++table.rows_read) {
    bool is_whole = true;
    for (size_t i = 0; i < builders.size(); ++i) {
      if (!file.is_missing(builders[i].field())) continue;
      is_whole = false;
      ++table.missing[i];
    }
    if (!is_whole) continue;
    for (ColumnBuilder& builder : builders) builder.add(file.row());
  }

  for (ColumnBuilder& builder : builders) table.features.push_back(std::move(builder).take());
  table.target = std::move(table.features.back());
  table.features.pop_back();
  return table;
}

}  // namespace logistic_regression
