// What a penalty does to the weights.
#include "apps/logistic_regression/tables/path.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "apps/logistic_regression/tables/ending.h"
#include "apps/logistic_regression/tables/prepare.h"
#include "apps/logistic_regression/tables/text_table.h"
#include "apps/support/progress.h"

namespace logistic_regression {
namespace {

constexpr int64_t kPoints = 20;
constexpr double kRange = 1000;

/// The lowest l1 that leaves no weight: the steepest slope of the loss where all weights are 0 and
/// the bias is the best.
double largest_l1(Classifier model, const Examples& train) {
  const int64_t n_classes = model->is_binary() ? 2 : model->linear->weight.size(0);
  const Tensor logits = log(class_shares(train, n_classes).clamp_min(1e-9));
  {
    glassgrad::NoGradGuard no_grad;
    model->linear->weight.zero_();
    model->linear->bias.copy_(model->is_binary() ? logits.narrow(0, 1, 1) - logits.narrow(0, 0, 1)
                                                 : logits);
  }
  mean_loss(model, train.x, train.y, train.class_weights).backward();
  return model->linear->weight.grad().abs().max().item<double>();
}

std::vector<double> shown_weights(Classifier model) {
  glassgrad::NoGradGuard no_grad;
  const Tensor& weight = model->linear->weight;
  return matrix_rows(model->is_binary() ? weight : weight.abs().amax(0, true))[0];
}

}  // namespace

Path follow_path(Table table, const Target& target, const Split& split, const CsvOptions& options) {
  const Prepared prepared = prepare_new(std::move(table), target, split, options);
  const Examples& train = prepared.data.train;
  FitOptions fit_options = options.fit;
  double& penalty = options.path == Penalty::l1 ? fit_options.l1 : fit_options.l2;
  const double largest = largest_l1(prepared.model, train);
  const double first =
      options.path == Penalty::l1 ? largest : std::min(10 * largest, 1 / fit_options.lr);
  apps::Progress progress("path", kPoints);
  Path path{options.path, {}};
  for (int64_t i = 0; i < kPoints; ++i) {
    penalty = first * std::pow(kRange, -static_cast<double>(i) / (kPoints - 1));
    fit(prepared.model, train, prepared.data.test, fit_options, [](const Step&) {});
    PathPoint point{penalty,
                    mean_loss(prepared.model, train).item<double>(),
                    {},
                    shown_weights(prepared.model)};
    if (prepared.data.test) {
      point.test_loss = mean_loss(prepared.model, *prepared.data.test).item<double>();
    }
    path.points.push_back(std::move(point));
    progress.update(i + 1);
  }
  return path;
}

std::string describe_path(const Path& path) {
  TextTable table;
  table.add({path.name(), "loss", "test loss", "inputs used"});
  for (const PathPoint& point : path.points) {
    const auto used = std::count_if(point.weights.begin(), point.weights.end(),
                                    [](double weight) { return weight != 0; });
    table.add({fmt::format("{:.6g}", point.penalty), fmt::format("{:.10f}", point.loss),
               point.test_loss ? fmt::format("{:.10f}", *point.test_loss) : "-",
               fmt::format("{} of {}", used, point.weights.size())});
  }
  return table.text();
}

}  // namespace logistic_regression
