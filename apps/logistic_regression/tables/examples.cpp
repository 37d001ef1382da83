// From the columns of a table to the numbers that a model sees.
#include "apps/logistic_regression/tables/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace logistic_regression {
namespace {

/// The class that `text` means: literally, but for blanks, or as a number of the same value.
std::optional<size_t> find_class(const std::vector<std::string>& classes, const std::string& text) {
  const auto index_where = [&](const auto& is_meant) -> std::optional<size_t> {
    const auto found = std::find_if(classes.begin(), classes.end(), is_meant);
    if (found == classes.end()) return {};
    return found - classes.begin();
  };
  if (const auto same = index_where([&](const std::string& name) { return name == text; })) {
    return same;
  }
  const auto number = to_number(text);
  return index_where([&](const std::string& name) {
    return trimmed(name) == trimmed(text) || (number && to_number(name) == number);
  });
}

}  // namespace

Target make_target(Column column, const std::optional<std::string>& positive,
                   const std::string& path) {
  Target target{std::move(column.name), std::move(column.categories), std::move(column.codes)};
  if (target.classes.size() < 2) {
    throw apps::DataError(fmt::format(
        "{}: expected two or more different values of the target {}, got {}", path,
        apps::in_quotes(target.name),
        target.classes.empty() ? "no row without a missing value"
                               : "only " + apps::in_quotes(shortened(target.classes.front()))));
  }
  if (!positive) return target;
  const auto chosen = find_class(target.classes, *positive);
  if (!chosen) {
    throw apps::argument_error("--positive", fmt::format("one of {}", name_list(target.classes)),
                               *positive);
  }
  for (int32_t& code : target.codes) code = code == static_cast<int32_t>(*chosen);
  const std::string name = target.classes[*chosen];
  const std::string others =
      target.is_binary() ? target.classes[1 - *chosen] : fmt::format("not {}", name);
  target.classes = {others, name};
  return target;
}

Split split_every(int64_t rows, int64_t every) {
  Split split;
  for (int64_t i = 0; i < rows; ++i) (i % every == 0 ? split.test : split.train).push_back(i);
  return split;
}

Split split_randomly(int64_t rows, double fraction) {
  const auto all = glassgrad::arange(rows);
  const auto parts = glassgrad::data::datasets::random_split(
      glassgrad::data::datasets::TensorDataset(all), {1 - fraction, fraction});
  return {parts[0].indices, parts[1].indices};
}

int64_t Feature::width() const {
  return is_categorical() ? static_cast<int64_t>(categories.size()) : 1;
}

