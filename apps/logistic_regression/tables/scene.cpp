// What pictures of a model have in common: ranges, places, probabilities.
#include "apps/logistic_regression/tables/scene.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/support/gnuplot.h"

namespace logistic_regression {
namespace {

constexpr int64_t kMostPoints = 2000;  // that are drawn, of each kind of rows

/// Every k-th of the rows.
std::vector<Point> points_of(const Run& run, const Examples& examples) {
  const int64_t stride = examples.size() / kMostPoints + 1;
  const Tensor x = examples.x.slice(0, 0, examples.size(), stride).to(glassgrad::kDouble);
  const Tensor y =
      examples.y.slice(0, 0, examples.size(), stride).to(glassgrad::kLong).reshape({-1});
  const auto original = [&](int64_t row, int64_t input) {
    const Feature& feature = run.features[input];
    return x[row][input].item<double>() * feature.scale + feature.mean;
  };
  std::vector<Point> points;
  for (int64_t i = 0; i < x.size(0); ++i) {
    points.push_back({original(i, 0), x.size(1) > 1 ? original(i, 1) : 0,
                      static_cast<size_t>(y[i].item<int64_t>())});
  }
  return points;
}

}  // namespace

std::vector<Probabilities> probabilities_at(const Run& run,
                                            const std::vector<std::vector<double>>& places) {
  std::vector<double> inputs;
  for (const auto& place : places) {
    for (size_t i = 0; i < place.size(); ++i) {
      inputs.push_back((place[i] - run.features[i].mean) / run.features[i].scale);
    }
  }
  return class_probabilities(run.model, inputs);
}

void Range::include(double value) {
  low = std::min(low, value);
  high = std::max(high, value);
}

void Range::widen(double share) {
  const double room = high > low ? share * (high - low) : std::max(0.5 * std::fabs(low), 0.5);
  low -= room;
  high += room;
  if (!(high > low && std::isfinite(high - low))) {
    throw apps::NothingToDraw("the numbers are too far apart");
  }
}

Scene::Scene(const Run& run) {
  train = points_of(run, run.data.train);
  if (run.data.test) test = points_of(run, *run.data.test);
  for (const auto* points : {&train, &test}) {
    for (const Point& point : *points) {
      x.include(point.x);
      y.include(point.y);
    }
  }
  x.widen(0.07);
  y.widen(0.07);
}

std::string Scene::setting(const Run& run) const {
  const Metrics& metrics = run.results.main();
  const std::string title =
      fmt::format("{}: {:.4g} % of {} {} right, loss {:.4g}", run.target.name,
                  100 * metrics.accuracy(), metrics.rows, run.results.main_name(), metrics.loss);
  return fmt::format(R"(
set termoption noenhanced
set border 3 linecolor 'gray30'
set tics out nomirror
set key outside right top samplen 2 spacing 1.2
set title {} font ',14'
set xlabel {}
set xrange [{}:{}]
)",
                     apps::gnuplot_string(title), apps::gnuplot_string(run.features[0].name), x.low,
                     x.high);
}

Plotted plot_points(const Run& run, const Scene& scene,
                    const std::function<std::string(const Point&, size_t)>& place_of) {
  Plotted result;
  for (const bool is_test : {false, true}) {
    const std::vector<Point>& points = is_test ? scene.test : scene.train;
    if (points.empty()) continue;
    for (size_t k = 0; k < run.target.classes.size(); ++k) {
      const std::string name = fmt::format("${}{}", is_test ? "test" : "train", k);
      result.blocks += name + " << EOD\n";
      for (size_t i = 0; i < points.size(); ++i) {
        if (points[i].of_class == k) result.blocks += place_of(points[i], i) + "\n";
      }
      // gnuplot wants one point at least.
      result.blocks += "NaN NaN\nEOD\n";
      // gnuplot's markers come in pairs: hollow 6, filled 7.
      result.plots += fmt::format(
          ", \\\n{} with points pointtype {} pointsize {} linewidth 1.6 linecolor '{}' title {}",
          name, apps::marker(k) - is_test, is_test ? 1.1 : 0.7, apps::colour(k),
          apps::gnuplot_string(run.target.classes[k] + (is_test ? ", test" : "")));
    }
  }
  return result;
}

}  // namespace logistic_regression
