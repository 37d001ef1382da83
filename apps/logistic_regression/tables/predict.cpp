// Predictions for the rows of another table.
#include "apps/logistic_regression/tables/predict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "apps/logistic_regression/tables/categories.h"
#include "apps/logistic_regression/tables/column_choice.h"
#include "apps/logistic_regression/tables/number.h"
#include "apps/logistic_regression/tables/table_file.h"
#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {
namespace {

using apps::CsvReader;
using apps::in_quotes;

constexpr size_t kBatch = 4096;  // rows that are computed together
constexpr size_t kShownValues = 3;

/// A feature of the model, and where to find it in a record.
struct Source {
  const Feature& feature;
  size_t field;
  Categories categories;
};

/// Of several columns of one name, the model's first is the file's first.
size_t find_field(const std::string& name, const std::vector<Source>& before, const TableFile& file,
                  const std::string& path) {
  const std::vector<std::string>& names = file.names();
  auto found = std::find(names.begin(), names.end(), name);
  for (const Source& source : before) {
    if (source.feature.name == name) found = std::find(found + 1, names.end(), name);
    if (found == names.end()) break;
  }
  if (found != names.end()) return found - names.begin();
  throw apps::DataError(fmt::format("{}: expected a column {}, which the model needs, got {}{}",
                                    path, in_quotes(name), name_list(names),
                                    file.separator_hint()));
}

std::vector<Source> find_sources(const SavedModel& saved, const TableFile& file,
                                 const std::string& path) {
  std::vector<Source> sources;
  for (const Feature& feature : saved.features) {
    const size_t field = find_field(feature.name, sources, file, path);
    sources.push_back({feature, field, Categories(feature.categories, saved.ignores_case)});
  }
  return sources;
}

/// The number that a field holds, in the units that the model learnt.
double read_field(const Source& source, const CsvReader& record, char decimal) {
  const std::string_view text = record[source.field];
  const auto fail = [&](const std::string& expected, const std::string& cure) {
    throw record.error(source.field, fmt::format("column {}: expected {}, got {} ({})",
                                                 in_quotes(source.feature.name), expected,
                                                 in_quotes(shortened(text)), cure));
  };
  const auto number = read_number(text, decimal);
  if (!number || !std::isfinite(number->value)) {
    fail("a finite number",
         fmt::format("--missing {} takes it for no value", in_quotes(trimmed(shortened(text)))));
  }
  if (number->mark == DecimalMark::comma && decimal == 0) {
    fail("a number with a decimal point", "--decimal , takes a comma for it");
  }
  if (number->mark == DecimalMark::either) {
    fail("a number that can be read in one way only",
         fmt::format("it is {} by --decimal . and {} by --decimal ,", read_number(text, '.')->value,
                     read_number(text, ',')->value));
  }
  if (number->is_percent != source.feature.is_percent && number->value != 0) {
    fail(source.feature.is_percent ? "a number with %" : "a number without %",
         "as in the table that the model learnt from");
  }
  return number->value;
}

/// Collects rows, predicts them together, writes them in their order.
class Predictor {
 public:
  Predictor(const SavedModel& saved, const TableFile& file, const TableOptions& table)
      : saved_(saved),
        file_(file),
        decimal_(table.decimal != 0 ? table.decimal : saved.decimal),
        sources_(find_sources(saved, file, table.path)) {
    std::vector<std::string> heading = {"row"};
    if (!table.id.empty()) {
      id_ = find_column("--id", table.id, file.names());
      heading.push_back(file.names()[*id_]);
    }
    heading.push_back("prediction");
    for (const std::string& name : saved.classes) heading.push_back(fmt::format("P({})", name));
    for (std::string& name : heading) name = apps::csv_field(name);
    result_.csv = fmt::format("{}\n", fmt::join(heading, ","));
  }

