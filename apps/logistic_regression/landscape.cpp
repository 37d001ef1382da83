// The loss as a surface over weight and bias.
#include "apps/logistic_regression/landscape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/support/gnuplot.h"

namespace logistic_regression {
namespace {

namespace F = glassgrad::nn::functional;

constexpr int kGridSteps = 40;

struct Range {
  float min = INFINITY;
  float max = -INFINITY;

  void include(float value) {
    if (!std::isfinite(value)) return;
    min = std::min(min, value);
    max = std::max(max, value);
  }
  float extent() const { return max - min; }
  /// Leaves room on both sides. @throws apps::NothingToDraw  if floats this large leave none
  void widen(float room) {
    min -= room;
    max += room;
    if (!(extent() > 0 && std::isfinite(extent()))) {
      throw apps::NothingToDraw("weight or bias has grown too large");
    }
  }
  float at(int step) const { return min + (max - min) * step / kGridSteps; }
};

/// The part of the plane that is drawn: all ways, with room around them to see where they lead.
struct Window {
  Range weight;
  Range bias;

  explicit Window(const std::vector<Landscape>& landscapes) {
    for (const Landscape& landscape : landscapes) {
      for (const Parameters& place : landscape.way) {
        weight.include(place.weight);
        bias.include(place.bias);
      }
    }
    const float room = std::max(0.4f * std::max(weight.extent(), bias.extent()), 2.0f);
    weight.widen(room);
    bias.widen(room);
  }

  std::vector<Parameters> grid() const {
    std::vector<Parameters> places;
    for (int i = 0; i <= kGridSteps; ++i) {
      for (int j = 0; j <= kGridSteps; ++j) places.push_back({weight.at(i), bias.at(j)});
    }
    return places;
  }
};

/// A gnuplot data block of weight, bias and height; an empty line after every `row` places, if any.
std::string data_block(const std::string& name, const Landscape& landscape, const Data& data,
                       const std::vector<Parameters>& places, size_t row = 0) {
  const std::vector<double> heights = mean_losses(landscape.loss, data, places);
  std::string block = name + " << EOD\n";
  for (size_t i = 0; i < places.size(); ++i) {
    block += fmt::format("{} {} {}\n", places[i].weight, places[i].bias, heights[i]);
    if (row > 0 && i % row == row - 1) block += "\n";
  }
  return block + "EOD\n";
}

constexpr const char* kLandscapeStyle = R"(
set pm3d scansautomatic border linecolor 'gray40' linewidth 0.25
set palette defined (0 '#30558c', 0.35 '#6fa8a5', 0.6 '#e8e2b0', 1 '#c4553b')
unset colorbox
set view 55,28,0.92,1
set border 895 linecolor 'gray30'
set xyplane at 0
set grid
set xtics offset 0,-0.3
set ytics offset 0.6,-0.2
set xlabel 'weight w' offset 0,-0.8
set ylabel 'bias b' offset 1.5,-0.5
set zlabel 'loss' rotate offset -1,0
set style textbox opaque noborder fillcolor '#ccffffff' margins 0.6,0.4
unset key
)";

}  // namespace

std::vector<double> mean_losses(Loss loss, const Data& data,
                                const std::vector<Parameters>& places) {
  std::vector<double> weights, biases;
  for (const Parameters& place : places) {
    weights.push_back(place.weight);
    biases.push_back(place.bias);
  }
  const auto column = [](const std::vector<double>& values) {
    return glassgrad::tensor(values, glassgrad::TensorOptions(glassgrad::kDouble)).view({-1, 1});
  };
  const auto row = [](const Tensor& points) {
    return points.to(glassgrad::kDouble).reshape({1, -1});
  };

  // Every place with every point: [places, 1] and [1, points] -> [places, points].
  const Tensor logits = column(weights) * row(data.x) + column(biases);
  const Tensor target = row(data.y).expand_as(logits);
  const Tensor losses =
      loss == Loss::mse
          ? F::mse_loss(sigmoid(logits), target, F::MSELossFuncOptions(glassgrad::kNone))
          : F::binary_cross_entropy_with_logits(
                logits, target,
                F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(glassgrad::kNone));
  const Tensor means = losses.mean(1);
  return {means.data_ptr<double>(), means.data_ptr<double>() + means.numel()};
}

void draw_landscapes(const std::string& path, const std::string& title, const Data& data,
                     const std::vector<Landscape>& landscapes) {
  const Window window(landscapes);
  std::string script = kLandscapeStyle;
  script += fmt::format("set xrange [{}:{}]\nset yrange [{}:{}]\n", window.weight.min,
                        window.weight.max, window.bias.min, window.bias.max);
  script += fmt::format("set multiplot title \"{}\" font ',17'\n", title);

  const double width = 1.0 / static_cast<double>(landscapes.size());
  double left = 0;
  for (const Landscape& landscape : landscapes) {
    script += data_block("$ground", landscape, data, window.grid(), kGridSteps + 1);
    script += data_block("$way", landscape, data, landscape.way);
    script += data_block("$start", landscape, data, {landscape.way.front()});
    script += data_block("$end", landscape, data, {landscape.way.back()});
    // The way lies on the ground as a thin line; a ring is where it starts, a dot where it ends.
    script += fmt::format(R"(
set size {width},1
set origin {left},-0.06
set label 1 "{title}" at screen {middle},0.9 center font ',14'
splot $ground with pm3d, \
      $way with lines linewidth 2 linecolor 'black', \
      $start with points pointtype 6 pointsize 1.6 linewidth 2 linecolor 'black', \
      $end with points pointtype 7 pointsize 1.4 linecolor 'black', \
      $start using 1:2:3:('start') with labels boxed right offset -1,0.6 font ',13', \
      $end using 1:2:3:('end') with labels boxed left offset 1.2,-0.3 font ',13'
)",
                          fmt::arg("width", width), fmt::arg("left", left),
                          fmt::arg("middle", left + width / 2), fmt::arg("title", landscape.title));
    left += width;
  }
  apps::draw_with_gnuplot(path, {1200, 640}, script + "unset multiplot");
}

}  // namespace logistic_regression
