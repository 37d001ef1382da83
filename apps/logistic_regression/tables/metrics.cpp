// How good a model is: loss, accuracy, precision, recall, ROC curves, calibration.
#include "apps/logistic_regression/tables/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace logistic_regression {

std::vector<RocPoint> roc_curve(const std::vector<double>& scores,
                                const std::vector<bool>& is_positive) {
  const double positives =
      static_cast<double>(std::count(is_positive.begin(), is_positive.end(), true));
  const double negatives = static_cast<double>(scores.size()) - positives;
  if (positives == 0 || negatives == 0) return {};
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return scores[a] > scores[b]; });

  std::vector<RocPoint> curve = {{0, 0}};
  double true_positives = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    if (is_positive[order[i]]) ++true_positives;
    // Equal scores are passed by one threshold.
    if (i + 1 < order.size() && scores[order[i + 1]] == scores[order[i]]) continue;
    const double false_positives = static_cast<double>(i + 1) - true_positives;
    curve.push_back({false_positives / negatives, true_positives / positives});
  }
  return curve;
}

std::vector<RocPoint> thinned_out(const std::vector<RocPoint>& curve) {
  const size_t stride = curve.size() / 1000 + 1;
  std::vector<RocPoint> result;
  for (size_t i = 0; i + 1 < curve.size(); i += stride) result.push_back(curve[i]);
  if (!curve.empty()) result.push_back(curve.back());
  return result;
}

double area_under(const std::vector<RocPoint>& curve) {
  if (curve.empty()) return NAN;
  double area = 0;
  for (size_t i = 1; i < curve.size(); ++i) {
    const double width = curve[i].false_positive_rate - curve[i - 1].false_positive_rate;
    area += width * (curve[i].true_positive_rate + curve[i - 1].true_positive_rate) / 2;
  }
  return area;
}

std::vector<CalibrationBin> calibration_bins(const std::vector<double>& probabilities,
                                             const std::vector<bool>& is_positive) {
  std::vector<CalibrationBin> bins(10);
  for (size_t i = 0; i < probabilities.size(); ++i) {
    CalibrationBin& bin = bins[std::min<size_t>(static_cast<size_t>(probabilities[i] * 10), 9)];
    ++bin.rows;
    bin.predicted += probabilities[i];
    bin.actual += is_positive[i];
  }
  std::erase_if(bins, [](const CalibrationBin& bin) { return bin.rows == 0; });
  for (CalibrationBin& bin : bins) {
    bin.predicted /= static_cast<double>(bin.rows);
    bin.actual /= static_cast<double>(bin.rows);
  }
  return bins;
}

double calibration_error(const std::vector<CalibrationBin>& bins) {
  double gaps = 0, rows = 0;
  for (const CalibrationBin& bin : bins) {
    gaps += static_cast<double>(bin.rows) * std::fabs(bin.predicted - bin.actual);
    rows += static_cast<double>(bin.rows);
  }
  return gaps / rows;
}

int64_t Metrics::right() const {
  int64_t sum = 0;
  for (size_t i = 0; i < confusion.size(); ++i) sum += confusion[i][i];
  return sum;
}

namespace {

std::vector<double> column_of(const Tensor& scores, int64_t column) {
  const Tensor values = scores.select(1, column).contiguous();
  return {values.data_ptr<double>(), values.data_ptr<double>() + values.numel()};
}

std::vector<int64_t> ids_of(const Tensor& ids) {
  const Tensor flat = ids.to(glassgrad::kLong).reshape({-1}).contiguous();
  return {flat.data_ptr<int64_t>(), flat.data_ptr<int64_t>() + flat.numel()};
}

double share(int64_t part, int64_t whole) {
  return whole == 0 ? NAN : static_cast<double>(part) / static_cast<double>(whole);
}

/// @param scores         of `of_class`, in the order of its probabilities: [N]
/// @param probabilities  of `of_class`: [N]
ClassMetrics measure_class(size_t of_class, const std::vector<std::vector<int64_t>>& confusion,
                           const std::vector<double>& scores,
                           const std::vector<double>& probabilities,
                           const std::vector<int64_t>& actual) {
  int64_t predicted = 0, present = 0;
  for (size_t i = 0; i < confusion.size(); ++i) {
    predicted += confusion[i][of_class];
    present += confusion[of_class][i];
  }
  std::vector<bool> is_of_class;
  for (const int64_t id : actual) is_of_class.push_back(id == static_cast<int64_t>(of_class));
  const int64_t right = confusion[of_class][of_class];
  const std::vector<RocPoint> curve = roc_curve(scores, is_of_class);
  const std::vector<CalibrationBin> bins = calibration_bins(probabilities, is_of_class);
  return {
      share(right, predicted), share(right, present), thinned_out(curve), area_under(curve), bins,
      calibration_error(bins)};
}

}  // namespace

Metrics measure(Classifier model, const Examples& examples, double threshold) {
  glassgrad::NoGradGuard no_grad;
  const Tensor logits = model(examples.x).to(glassgrad::kDouble);
  // Of two classes the logits order the rows as the probabilities do, and never round to 1.
  const Tensor scores =
      model->is_binary() ? glassgrad::cat({-logits, logits}, 1) : softmax(logits, 1);
  const Tensor probabilities = model->is_binary() ? sigmoid(scores) : scores;
  const double least_logit = std::log(threshold / (1 - threshold));
  const Tensor predicted = model->is_binary() ? (logits > least_logit) : scores.argmax(1);

  Metrics metrics;
  metrics.rows = examples.size();
  metrics.loss = mean_loss(model, examples).item<double>();
  const size_t n_classes = static_cast<size_t>(scores.size(1));
  metrics.confusion.assign(n_classes, std::vector<int64_t>(n_classes));
  const std::vector<int64_t> actual = ids_of(examples.y), guessed = ids_of(predicted);
  for (size_t i = 0; i < actual.size(); ++i) ++metrics.confusion[actual[i]][guessed[i]];
  for (size_t i = 0; i < n_classes; ++i) {
    const auto of_class = static_cast<int64_t>(i);
    metrics.classes.push_back(measure_class(i, metrics.confusion, column_of(scores, of_class),
                                            column_of(probabilities, of_class), actual));
  }
  return metrics;
}

}  // namespace logistic_regression
