// Which pictures a run on a table draws.
#include "apps/logistic_regression/tables/csv_pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <utility>

#include "apps/logistic_regression/loss_plot.h"
#include "apps/logistic_regression/value.h"
#include "apps/support/gnuplot.h"

namespace logistic_regression {
namespace {

constexpr const char* kStyle = R"(
set termoption noenhanced
set border 3 linecolor 'gray30'
set tics out nomirror
set grid linecolor 'gray85'
set title font ',14'
)";

/// The file's name ends every title.
std::string title(const Run& run, const std::string& what) {
  const std::string file = std::filesystem::path(run.table).filename().string();
  return fmt::format("set title {}\n", apps::gnuplot_string(fmt::format("{} ({})", what, file)));
}

template <class Points, class Line>
std::string block(const std::string& name, const Points& points, const Line& line_of) {
  std::string text = name + " << EOD\n";
  for (const auto& point : points) text += line_of(point) + "\n";
  return text + "EOD\n";
}

std::string losses_block(const std::string& name, const std::vector<LossPoint>& points) {
  return block(name, thinned_out(points), [](const LossPoint& point) {
    return fmt::format("{} {}", point.iteration, point.loss);
  });
}

}  // namespace

void draw_loss_curves(const std::string& path, const Run& run) {
  std::vector<LossPoint> training, test;
  const std::vector<Step>& steps = run.fit.steps;
  for (size_t i = 0; i < steps.size(); ++i) {
    training.push_back({i, steps[i].loss});
    if (steps[i].test_loss) test.push_back({i, *steps[i].test_loss});
  }
  if (training.empty()) throw apps::NothingToDraw("there is no loss to draw");

  // Batches differ: their losses are a thin line behind that of all test rows.
  const bool has_batches = steps.size() > static_cast<size_t>(run.fit.epochs);
  std::string script = losses_block("$training", training) + losses_block("$test", test) + kStyle;
  script += title(run, fmt::format("Loss of predicting {}", run.target.name));
  script += "set xlabel 'step'\nset ylabel 'mean loss (nats per row)'\nset yrange [0:*]\n";
  script += fmt::format("plot $training with lines linewidth {} linecolor '{}' title 'training{}'",
                        has_batches ? 0.7 : 2.2, apps::colour(has_batches ? 5 : 0),
                        has_batches ? ", each batch" : "");
  if (!test.empty()) {
    script += fmt::format(", $test with lines linewidth 2.2 linecolor '{}' title 'test'",
                          apps::colour(1));
  }
  apps::draw_with_gnuplot(path, {800, 500}, script);
}

namespace {

struct Curve {
  std::string title;
  std::vector<std::pair<double, double>> points;
};

/// Of two classes the positive one, in training and test, otherwise all.
std::vector<std::pair<std::string, const ClassMetrics*>> shown_classes(const Run& run) {
  const Results& results = run.results;
  std::vector<std::pair<std::string, const ClassMetrics*>> shown;
  if (!run.target.is_binary()) {
    for (size_t i = 0; i < run.target.classes.size(); ++i) {
      shown.emplace_back(run.target.classes[i] + " or not", &results.main().classes[i]);
    }
    return shown;
  }
  shown.emplace_back("training", &results.train.classes[1]);
  if (results.test) shown.emplace_back("test", &results.test->classes[1]);
  return shown;
}

/// Draws curves in the unit square, with its diagonal.
/// @param style  "lines" or "linespoints"
/// @param axes   what to set for both
void draw_in_square(const std::string& path, const Run& run, const std::string& what,
                    const std::vector<Curve>& curves, const std::string& style,
                    const std::string& axes) {
  std::string script = kStyle, plots = "plot x with lines dashtype 3 linecolor 'gray50' notitle";
  for (size_t i = 0; i < curves.size(); ++i) {
    if (curves[i].points.empty()) continue;
    script += block(fmt::format("$curve{}", i), curves[i].points, [](const auto& point) {
      return fmt::format("{} {}", point.first, point.second);
    });
    plots += fmt::format(", $curve{} with {} linewidth 2.2 dashtype {} linecolor '{}' title {}", i,
                         style, i % 4 + 1, apps::colour(i), apps::gnuplot_string(curves[i].title));
  }
  script +=
      title(run, run.target.is_binary()
                     ? fmt::format("{} of {} = {}", what, run.target.name, run.target.classes[1])
                     : fmt::format("{} of {}, {}", what, run.target.name, run.results.main_name()));
  script += "set xrange [0:1]\nset yrange [0:1.005]\nset size ratio -1\n" + axes;
  apps::draw_with_gnuplot(path, {680, 640}, script + plots);
}

}  // namespace

void draw_roc(const std::string& path, const Run& run) {
  std::vector<Curve> curves;
  bool has_curve = false;
  for (const auto& [name, metrics] : shown_classes(run)) {
    curves.push_back({fmt::format("{}, area {:.4f}", name, metrics->auc), {}});
    for (const RocPoint& point : metrics->roc) {
      curves.back().points.emplace_back(point.false_positive_rate, point.true_positive_rate);
    }
    has_curve = has_curve || !metrics->roc.empty();
  }
  if (!has_curve) throw apps::NothingToDraw("a ROC curve needs rows of two classes");
  draw_in_square(path, run, "ROC curve", curves, "lines",
                 "set xlabel 'false positive rate'\nset ylabel 'true positive rate'\n"
                 "set key bottom right\n");
}

void draw_calibration(const std::string& path, const Run& run) {
  std::vector<Curve> curves;
  for (const auto& [name, metrics] : shown_classes(run)) {
    curves.push_back({fmt::format("{}, ECE {:.4f}", name, metrics->calibration_error), {}});
    for (const CalibrationBin& bin : metrics->calibration) {
      curves.back().points.emplace_back(bin.predicted, bin.actual);
    }
  }
  draw_in_square(path, run, "Calibration", curves, "linespoints pointtype 7",
                 "set xlabel 'probability, mean of each tenth'\nset ylabel 'share of the rows'\n"
                 "set key top left\n");
}

void draw_path(const std::string& path, const Run& run) {
  const std::vector<PathPoint>& points = run.path.points;
  const std::vector<std::string> names = input_names(run.features);
  const std::vector<double>& last = points.back().weights;
  std::vector<size_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return std::fabs(last[a]) > std::fabs(last[b]); });
  std::string script = kStyle, plots = "plot 0 with lines linecolor 'gray50' notitle";
  for (size_t i = 0; i < order.size(); ++i) {
    const bool is_named = i < apps::kDifferentColours;
    script += block(fmt::format("$weight{}", i), points, [&](const PathPoint& point) {
      return fmt::format("{} {}", point.penalty, point.weights[order[i]]);
    });
    plots += fmt::format(
        ", $weight{} with lines linewidth {} linecolor '{}' {}", i, is_named ? 2.2 : 0.7,
        is_named ? apps::colour(i) : "gray60",
        is_named ? "title " + apps::gnuplot_string(printable(names[order[i]])) : "notitle");
  }
  script += title(run, fmt::format("Weights that predict {}, by penalty", run.target.name));
  script += fmt::format(
      "set logscale x\nset format x '%g'\nset xlabel '{}'\nset ylabel '{}'\n", run.path.name(),
      run.target.is_binary() ? "weight" : "size of the weight, the largest of all classes");
  script += "set key outside right top\n";
  apps::draw_with_gnuplot(path, {900, 560}, script + plots);
}

}  // namespace logistic_regression