namespace {

double value_or(double number, const std::optional<double>& fill) {
  return std::isnan(number) && fill ? *fill : number;
}

/// The most frequent category of some rows.
std::optional<double> usual_category(const Column& column, const std::vector<size_t>& rows) {
  std::vector<int64_t> counts(column.categories.size() + 1);
  for (const size_t row : rows) {
    if (column.codes[row] != kMissingCode) ++counts[column.codes[row]];
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  if (*most == 0) return {};
  return static_cast<double>(most - counts.begin());
}

/// The mean or median of the numbers that there are.
std::optional<double> usual_number(const Column& column, const std::vector<size_t>& rows,
                                   Impute impute) {
  std::vector<double> numbers;
  for (const size_t row : rows) {
    if (!std::isnan(column.numbers[row])) numbers.push_back(column.numbers[row]);
  }
  if (numbers.empty()) return {};
  if (impute == Impute::mean) {
    return std::accumulate(numbers.begin(), numbers.end(), 0.0) /
           static_cast<double>(numbers.size());
  }
  const auto middle = numbers.begin() + static_cast<int64_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  const double upper = *middle;
  if (numbers.size() % 2 == 1) return upper;
  return (*std::max_element(numbers.begin(), middle) + upper) / 2;
}

void measure(Feature& feature, const Column& column, const std::vector<size_t>& rows) {
  const auto number = [&](size_t row) { return value_or(column.numbers[row], feature.fill); };
  const double n = static_cast<double>(rows.size());
  double low = INFINITY, high = -INFINITY, sum = 0;
  for (const size_t row : rows) {
    low = std::min(low, number(row));
    high = std::max(high, number(row));
    sum += number(row);
  }
  // Rounding must not make a spread where there is none.
  if (low == high) {
    feature.mean = low;
    return;
  }
  feature.mean = sum / n;
  double squares = 0;
  for (const size_t row : rows) squares += std::pow(number(row) - feature.mean, 2);
  feature.scale = std::sqrt(squares / n);
}

void learn_fill(Feature& feature, const Column& column, const std::vector<size_t>& rows,
                Impute impute) {
  feature.fill =
      column.is_categorical ? usual_category(column, rows) : usual_number(column, rows, impute);
  if (feature.fill) return;
  throw apps::DataError(
      fmt::format("column {0}: expected a value in some training row, by which to fill in others, "
                  "got none (--ignore {0} leaves the column out)",
                  apps::in_quotes(column.name)));
}

}  // namespace

std::vector<Feature> measure_features(const Table& table, const std::vector<size_t>& train,
                                      bool standardize, Impute impute) {
  std::vector<Feature> features;
  for (const Column& column : table.features) {
    Feature feature{column.name, column.categories};
    feature.is_percent = column.is_percent;
    if (impute != Impute::none) learn_fill(feature, column, train, impute);
    if (!column.is_categorical && standardize) measure(feature, column, train);
    features.push_back(std::move(feature));
  }
  return features;
}

std::vector<std::string> input_names(const std::vector<Feature>& features) {
  std::vector<std::string> names;
  for (const Feature& feature : features) {
    if (!feature.is_categorical()) names.push_back(feature.name);
    for (const std::string& category : feature.categories) {
      names.push_back(feature.name + "=" + category);
    }
  }
  return names;
}

namespace {

/// Writes the inputs [width, rows] that `column` makes.
template <class T>
void encode(Tensor inputs, const Column& column, const Feature& feature,
            const std::vector<size_t>& rows) {
  if (column.is_categorical) inputs.zero_();
  T* const out = inputs.data_ptr<T>();
  const auto usual_code = static_cast<int32_t>(feature.fill.value_or(0));
  for (size_t i = 0; i < rows.size(); ++i) {
    if (feature.is_categorical()) {
      const int32_t code = column.codes[rows[i]];
      out[(code == kMissingCode ? usual_code : code) * rows.size() + i] = 1;
    } else {
      const double number = value_or(column.numbers[rows[i]], feature.fill);
      out[i] = static_cast<T>((number - feature.mean) / feature.scale);
    }
  }
}

/// [inputs, rows]. Memory of the result is first touched where a column goes that is freed next, so
/// that there is never more than one column twice.
Tensor encode_all(Table table, const std::vector<Feature>& features,
                  const std::vector<size_t>& rows, glassgrad::ScalarType dtype) {
  int64_t width = 0;
  for (const Feature& feature : features) width += feature.width();
  Tensor inputs = glassgrad::empty({width, static_cast<int64_t>(rows.size())}, dtype);
  int64_t at = 0;
  for (size_t i = 0; i < features.size(); ++i) {
    const Column column = std::move(table.features[i]);
    const Tensor part = inputs.narrow(0, at, features[i].width());
    const auto encode_part = dtype == glassgrad::kDouble ? encode<double> : encode<float>;
    encode_part(part, column, features[i], rows);
    at += features[i].width();
  }
  return inputs;
}

Tensor labels(const Target& target, const std::vector<size_t>& rows, glassgrad::ScalarType dtype) {
  std::vector<int64_t> ids;
  for (const size_t row : rows) ids.push_back(target.codes[row]);
  const Tensor y = glassgrad::tensor(ids);
  return target.is_binary() ? y.to(dtype).view({-1, 1}) : y;
}

}  // namespace

PreparedData prepare_data(Table table, const std::vector<Feature>& features, const Target& target,
                          const Split& split, glassgrad::ScalarType dtype) {
  std::vector<size_t> rows = split.train;
  rows.insert(rows.end(), split.test.begin(), split.test.end());
  const Tensor inputs = encode_all(std::move(table), features, rows, dtype);

  const int64_t n_train = static_cast<int64_t>(split.train.size());
  const int64_t n_test = static_cast<int64_t>(split.test.size());
  PreparedData data;
  data.train = {inputs.narrow(1, 0, n_train).t(), labels(target, split.train, dtype)};
  if (n_test > 0) {
    data.test = {inputs.narrow(1, n_train, n_test).t(), labels(target, split.test, dtype)};
  }
  return data;
}

Tensor balanced_weights(const Target& target, const std::vector<size_t>& train,
                        glassgrad::ScalarType dtype) {
  std::vector<double> weights(target.classes.size());
  for (const size_t row : train) ++weights[target.codes[row]];
  const double even = static_cast<double>(train.size()) / static_cast<double>(weights.size());
  for (double& weight : weights) weight = weight > 0 ? even / weight : 1;
  return glassgrad::tensor(weights, glassgrad::TensorOptions(glassgrad::kDouble)).to(dtype);
}

std::vector<std::vector<double>> matrix_rows(const Tensor& matrix) {
  const Tensor values = matrix.detach().to(glassgrad::kDouble).contiguous();
  std::vector<std::vector<double>> rows;
  for (int64_t i = 0; i < values.size(0); ++i) {
    const double* const row = values.data_ptr<double>() + i * values.size(1);
    rows.emplace_back(row, row + values.size(1));
  }
  return rows;
}

}  // namespace logistic_regression