  /// Takes the file's row.
  void add() {
    const size_t before = inputs_.size();
    const State state = add_inputs();
    if (state != State::whole) inputs_.resize(before);
    if (state == State::missing) ++result_.missing;
    if (state == State::unknown) ++result_.unknown;
    rows_.push_back({state == State::whole,
                     id_ ? apps::csv_field(std::string(file_.row()[*id_])) : std::string()});
    if (rows_.size() == kBatch) flush();
  }

  Predictions take() && {
    flush();
    return std::move(result_);
  }

 private:
  enum class State { whole, missing, unknown };
  struct Row {
    bool is_whole;
    std::string id;
  };

  State add_inputs() {
    State state = State::whole;
    for (const Source& source : sources_) {
      const std::optional<double>& fill = source.feature.fill;
      if (file_.is_missing(source.field)) {
        if (!fill) return State::missing;
        add_value(source, *fill);
      } else if (!source.feature.is_categorical()) {
        add_value(source, read_field(source, file_.row(), decimal_));
      } else if (const auto code = source.categories.find(file_.row()[source.field])) {
        add_value(source, *code);
      } else {
        if (state == State::whole) note_unknown(source);
        state = State::unknown;
      }
    }
    return state;
  }

  /// Appends the inputs that a number, or the place of a category, makes.
  void add_value(const Source& source, double value) {
    const Feature& feature = source.feature;
    if (!feature.is_categorical()) {
      inputs_.push_back((value - feature.mean) / feature.scale);
      return;
    }
    const size_t at = inputs_.size() + static_cast<size_t>(value);
    inputs_.resize(inputs_.size() + feature.categories.size());
    inputs_[at] = 1;
  }

  void note_unknown(const Source& source) {
    if (result_.unknown_values.size() == kShownValues) return;
    result_.unknown_values.push_back(fmt::format(
        "column {}: {} in line {}", in_quotes(source.feature.name),
        in_quotes(shortened(file_.row()[source.field])), file_.row().place(source.field).line));
  }

  void flush() {
    const auto probabilities = class_probabilities(saved_.model, inputs_);
    const auto out = std::back_inserter(result_.csv);
    size_t next = 0;
    for (const Row& row : rows_) {
      fmt::format_to(out, "{}", ++result_.rows);
      if (id_) fmt::format_to(out, ",{}", row.id);
      if (!row.is_whole) {
        fmt::format_to(out, "{:,>{}}\n", "", saved_.classes.size() + 1);
        continue;
      }
      const std::vector<double>& p = probabilities[next++];
      const size_t best = p.size() == 2 ? p[1] > saved_.threshold
                                        : std::max_element(p.begin(), p.end()) - p.begin();
      fmt::format_to(out, ",{},{}\n", apps::csv_field(saved_.classes[best]), fmt::join(p, ","));
    }
    rows_.clear();
    inputs_.clear();
  }

  const SavedModel& saved_;
  const TableFile& file_;
  char decimal_;
  std::vector<Source> sources_;
  std::optional<size_t> id_;
  std::vector<Row> rows_;
  std::vector<double> inputs_;  // of the rows that are whole, [rows, inputs]
  Predictions result_;
};

}  // namespace

Predictions predict_rows(const SavedModel& saved, const TableOptions& table) {
  TableFile file(table);
  Predictor predictor(saved, file, table);
  while (file.next()) predictor.add();
  return std::move(predictor).take();
}

std::string describe_unpredicted(const Predictions& predictions, const std::string& path) {
  std::string text;
  if (predictions.missing > 0) {
    text += fmt::format("{}: {} of {} rows miss a value and get no prediction\n", path,
                        predictions.missing, predictions.rows);
  }
  if (predictions.unknown > 0) {
    text += fmt::format(
        "{}: {} of {} rows have a text that the model does not know and get no prediction ({}{})\n",
        path, predictions.unknown, predictions.rows, fmt::join(predictions.unknown_values, "; "),
        predictions.unknown > static_cast<int64_t>(predictions.unknown_values.size()) ? "; ..."
                                                                                      : "");
  }
  return text;
}

}  // namespace logistic_regression
