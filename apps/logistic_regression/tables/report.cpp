// What a run on a table prints.
#include "apps/logistic_regression/tables/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "apps/logistic_regression/tables/text_table.h"
#include "apps/logistic_regression/value.h"

namespace logistic_regression {
namespace {

constexpr size_t kMostWeights = 50;

std::string share_text(double value) {
  return std::isnan(value) ? "-" : fmt::format("{:.4f}", value);
}

/// Of two classes the value of the positive one, otherwise the mean over all classes.
double overall(const Metrics& metrics, double ClassMetrics::*value) {
  const auto& classes = metrics.classes;
  if (classes.size() == 2) return classes[1].*value;
  double sum = 0;
  for (const ClassMetrics& of_class : classes) sum += of_class.*value;
  return sum / static_cast<double>(classes.size());
}

std::vector<int64_t> class_counts(const Target& target) {
  std::vector<int64_t> counts(target.classes.size());
  for (const int32_t code : target.codes) ++counts[code];
  return counts;
}

}  // namespace

std::string missing_list(const Table& table, const std::string& target) {
  std::vector<std::string> columns;
  for (size_t i = 0; i < table.missing.size(); ++i) {
    const std::string& name = i < table.features.size() ? table.features[i].name : target;
    if (table.missing[i].rows > 0) {
      columns.push_back(fmt::format("{} {}", printable(name), table.missing[i].rows));
    }
  }
  return fmt::format("{}", fmt::join(columns, ", "));
}

std::string describe_table(const Table& table, const Target& target, const std::string& path) {
  const int64_t dropped =
      table.rows_read - table.rows_unknown - static_cast<int64_t>(target.codes.size());
  std::string out = fmt::format("{}: {} rows", path, table.rows_read);
  if (table.rows_unknown > 0) {
    out += fmt::format(", {} dropped for texts that the model does not know", table.rows_unknown);
  }
  if (dropped > 0) {
    out += table.keeps_missing ? fmt::format(", {} dropped without a target", dropped)
                               : fmt::format(", {} dropped for missing values", dropped);
  }
  const std::string missing = missing_list(table, target.name);
  if (!missing.empty()) {
    out += fmt::format("{} ({})", table.keeps_missing ? ", missing values filled in" : "", missing);
  }
  std::vector<std::string> classes;
  const std::vector<int64_t> counts = class_counts(target);
  for (size_t i = 0; i < counts.size(); ++i) {
    classes.push_back(fmt::format("{} ({})", printable(target.classes[i]), counts[i]));
  }
  return out + fmt::format("\ntarget {}: {}\n", printable(target.name), fmt::join(classes, ", "));
}

std::string describe_results(const Results& results, const Target& target) {
  std::vector<const Metrics*> parts = {&results.train};
  TextTable table;
  if (results.test) {
    parts.push_back(&*results.test);
    table.add({"", "training", "test"});
  } else {
    table.add({"", "training"});
  }
  const auto add = [&](const std::string& name, const auto& text_of) {
    std::vector<std::string> row = {name};
    for (const Metrics* metrics : parts) row.push_back(text_of(*metrics));
    table.add(std::move(row));
  };
  const auto add_share = [&](const std::string& name, double ClassMetrics::*value) {
    add(name, [&](const Metrics& metrics) { return share_text(overall(metrics, value)); });
  };
  add("loss", [](const Metrics& metrics) { return fmt::format("{:.10f}", metrics.loss); });
  add("accuracy", [](const Metrics& metrics) {
    return fmt::format("{} of {} = {:.4f}", metrics.right(), metrics.rows, metrics.accuracy());
  });
  add_share("precision", &ClassMetrics::precision);
  add_share("recall", &ClassMetrics::recall);
  add_share("ROC AUC", &ClassMetrics::auc);
  add_share("ECE", &ClassMetrics::calibration_error);
  const std::string whose =
      target.is_binary() ? "of " + printable(target.classes[1]) : "the mean over all classes";
  std::string text =
      table.text() +
      fmt::format("(precision, recall, ROC AUC, expected calibration error: {})\n", whose);
  if (results.balances_classes) text += "(loss: all classes of the training rows weigh the same)\n";
  if (results.threshold != kUsualThreshold) {
    text += fmt::format("({} is predicted where its probability is above {})\n",
                        printable(target.classes[1]), results.threshold);
  }
  return text;
}

std::string describe_folds(const std::vector<Metrics>& folds) {
  std::vector<double> losses, accuracies, areas;
  TextTable table;
  table.add({fmt::format("{} folds", folds.size()), "rows", "loss", "accuracy", "ROC AUC"});
  const auto add = [&](const std::string& name, const std::string& rows, double loss,
                       double accuracy, double area) {
    table.add({name, rows, fmt::format("{:.10f}", loss), share_text(accuracy), share_text(area)});
  };
  for (const Metrics& metrics : folds) {
    losses.push_back(metrics.loss);
    accuracies.push_back(metrics.accuracy());
    areas.push_back(overall(metrics, &ClassMetrics::auc));
    add(fmt::format("{}", losses.size()), fmt::format("{}", metrics.rows), losses.back(),
        accuracies.back(), areas.back());
  }
  const auto mean = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  const auto spread = [&](const std::vector<double>& values) {
    double squares = 0;
    for (const double value : values) squares += std::pow(value - mean(values), 2);
    return std::sqrt(squares / static_cast<double>(values.size()));
  };
  add("mean", "", mean(losses), mean(accuracies), mean(areas));
  add("std. deviation", "", spread(losses), spread(accuracies), spread(areas));
  return table.text();
}

std::string describe_classes(const Results& results, const Target& target) {
  TextTable table;
  table.add({"class, " + std::string(results.main_name()), "precision", "recall", "ROC AUC"});
  for (size_t i = 0; i < target.classes.size(); ++i) {
    const ClassMetrics& metrics = results.main().classes[i];
    table.add({printable(target.classes[i]), share_text(metrics.precision),
               share_text(metrics.recall), share_text(metrics.auc)});
  }
  return table.text();
}

std::string describe_confusion(const Results& results, const Target& target) {
  TextTable table;
  std::vector<std::string> heading = {"actual"};
  for (const std::string& name : target.classes) heading.push_back(printable(name));
  table.add(std::move(heading));
  for (size_t i = 0; i < target.classes.size(); ++i) {
    std::vector<std::string> row = {printable(target.classes[i])};
    for (const int64_t count : results.main().confusion[i]) row.push_back(std::to_string(count));
    table.add(std::move(row));
  }
  return fmt::format("confusion matrix, {}: a column for each predicted class\n",
                     results.main_name()) +
         table.text();
}

namespace {

/// The inputs, those first to which some output gives a large weight.
std::vector<size_t> by_size(const std::vector<std::vector<double>>& weights, size_t inputs) {
  const auto size_of = [&](size_t input) {
    double largest = 0;
    for (const auto& output : weights) largest = std::max(largest, std::fabs(output[input]));
    return largest;
  };
  std::vector<size_t> order(inputs);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return size_of(a) > size_of(b); });
  return order;
}

