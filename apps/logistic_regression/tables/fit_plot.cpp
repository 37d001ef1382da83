// Draws what a model has learnt over one or two columns.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/logistic_regression/tables/scene.h"
#include "apps/support/gnuplot.h"

namespace logistic_regression {

bool can_draw_fit(const std::vector<Feature>& features) {
  return features.size() <= 2 && std::none_of(features.begin(), features.end(),
                                              [](const Feature& f) { return f.is_categorical(); });
}

void draw_fit(const std::string& path, const Run& run) {
  if (!can_draw_fit(run.features)) {
    throw apps::NothingToDraw(
        fmt::format("a fit is drawn over one or two columns of numbers, not over {}",
                    run.features.size() > 2 ? std::to_string(run.features.size()) : "texts"));
  }
  if (run.target.classes.size() > apps::kDifferentColours) {
    throw apps::NothingToDraw(fmt::format("{} classes are more than the {} colours for them",
                                          run.target.classes.size(), apps::kDifferentColours));
  }
  run.features.size() == 1 ? draw_curves(path, run) : draw_boundary(path, run);
}

namespace {

/// Rows that would lie on each other are spread a little, in the same way each time.
double jitter(size_t row) { return std::fmod(static_cast<double>(row) * 0.6180339887, 1.0) - 0.5; }

}  // namespace

// Of two classes one curve says all, and the rows lie at 0 and 1; more classes have a curve each,
// and rows in strips below.
void draw_curves(const std::string& path, const Run& run) {
  constexpr int kSteps = 400;
  const Scene scene(run);
  const size_t classes = run.target.classes.size();
  const bool is_binary = run.target.is_binary();
  std::vector<std::vector<double>> places;
  for (int i = 0; i < kSteps; ++i) places.push_back({scene.x.at(i, kSteps)});

  std::string script = "$curves << EOD\n";
  const std::vector<Probabilities> probabilities = probabilities_at(run, places);
  for (int i = 0; i < kSteps; ++i) {
    script += fmt::format("{} {}\n", places[i][0], fmt::join(probabilities[i], " "));
  }
  const Plotted points = plot_points(run, scene, [&](const Point& point, size_t row) {
    const double of_class = static_cast<double>(point.of_class);
    const double height = is_binary ? of_class : -0.08 - 0.07 * of_class;
    return fmt::format("{} {}", point.x, height + 0.045 * jitter(row));
  });
  script += "EOD\n" + points.blocks + scene.setting(run);
  const std::string of_whom =
      is_binary ? fmt::format("P({} = {})", run.target.name, run.target.classes[1])
                : fmt::format("P({})", run.target.name);
  script += fmt::format("set yrange [{}:1.06]\nset ytics 0,0.25,1\nset ylabel {}\n",
                        is_binary ? -0.06 : -0.05 - 0.07 * static_cast<double>(classes),
                        apps::gnuplot_string(of_whom));
  script += "plot 0.5 with lines dashtype 3 linecolor 'gray50' notitle" + points.plots;
  for (size_t k = is_binary ? 1 : 0; k < classes; ++k) {
    script +=
        fmt::format(", \\\n$curves using 1:{} with lines linewidth 2.5 linecolor '{}' title {}",
                    k + 2, is_binary ? "#222222" : apps::colour(k),
                    apps::gnuplot_string(fmt::format("P({})", run.target.classes[k])));
  }
  apps::draw_with_gnuplot(path, {860, 500}, script);
}

namespace {

constexpr int kColumns = 160, kRows = 120;

/// The classes' colours mixed by their probabilities, and with white; each from 0 to 255.
std::vector<int> blend(const Probabilities& p) {
  std::vector<int> rgb;
  for (const int shift : {16, 8, 0}) {
    double value = 0;
    for (size_t k = 0; k < p.size(); ++k) {
      const int of_class = std::stoi(apps::colour(k) + 1, nullptr, 16) >> shift & 255;
      value += p[k] * of_class;
    }
    rgb.push_back(static_cast<int>(255 - 0.4 * (255 - value)));
  }
  return rgb;
}

/// By how much class k is more probable than any other: 0 on its boundary.
double lead(const Probabilities& p, size_t k) {
  double others = 0;
  for (size_t j = 0; j < p.size(); ++j) {
    if (j != k) others = std::max(others, p[j]);
  }
  return p[k] - others;
}

/// For each place of the grid: x, y, red, green, blue, and the lead of each class.
std::string grid_block(const Run& run, const Scene& scene) {
  std::vector<std::vector<double>> places;
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      places.push_back({scene.x.at(column, kColumns), scene.y.at(row, kRows)});
    }
  }
  const std::vector<Probabilities> probabilities = probabilities_at(run, places);
  std::string block = "$grid << EOD\n";
  for (size_t i = 0; i < places.size(); ++i) {
    const Probabilities& p = probabilities[i];
    block += fmt::format("{} {}", fmt::join(places[i], " "), fmt::join(blend(p), " "));
    for (size_t k = 0; k < p.size(); ++k) block += fmt::format(" {:.5f}", lead(p, k));
    block += i % kColumns == kColumns - 1 ? "\n\n" : "\n";
  }
  return block + "EOD\n";
}

}  // namespace

void draw_boundary(const std::string& path, const Run& run) {
  const Scene scene(run);
  const Plotted points = plot_points(run, scene, [](const Point& point, size_t) {
    return fmt::format("{} {}", point.x, point.y);
  });
  std::string script = grid_block(run, scene) + points.blocks;
  script += "set contour base\nset cntrparam levels discrete 0\nunset surface\n";
  std::string boundaries;
  // Of two classes, one leads where the other does not.
  for (size_t k = run.target.is_binary() ? 1 : 0; k < run.target.classes.size(); ++k) {
    script +=
        fmt::format("set table $boundary{0}\nsplot $grid using 1:2:{1}\nunset table\n", k, k + 6);
    boundaries += fmt::format(
        ", \\\n$boundary{} using 1:2 with lines linewidth 2 linecolor 'gray20' notitle", k);
  }
  script += "unset contour\nset surface\n" + scene.setting(run);
  script += fmt::format("set ylabel {}\nset yrange [{}:{}]\n",
                        apps::gnuplot_string(run.features[1].name), scene.y.low, scene.y.high);
  script += "plot $grid using 1:2:3:4:5 with rgbimage notitle" + boundaries + points.plots;
  apps::draw_with_gnuplot(path, {860, 600}, script);
}

}  // namespace logistic_regression
