// Draws the loss of each iteration.
#include "apps/logistic_regression/loss_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/support/gnuplot.h"

namespace logistic_regression {

std::vector<LossPoint> thinned_out(const std::vector<LossPoint>& points) {
  const size_t stretch = std::max<size_t>(1, points.size() / 1000);
  const auto is_lower = [](const LossPoint& a, const LossPoint& b) { return a.loss < b.loss; };
  std::vector<LossPoint> result;
  for (size_t begin = 0; begin < points.size(); begin += stretch) {
    const size_t end = std::min(begin + stretch, points.size());
    const auto [low, high] =
        std::minmax_element(points.begin() + begin, points.begin() + end, is_lower);
    const auto [first, second] = std::minmax(low, high);
    result.push_back(*first);
    if (second != first) result.push_back(*second);
  }
  return result;
}

void draw_losses(const std::string& path, const std::vector<Iteration>& history) {
  std::vector<LossPoint> points;
  for (size_t i = 0; i < history.size(); ++i) {
    if (std::isfinite(history[i].loss)) points.push_back({i, history[i].loss});
  }
  if (points.empty()) throw apps::NothingToDraw("there is no loss to draw");

  std::string script = "$losses << EOD\n";
  for (const LossPoint& point : thinned_out(points)) {
    script += fmt::format("{} {}\n", point.iteration, static_cast<float>(point.loss));
  }
  script += R"(EOD
set xlabel 'no. of iterations'
set ylabel 'total loss'
set grid linecolor 'gray80'
unset key
plot $losses with lines linewidth 1.5 linecolor '#1f77b4'
)";
  apps::draw_with_gnuplot(path, {800, 500}, script);
}

}  // namespace logistic_regression