/// A name and column `i` of `values`.
std::vector<std::string> column_text(const std::string& name,
                                     const std::vector<std::vector<double>>& values, size_t i) {
  std::vector<std::string> row = {name};
  for (const auto& output : values) {
    const std::string text = fmt::format("{:.6f}", output[i]);
    row.push_back(text == "-0.000000" ? text.substr(1) : text);
  }
  return row;
}

/// Wald's test of whether a weight is 0: z = weight / error is normally distributed if it is.
void add_errors(std::vector<std::string>& row, double weight, double error) {
  const double z = weight / error;
  row.push_back(fmt::format("{:.6f}", error));
  row.push_back(fmt::format("{:.3f}", z));
  row.push_back(share_text(std::erfc(std::fabs(z) / std::sqrt(2))));
}

/// The name of an input; of several columns with one name, which of them in the table's order.
std::string distinct_name(const std::vector<std::string>& inputs, size_t i) {
  const std::string& name = inputs[i];
  if (std::count(inputs.begin(), inputs.end(), name) == 1) return name;
  return fmt::format("{} ({})", name, std::count(inputs.begin(), inputs.begin() + i, name) + 1);
}

}  // namespace

std::string describe_weights(Classifier model, const std::vector<std::string>& inputs,
                             const Target& target, const std::vector<double>& errors) {
  const auto weights = matrix_rows(model->linear->weight);
  const auto biases = matrix_rows(model->linear->bias.view({-1, 1}));
  const auto row = [&](const std::string& name, const auto& values, size_t i, size_t place) {
    std::vector<std::string> texts = column_text(name, values, i);
    if (!errors.empty()) add_errors(texts, values[0][i], errors[place]);
    return texts;
  };
  TextTable table;
  if (!target.is_binary()) {
    std::vector<std::string> heading = {""};
    for (const std::string& name : target.classes) heading.push_back(printable(name));
    table.add(std::move(heading));
  }
  if (!errors.empty()) table.add({"", "weight", "std. error", "z", "P(>|z|)"});
  const std::vector<size_t> order = by_size(weights, inputs.size());
  const size_t shown = std::min(order.size(), kMostWeights);
  for (size_t i = 0; i < shown; ++i) {
    table.add(row(printable(distinct_name(inputs, order[i])), weights, order[i], order[i]));
  }
  if (shown < order.size()) table.add({fmt::format("({} smaller ones)", order.size() - shown)});
  table.add(row("(bias)", biases, 0, inputs.size()));
  const std::string towards =
      target.is_binary() ? fmt::format(", above 0 towards {}", printable(target.classes[1])) : "";
  return fmt::format("weights by size{}\n", towards) + table.text();
}

}  // namespace logistic_regression
