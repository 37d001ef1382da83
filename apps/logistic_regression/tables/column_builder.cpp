// Makes numbers or categories of what stands in a column.
// One column of a table while its rows are read: numbers or categories?
#include "apps/logistic_regression/tables/column_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "apps/logistic_regression/tables/date.h"
#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {
namespace {

using apps::CsvReader;
using apps::DataError;
using apps::in_quotes;

constexpr size_t kShownTexts = 3;

}  // namespace

void ColumnBuilder::Seen::set_first(const CsvReader& record, size_t field) {
  place = record.place(field);
  text = record[field];
}

ColumnBuilder::ColumnBuilder(std::string name, size_t field, bool must_be_category, Limit limit,
                             const TableOptions& options)
    : field_(field),
      must_be_category_(must_be_category),
      limit_(std::move(limit)),
      decimal_(options.decimal),
      keeps_missing_(options.keeps_missing),
      has_numbers_(!must_be_category),
      categories_(options.ignores_case) {
  column_.name = std::move(name);
  column_.is_categorical = must_be_category;
}

void ColumnBuilder::add(const CsvReader& record, bool is_missing) {
  if (is_missing) {
    if (has_numbers_) column_.numbers.push_back(std::numeric_limits<double>::quiet_NaN());
    if (has_codes_) column_.codes.push_back(kMissingCode);
    return;
  }
  ++n_values_;
  if (!must_be_category_) add_number(record);
  if (has_codes_) add_code(record);
}

void ColumnBuilder::add_number(const CsvReader& record) {
  const std::string_view text = record[field_];
  if (const auto plain = decimal_ != ',' ? to_number(text) : std::nullopt) {  // nearly all are
    if (points_.count == 0 && has_decimal_point(text)) points_.add(record, field_);
    if (*plain != 0) not_percents_.add(record, field_);
    return add_value(*plain, record);
  }
  const auto number = read_number(text, decimal_);
  if (!number) return add_text(record);
  note_style(*number, record);
  add_value(number->value, record);
}

void ColumnBuilder::add_value(double value, const CsvReader& record) {
  numbers_.add(record, field_);
  if (!std::isfinite(value)) infinite_.add(record, field_);
  if (has_numbers_) column_.numbers.push_back(value);
}

void ColumnBuilder::note_style(const WrittenNumber& number, const CsvReader& record) {
  if (number.mark == DecimalMark::point) points_.add(record, field_);
  if (number.mark == DecimalMark::comma && decimal_ == 0) commas_.add(record, field_);
  if (number.mark == DecimalMark::either) either_.add(record, field_);
  if (number.is_percent) percents_.add(record, field_);
  if (!number.is_percent && number.value != 0) not_percents_.add(record, field_);
  if (number.is_plain) return;
  if (number.value != 0) dressed_.add(record, field_);
  if (currency_.empty()) currency_ = number.currency;
  if (!number.currency.empty() && number.currency != currency_) {
    other_currency_.add(record, field_);
  }
}

void ColumnBuilder::add_text(const CsvReader& record) {
  has_numbers_ = false;
  column_.numbers = {};
  if (is_date(record[field_])) return dates_.add(record, field_);
  texts_.add(record, field_);
  if (other_texts_.size() > kShownTexts) return;  // more than are shown
  const std::string text(trimmed(record[field_]));
  if (std::find(other_texts_.begin(), other_texts_.end(), text) == other_texts_.end()) {
    other_texts_.push_back(text);
  }
}

void ColumnBuilder::add_code(const CsvReader& record) {
  const std::string_view text = record[field_];
  if (categories_.size() < limit_.most || categories_.find(text)) {
    return column_.codes.push_back(categories_.add(text));
  }
  too_many_ = record.error(
      field_, fmt::format("column {}: expected {}, got {} ({})", in_quotes(column_.name),
                          limit_.expected, in_quotes(shortened(text)), limit_.cure));
  if (must_be_category_) throw *too_many_;
  has_codes_ = false;
  column_.codes = {};
}

/// Texts among numbers are an accident, numbers among texts are names.
bool ColumnBuilder::means_numbers() const {
  const int64_t others = texts_.count + dates_.count;
  if (numbers_.count >= others || !has_codes_) return numbers_.count >= others;
  const auto& names = categories_.names();
  const int64_t different = std::count_if(names.begin(), names.end(), [&](const std::string& name) {
    return read_number(name, decimal_).has_value();
  });
  return 2 * different >= static_cast<int64_t>(names.size());
}

void ColumnBuilder::decide(const CsvReader& file, int64_t last_line) {
  if (must_be_category_ || n_values_ == 0) return;
  if (2 * dates_.count >= n_values_) throw date_error(file);
  column_.is_categorical = !has_numbers_;
  if (has_numbers_) return;
  if (means_numbers()) throw text_error(file, last_line);
  if (too_many_) throw *too_many_;
}

