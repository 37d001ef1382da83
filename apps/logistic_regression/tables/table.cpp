// A table in memory, by columns.
#include "apps/logistic_regression/tables/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "apps/logistic_regression/tables/column_builder.h"
#include "apps/logistic_regression/tables/column_choice.h"
#include "apps/logistic_regression/tables/table_file.h"
#include "apps/logistic_regression/tables/table_notes.h"
#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {
namespace {

using Builders = std::vector<ColumnBuilder>;

/// Those of the features and, last, that of the target.
Builders column_builders(const TableFile& file, const TableOptions& options) {
  const ColumnChoice choice = choose_columns(options, file.names(), file.separator_hint());
  const std::vector<std::string>& names = file.names();
  Builders builders;
  for (const size_t field : choice.features) {
    const ColumnBuilder::Limit limit{
        kMostCategories, fmt::format("at most {} different texts", kMostCategories),
        fmt::format("--ignore {} leaves the column out", apps::in_quotes(names[field]))};
    builders.emplace_back(names[field], field, choice.must_be_category[field], limit, options);
  }
  const ColumnBuilder::Limit limit{kMostClasses,
                                   fmt::format("a target of at most {} classes", kMostClasses),
                                   "make a few groups of what is measured"};
  builders.emplace_back(names[choice.target], choice.target, true, limit, options);
  return builders;
}

/// A column without any value would cost all rows.
void leave_out_empty(Builders& builders, Table& table) {
  if (table.rows_read == 0 || !builders.back().has_values()) return;
  const auto is_empty = [&](const ColumnBuilder& builder) {
    if (builder.has_values()) return false;
    table.notes.push_back(fmt::format("column {}: left out, it has no value in any row",
                                      apps::in_quotes(builder.name())));
    return true;
  };
  builders.erase(std::remove_if(builders.begin(), builders.end(), is_empty), builders.end());
}

/// A heading of numbers may be the first row.
void note_heading(const TableFile& file, const TableOptions& options, Table& table) {
  const std::vector<std::string>& names = file.names();
  const auto numbers = std::count_if(names.begin(), names.end(),
                                     [](const std::string& name) { return to_number(name); });
  if (!options.has_header || 2 * numbers <= static_cast<int64_t>(names.size())) return;
  table.notes.push_back(
      "the first line is taken for names, though most are numbers (--no-header "
      "takes it for a row)");
}

bool is_missing(const Column& column, size_t row) {
  return column.is_categorical ? column.codes[row] == kMissingCode
                               : std::isnan(column.numbers[row]);
}

std::vector<Column*> columns(Table& table) {
  std::vector<Column*> all;
  for (Column& column : table.features) all.push_back(&column);
  all.push_back(&table.target);
  return all;
}

/// Counts the values that each column misses; which rows to keep.
std::vector<bool> count_missing(Table& table, bool keeps_missing) {
  const size_t rows = static_cast<size_t>(table.rows_read);
  std::vector<int32_t> n_missing(rows), last_missing(rows);
  std::vector<bool> is_kept(rows, true);
  const std::vector<Column*> all = columns(table);
  for (size_t i = 0; i < all.size(); ++i) {
    Missing& missing = table.missing.emplace_back();
    const bool is_target = i + 1 == all.size();
    for (size_t row = 0; row < rows; ++row) {
      if (!is_missing(*all[i], row)) continue;
      ++missing.rows;
      ++n_missing[row];
      last_missing[row] = static_cast<int32_t>(i);
      if (is_target || !keeps_missing) is_kept[row] = false;
    }
  }
  for (size_t row = 0; row < rows; ++row) {
    if (n_missing[row] == 1) ++table.missing[last_missing[row]].alone;
  }
  return is_kept;
}

template <class T>
void keep(std::vector<T>& values, const std::vector<bool>& is_kept) {
  size_t n = 0;
  for (size_t row = 0; row < values.size(); ++row) {
    if (is_kept[row]) values[n++] = values[row];
  }
  values.resize(n);
}

/// Removes categories that no row has any more.
void forget_unused_categories(Column& column) {
  std::vector<int32_t> place(column.categories.size());
  for (const int32_t code : column.codes) {
    if (code != kMissingCode) place[code] = 1;
  }
  std::vector<std::string> used;
  for (size_t i = 0; i < place.size(); ++i) {
    if (place[i] == 0) continue;
    place[i] = static_cast<int32_t>(used.size());
    used.push_back(std::move(column.categories[i]));
  }
  for (int32_t& code : column.codes) {
    if (code != kMissingCode) code = place[code];
  }
  column.categories = std::move(used);
}

void drop_rows(Table& table, bool keeps_missing) {
  const std::vector<bool> is_kept = count_missing(table, keeps_missing);
  if (std::find(is_kept.begin(), is_kept.end(), false) != is_kept.end()) keep_rows(table, is_kept);
}

}  // namespace

void keep_rows(Table& table, const std::vector<bool>& is_kept) {
  for (Column* column : columns(table)) {
    keep(column->numbers, is_kept);
    keep(column->codes, is_kept);
    forget_unused_categories(*column);
  }
}

Table read_table(const TableOptions& options) {
  TableFile file(options);
  Builders builders = column_builders(file, options);
  Table table;
  note_heading(file, options, table);
  int64_t last_line = 0;
  for (; file.next(); ++table.rows_read) {
    last_line = file.row().line();
    for (ColumnBuilder& builder : builders) {
      builder.add(file.row(), file.is_missing(builder.field()));
    }
  }

  if (!options.keeps_empty) leave_out_empty(builders, table);
  for (ColumnBuilder& builder : builders) {
    builder.decide(file.row(), last_line);
    table.is_point_known = table.is_point_known || builder.shows_point();
  }
  for (ColumnBuilder& builder : builders) {
    table.features.push_back(
        std::move(builder).take(file.row(), table.is_point_known, table.notes));
  }
  table.target = std::move(table.features.back());
  table.features.pop_back();
  if (table.features.empty()) {
    throw apps::DataError(
        fmt::format("{}: expected a column with values beside the target {}, got "
                    "none",
                    options.path, apps::in_quotes(table.target.name)));
  }
  table.keeps_missing = options.keeps_missing;
  drop_rows(table, options.keeps_missing);
  note_oddities(table, options);
  return table;
}

}  // namespace logistic_regression
