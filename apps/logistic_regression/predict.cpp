#include "apps/logistic_regression/predict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/logistic_regression/table_file.h"
#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {
namespace {

using apps::CsvReader;

constexpr size_t kBatch = 4096;  // rows that are computed together

/// For each feature of the model, which field of a record it is.
std::vector<size_t> find_fields(const std::vector<Feature>& features,
                                const std::vector<std::string>& names, const std::string& path) {
  std::vector<size_t> fields;
  for (const Feature& feature : features) {
    const auto found = std::find(names.begin(), names.end(), feature.name);
    if (found == names.end()) {
      throw apps::DataError(fmt::format("{}: expected a column {}, which the model needs, got {}",
                                        path, apps::quoted(feature.name), name_list(names)));
    }
    fields.push_back(found - names.begin());
  }
  return fields;
}

/// Appends the inputs that one field makes.
void add_inputs(std::vector<double>& inputs, const Feature& feature, const CsvReader& record,
                size_t field) {
  const auto fail = [&](const std::string& expected) {
    throw record.error(
        field, fmt::format("column {}: expected {}, got {}", apps::quoted(feature.name), expected,
                           apps::quoted(shortened(record[field]))));
  };
  if (!feature.is_categorical()) {
    const auto number = to_number(record[field]);
    if (!number || !std::isfinite(*number)) fail("a finite number");
    inputs.push_back((*number - feature.mean) / feature.scale);
    return;
  }
  const auto& known = feature.categories;
  if (std::find(known.begin(), known.end(), record[field]) == known.end()) {
    fail(fmt::format("one of {}, which the model knows", name_list(known)));
  }
  for (const std::string& category : known) inputs.push_back(category == record[field]);
}

/// Collects rows, predicts them together, writes them in their order.
class Predictor {
 public:
  explicit Predictor(const SavedModel& saved) : saved_(saved) {
    std::vector<std::string> heading = {"row", "prediction"};
    for (const std::string& name : saved.classes) heading.push_back(fmt::format("P({})", name));
    for (std::string& name : heading) name = apps::csv_field(name);
    result_.csv = fmt::format("{}\n", fmt::join(heading, ","));
  }

  void add(const TableFile& file, const std::vector<size_t>& fields) {
    is_missing_.push_back(std::any_of(fields.begin(), fields.end(),
                                      [&](size_t field) { return file.is_missing(field); }));
    for (size_t i = 0; i < fields.size() && !is_missing_.back(); ++i) {
      add_inputs(inputs_, saved_.features[i], file.row(), fields[i]);
    }
    if (is_missing_.size() == kBatch) flush();
  }

  Predictions take() && {
    flush();
    return std::move(result_);
  }

 private:
  void flush() {
    const auto probabilities = class_probabilities(saved_.model, inputs_);
    size_t next = 0;
    for (const bool is_missing : is_missing_) {
      ++result_.rows;
      if (is_missing) {
        ++result_.missing;
        result_.csv += fmt::format("{}{:,>{}}\n", result_.rows, "", saved_.classes.size() + 1);
        continue;
      }
      const std::vector<double>& p = probabilities[next++];
      const size_t best = std::max_element(p.begin(), p.end()) - p.begin();
      result_.csv += fmt::format("{},{},{}\n", result_.rows, apps::csv_field(saved_.classes[best]),
                                 fmt::join(p, ","));
    }
    is_missing_.clear();
    inputs_.clear();
  }

  const SavedModel& saved_;
  std::vector<bool> is_missing_;
  std::vector<double> inputs_;  // of the rows that are whole, [rows, inputs]
  Predictions result_;
};

}  // namespace

Predictions predict_rows(const SavedModel& saved, const TableOptions& table) {
  TableFile file(table);
  const std::vector<size_t> fields = find_fields(saved.features, file.names(), table.path);
  Predictor predictor(saved);
  while (file.next()) predictor.add(file, fields);
  return std::move(predictor).take();
}

}  // namespace logistic_regression
