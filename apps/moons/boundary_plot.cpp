// Draws the line between the classes.
#include "apps/moons/boundary_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/support/gnuplot.h"

namespace moons {
namespace {

constexpr int kColumns = 160, kRows = 120;

/// The part of the plane that is drawn: all points, with room around them.
struct Window {
  double left = INFINITY, right = -INFINITY, bottom = INFINITY, top = -INFINITY;

  explicit Window(const Points& points) {
    for (const Point& point : points) {
      left = std::min(left, point.x);
      right = std::max(right, point.x);
      bottom = std::min(bottom, point.y);
      top = std::max(top, point.y);
    }
    const double room = std::max({0.25 * (right - left), 0.25 * (top - bottom), 1e-3});
    left -= room;
    right += room;
    bottom -= room;
    top += room;
    if (!std::isfinite(right - left) || !std::isfinite(top - bottom) || left + room == left) {
      throw apps::NothingToDraw("the points are too far apart");
    }
  }

  /// Row by row from the bottom, kColumns x kRows places.
  Points grid() const {
    Points places;
    for (int row = 0; row < kRows; ++row)
      for (int column = 0; column < kColumns; ++column)
        places.push_back({left + (right - left) * column / (kColumns - 1),
                          bottom + (top - bottom) * row / (kRows - 1), 0});
    return places;
  }
};

/// A gnuplot data block of x, y and tanh(score), an empty line after each row. Beyond the boundary
/// only the sign of a score counts.
std::string grid_block(const Points& grid, const std::vector<double>& scores) {
  std::string block = "$grid << EOD\n";
  for (size_t i = 0; i < grid.size(); ++i) {
    block += fmt::format("{:.6g} {:.6g} {:.4f}\n", grid[i].x, grid[i].y, std::tanh(scores[i]));
    if (i % kColumns == kColumns - 1) block += "\n";
  }
  return block + "EOD\n";
}

template <class Predicate>
std::string point_block(const std::string& name, const Points& points, Predicate is_wanted) {
  std::string block = name + " << EOD\n";
  for (size_t i = 0; i < points.size(); ++i)
    if (is_wanted(i)) block += fmt::format("{} {}\n", points[i].x, points[i].y);
  // gnuplot wants one point at least.
  return block + "NaN NaN\nEOD\n";
}

constexpr const char* kScript = R"(
set contour base
set cntrparam levels discrete 0
unset surface
set table $boundary
splot $grid
unset table
unset contour
set surface
set palette defined (-1 '#d6604d', 0 '#f7f4ee', 1 '#4393c3')
set cbrange [-1.2:1.2]
unset colorbox
unset key
set xlabel 'x'
set ylabel 'y'
set size ratio -1
set tics out nomirror
plot $grid using 1:2:3 with image, \
     $boundary using 1:2 with lines linewidth 2 linecolor 'gray20', \
     $lower with points pointtype 7 pointsize 0.9 linecolor '#8c1d13', \
     $upper with points pointtype 7 pointsize 0.9 linecolor '#0b3c6f', \
     $wrong with points pointtype 6 pointsize 1.8 linewidth 2 linecolor 'black'
)";

}  // namespace

void draw_boundary(const std::string& path, const Network& network, const Points& points,
                   const Step& end) {
  const Window window(points);
  const Points grid = window.grid();
  const std::vector<double> scores = network.scores(grid);
  if (!std::all_of(scores.begin(), scores.end(), [](double s) { return std::isfinite(s); })) {
    throw apps::NothingToDraw("the scores have grown beyond all numbers");
  }
  const std::vector<double> at_points = network.scores(points);

  std::string script = grid_block(grid, scores);
  script += point_block("$lower", points, [&](size_t i) { return points[i].label < 0; });
  script += point_block("$upper", points, [&](size_t i) { return points[i].label > 0; });
  script += point_block("$wrong", points,
                        [&](size_t i) { return (at_points[i] > 0) != (points[i].label > 0); });
  script += fmt::format("set xrange [{}:{}]\nset yrange [{}:{}]\n", window.left, window.right,
                        window.bottom, window.top);
  script += fmt::format("set title 'A 2-16-16-1 network: loss {:.4g}, {:.4g} % right'\n", end.loss,
                        100 * end.accuracy);
  apps::draw_with_gnuplot(path, {800, 580}, script + kScript);
}

}  // namespace moons
