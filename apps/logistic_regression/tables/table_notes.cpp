// What is probably not meant in a table.
// Remarks on what in a table is probably not meant.
#include "apps/logistic_regression/tables/table_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {
namespace {

using apps::in_quotes;

constexpr size_t kFewRows = 20;  // fewer do not tell a rule from chance
constexpr size_t kFewUnits = 3;

/// Looks at one column.
class ColumnNotes {
 public:
  ColumnNotes(const Column& column, bool is_target, const TableOptions& options,
              std::vector<std::string>& notes)
      : column_(column), is_target_(is_target), options_(options), notes_(notes) {}

  void all() {
    if (!is_target_ && is_constant()) {
      note("the same in all rows, there is nothing to learn from it");
    } else if (!column_.is_categorical) {
      if (numbers_rows()) {
        note(fmt::format("numbers the rows, does it tell anything about other ones? (--ignore {})",
                         in_quotes(column_.name)));
      }
    } else if (const std::string unit = common_unit(); !unit.empty()) {
      note(fmt::format(
          "taken for names, though all are numbers with {} behind them: without it, they "
          "were numbers",
          in_quotes(unit)));
    } else if (names_rows()) {
      note(
          fmt::format("{} of {} values are different, as names of rows are: another row will have "
                      "another one (--ignore {} leaves the column out)",
                      column_.categories.size(), values(), in_quotes(column_.name)));
    }
    if (!options_.ignores_case) similar_categories();
    missing_categories();
    total();
  }

 private:
  void note(const std::string& text) {
    notes_.push_back(fmt::format("column {}: {}", in_quotes(column_.name), text));
  }

  size_t values() const {
    const auto& codes = column_.codes;
    return codes.size() - std::count(codes.begin(), codes.end(), kMissingCode);
  }

  bool is_constant() const {
    if (column_.is_categorical) return column_.categories.size() == 1 && values() > 1;
    double first = NAN;
    size_t n = 0;
    for (const double number : column_.numbers) {
      if (std::isnan(number)) continue;
      if (n++ == 0) first = number;
      if (number != first) return false;
    }
    return n > 1;
  }

  /// Each is one more than the number before.
  bool numbers_rows() const {
    const auto& numbers = column_.numbers;
    return numbers.size() >= kFewRows &&
           std::adjacent_find(numbers.begin(), numbers.end(),
                              [](double a, double b) { return b != a + 1; }) == numbers.end();
  }

  /// What follows all numbers: "kg" of 12 kg, 1.5 kg, ...; empty if that is not so.
  std::string common_unit() const {
    std::string unit;
    if (column_.categories.size() < kFewUnits) return unit;
    for (const std::string& name : column_.categories) {
      const std::string_view text = trimmed(name);
      const size_t end = text.find_first_not_of("0123456789.,-+");
      if (end == 0 || end == text.npos || !to_number(text.substr(0, end))) return "";
      const std::string_view rest = trimmed(text.substr(end));
      if (!unit.empty() && rest != unit) return "";
      unit = rest;
    }
    return unit;
  }

  bool names_rows() const {
    return !is_target_ && values() >= kFewRows && 2 * column_.categories.size() > values();
  }

  void similar_categories() {
    std::map<std::string, std::vector<std::string>> groups;
    for (const std::string& name : column_.categories) {
      groups[folded(name)].push_back(in_quotes(shortened(name)));
    }
    for (const auto& [key, names] : groups) {
      if (names.size() < 2) continue;
      note(
          fmt::format("{} are different {}: they differ in case or blanks alone (--ignore-case "
                      "makes them one)",
                      fmt::join(names, ", "), is_target_ ? "classes" : "categories"));
      break;
    }
  }

  void missing_categories() {
    for (const std::string& name : column_.categories) {
      if (!may_be_missing(name)) continue;
      note(fmt::format("{0} is taken for a {1} (--missing {0} takes it for no value)",
                       in_quotes(trimmed(name)), is_target_ ? "class" : "category"));
    }
  }

  void total() {
    if (!column_.is_categorical || column_.codes.empty()) return;
    const int32_t last = column_.codes.back();
    if (last == kMissingCode || !is_total(column_.categories[last])) return;
    if (std::count(column_.codes.begin(), column_.codes.end(), last) > 1) return;
    note(
        fmt::format("{} in the last row looks like a line below the table (--skip-last 1 leaves it "
                    "out)",
                    in_quotes(column_.categories[last])));
  }

  const Column& column_;
  bool is_target_;
  const TableOptions& options_;
  std::vector<std::string>& notes_;
};

/// Where many rows are dropped: what that is due to.
void note_costs(Table& table) {
  const int64_t dropped = table.rows_read - table.rows();
  if (table.keeps_missing || table.rows() == 0 || 10 * dropped < table.rows_read) return;
  std::vector<std::pair<int64_t, std::string>> costs;
  for (size_t i = 0; i < table.features.size(); ++i) {
    if (table.missing[i].alone > 0) {
      costs.emplace_back(table.missing[i].alone, in_quotes(table.features[i].name));
    }
  }
  std::stable_sort(costs.begin(), costs.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text = fmt::format(
      "{} of {} rows ({:.0f} %) are dropped for missing values", dropped, table.rows_read,
      100.0 * static_cast<double>(dropped) / static_cast<double>(table.rows_read));
  for (size_t i = 0; i < std::min<size_t>(costs.size(), 3); ++i) {
    text +=
        fmt::format("{}{} alone costs {}", i == 0 ? ": " : ", ", costs[i].second, costs[i].first);
  }
  table.notes.push_back(text + " (--ignore leaves a column out, --impute fills values in)");
}

}  // namespace

void note_oddities(Table& table, const TableOptions& options) {
  note_costs(table);
  for (const Column& column : table.features) {
    ColumnNotes(column, false, options, table.notes).all();
  }
  ColumnNotes(table.target, true, options, table.notes).all();
}

}  // namespace logistic_regression