DataError ColumnBuilder::error(const CsvReader& file, const Seen& seen, const std::string& expected,
                               const std::string& cure) const {
  return file.error(seen.place,
                    fmt::format("column {}: expected {}, got {} ({})", in_quotes(column_.name),
                                expected, in_quotes(shortened(seen.text)), cure));
}

DataError ColumnBuilder::text_error(const CsvReader& file, int64_t last_line) const {
  if (texts_.count == 0) {
    return error(file, dates_, fmt::format("a number as in line {}", numbers_.place.line),
                 fmt::format("--categorical {} takes texts", in_quotes(column_.name)));
  }
  std::string cure;
  if (texts_.count > 1) cure = fmt::format("and {} more rows with texts; ", texts_.count - 1);
  cure += fmt::format("--categorical {} takes texts", in_quotes(column_.name));
  std::vector<std::string> texts = other_texts_;
  if (texts.size() > kShownTexts) texts.resize(1);
  const std::string list = fmt::format("{}", fmt::join(texts, ","));
  if (static_cast<size_t>(std::count(list.begin(), list.end(), ',')) + 1 == texts.size()) {
    cure += fmt::format(", --missing {} {} such rows", in_quotes(list),
                        keeps_missing_ ? "fills in" : "drops");
  }
  if (texts_.count == 1 && texts_.place.line == last_line) {
    cure += ", --skip-last 1 leaves out the last line";
  }
  return error(file, texts_, fmt::format("a number as in line {}", numbers_.place.line), cure);
}

DataError ColumnBuilder::date_error(const CsvReader& file) const {
  return error(file, dates_, "numbers or names, no dates or times",
               fmt::format("--ignore {0} leaves the column out; make numbers of it that may tell "
                           "something, such as year, month, weekday or days since some day; "
                           "--categorical {0} takes each for a name",
                           in_quotes(column_.name)));
}

void ColumnBuilder::check_numbers(const CsvReader& file, bool is_point_known) const {
  if (commas_.count > 0) {
    throw error(file, commas_, "a number with a decimal point",
                fmt::format("--decimal , takes a comma for it; --categorical {} takes texts",
                            in_quotes(column_.name)));
  }
  if (either_.count > 0 && !is_point_known) {
    throw error(
        file, either_, "a number that can be read in one way only",
        fmt::format("it is {} by --decimal . and {} by --decimal ,",
                    read_number(either_.text, '.')->value, read_number(either_.text, ',')->value));
  }
  if (percents_.count > 0 && not_percents_.count > 0) {
    const bool is_usual = percents_.count > not_percents_.count;
    throw error(file, is_usual ? not_percents_ : percents_,
                fmt::format("a number {} % as in line {}", is_usual ? "with" : "without",
                            (is_usual ? percents_ : not_percents_).place.line),
                "write all numbers of the column with % or all without");
  }
  if (other_currency_.count > 0) {
    throw error(file, other_currency_, fmt::format("an amount in {}", currency_),
                "make it one currency");
  }
  if (infinite_.count > 0) {
    throw error(file, infinite_, "a finite number",
                fmt::format("--missing {} drops such rows", in_quotes(trimmed(infinite_.text))));
  }
}

Column ColumnBuilder::take(const CsvReader& file, bool is_point_known,
                           std::vector<std::string>& notes) && {
  const auto note = [&](const std::string& text) {
    notes.push_back(fmt::format("column {}: {}", in_quotes(column_.name), text));
  };
  if (!column_.is_categorical) {
    check_numbers(file, is_point_known);
    column_.is_percent = percents_.count > 0;
    column_.codes = {};
    if (dressed_.count > 0) {
      note(fmt::format("{} in line {} is read as {}", in_quotes(trimmed(dressed_.text)),
                       dressed_.place.line,
                       read_number(dressed_.text, is_point_known ? '.' : decimal_)->value));
    }
    return std::move(column_);
  }
  if (!must_be_category_ && numbers_.count > 0) {
    note(fmt::format("{} of {} values are numbers, {} in line {} the first, and taken for names",
                     numbers_.count, n_values_, in_quotes(shortened(numbers_.text)),
                     numbers_.place.line));
  }
  for (const auto& [code, other] : categories_.other_names()) {
    if (!to_number(other)) continue;
    note(fmt::format("{} is taken for {}, a number of the same value", in_quotes(shortened(other)),
                     in_quotes(shortened(categories_.names()[code]))));
    break;
  }
  sort_categories();
  return std::move(column_);
}

/// From the order in which they came to the order in which people look for them.
void ColumnBuilder::sort_categories() {
  const std::vector<std::string>& names = categories_.names();
  column_.categories = sorted_categories(names);
  std::vector<int32_t> rank(names.size());
  for (size_t i = 0; i < rank.size(); ++i) {
    rank[*categories_.find(column_.categories[i])] = static_cast<int32_t>(i);
  }
  for (int32_t& code : column_.codes) {
    if (code != kMissingCode) code = rank[code];
  }
}

}  // namespace logistic_regression
