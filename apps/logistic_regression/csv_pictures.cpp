// Which pictures a run on a table draws.
#include "apps/logistic_regression/csv_pictures.h"

#include <fmt/format.h>

#include <filesystem>

#include "apps/logistic_regression/loss_plot.h"
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
  const ClassMetrics& metrics;
};

std::vector<Curve> roc_curves(const Run& run) {
  const Results& results = run.results;
  std::vector<Curve> curves;
  if (!run.target.is_binary()) {
    for (size_t i = 0; i < run.target.classes.size(); ++i) {
      curves.push_back({run.target.classes[i] + " or not", results.main().classes[i]});
    }
    return curves;
  }
  curves.push_back({"training", results.train.classes[1]});
  if (results.test) curves.push_back({"test", results.test->classes[1]});
  return curves;
}

}  // namespace

void draw_roc(const std::string& path, const Run& run) {
  const std::vector<Curve> curves = roc_curves(run);
  std::string script = kStyle, plots = "plot x with lines dashtype 3 linecolor 'gray50' notitle";
  bool has_curve = false;
  for (size_t i = 0; i < curves.size(); ++i) {
    if (curves[i].metrics.roc.empty()) continue;
    has_curve = true;
    script += block(fmt::format("$curve{}", i), curves[i].metrics.roc, [](const RocPoint& point) {
      return fmt::format("{} {}", point.false_positive_rate, point.true_positive_rate);
    });
    plots += fmt::format(", $curve{} with lines linewidth 2.2 dashtype {} linecolor '{}' title {}",
                         i, i % 4 + 1, apps::colour(i),
                         apps::gnuplot_string(fmt::format("{}, area {:.4f}", curves[i].title,
                                                          curves[i].metrics.auc)));
  }
  if (!has_curve) throw apps::NothingToDraw("a ROC curve needs rows of two classes");
  script += title(
      run, run.target.is_binary()
               ? fmt::format("ROC curve of {} = {}", run.target.name, run.target.classes[1])
               : fmt::format("ROC curves of {}, {}", run.target.name, run.results.main_name()));
  script += R"(
set xlabel 'false positive rate'
set ylabel 'true positive rate'
set xrange [0:1]
set yrange [0:1.005]
set size ratio -1
set key bottom right
)";
  apps::draw_with_gnuplot(path, {680, 640}, script + plots);
}

}  // namespace logistic_regression
