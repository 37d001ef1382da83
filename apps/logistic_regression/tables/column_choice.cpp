// Which columns of a table are used.
#include "apps/logistic_regression/tables/column_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {
namespace {

using apps::ArgumentError;
using Fields = std::vector<size_t>;

/// Reads what an option says about columns.
class ColumnNames {
 public:
  ColumnNames(const std::vector<std::string>& names, std::string option)
      : names_(names), option_(std::move(option)) {}

  size_t field(const std::string& text) const {
    if (const auto named = by_name(text)) return *named;
    if (const auto numbered = by_number(text)) return *numbered;
    throw apps::argument_error(option_, allowed(), text);
  }

  /// All that the items of a list name; an item may be a range of numbers.
  Fields fields(const std::vector<std::string>& items) const {
    Fields result;
    for (const std::string& item : items) {
      for (const size_t field : by_name(item) ? Fields{*by_name(item)} : range(item)) {
        if (std::count(result.begin(), result.end(), field) > 0) {
          throw apps::argument_error(option_, "different columns", item);
        }
        result.push_back(field);
      }
    }
    return result;
  }

 private:
  std::optional<size_t> by_name(const std::string& text) const {
    const auto found = std::find(names_.begin(), names_.end(), text);
    if (found == names_.end()) return {};
    if (std::find(found + 1, names_.end(), text) != names_.end()) {
      throw apps::argument_error(option_, "a name that one column has (or its number)", text);
    }
    return found - names_.begin();
  }

  std::optional<size_t> by_number(const std::string& text) const {
    const int64_t count = static_cast<int64_t>(names_.size());
    try {
      const int64_t number = apps::parse_integer(text, -count, count);
      if (number != 0) return number > 0 ? number - 1 : count + number;
    } catch (const ArgumentError&) {
    }
    return {};
  }

  /// "3", "-1" or "2-5".
  Fields range(const std::string& text) const {
    const size_t dash = text.find('-', 1);
    const auto first = by_number(text.substr(0, dash));
    const auto last = dash == std::string::npos ? first : by_number(text.substr(dash + 1));
    if (!first || !last || *first > *last) throw apps::argument_error(option_, allowed(), text);
    Fields fields;
    for (size_t field = *first; field <= *last; ++field) fields.push_back(field);
    return fields;
  }

  std::string allowed() const {
    return fmt::format("one of the columns {} or a number from 1 to {} (-1: the last)",
                       name_list(names_), names_.size());
  }

  const std::vector<std::string>& names_;
  std::string option_;
};

bool contains(const Fields& fields, size_t field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

ColumnChoice choose(const TableOptions& options, const std::vector<std::string>& names) {
  ColumnChoice choice;
  choice.target = ColumnNames(names, "--target").field(options.target);
  Fields wanted = ColumnNames(names, "--features").fields(options.features);
  Fields ignored = ColumnNames(names, "--ignore").fields(options.ignored);
  if (!options.id.empty()) ignored.push_back(ColumnNames(names, "--id").field(options.id));
  if (contains(wanted, choice.target)) {
    throw apps::argument_error("--features", "columns other than the target", names[choice.target]);
  }
  if (options.features.empty()) {
    for (size_t field = 0; field < names.size(); ++field) {
      if (field != choice.target) wanted.push_back(field);
    }
  }
  for (const size_t field : wanted) {
    if (!contains(ignored, field)) choice.features.push_back(field);
  }
  if (choice.features.empty()) {
    throw ArgumentError(fmt::format("--features: expected a column beside the target {}, got none",
                                    apps::in_quotes(names[choice.target])));
  }
  choice.must_be_category.resize(names.size());
  for (const size_t field : ColumnNames(names, "--categorical").fields(options.categorical)) {
    choice.must_be_category[field] = true;
  }
  choice.must_be_category[choice.target] = true;
  return choice;
}

}  // namespace

size_t find_column(const std::string& option, const std::string& text,
                   const std::vector<std::string>& names) {
  return ColumnNames(names, option).field(text);
}

ColumnChoice choose_columns(const TableOptions& options, const std::vector<std::string>& names,
                            const std::string& hint) {
  try {
    return choose(options, names);
  } catch (const ArgumentError& error) {
    throw ArgumentError(error.what() + hint);
  }
}

}  // namespace logistic_regression
