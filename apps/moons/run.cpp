// One run of the program.
#include "apps/moons/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <glassgrad.h>
#include "apps/moons/boundary_plot.h"
#include "apps/moons/network.h"
#include "apps/support/files.h"
#include "apps/support/gnuplot.h"
#include "apps/support/progress.h"

namespace moons {
namespace {

constexpr double kTolerance = 1e-12;

/// Falls in a straight line from lr to a tenth of it.
double rate_of(int64_t step, const Options& options) {
  return options.lr * (1 - 0.9 * static_cast<double>(step) / static_cast<double>(options.steps));
}

std::string result_of(const Step& step) {
  return fmt::format("loss {:.6g}, accuracy {:.4g} %", step.loss, 100 * step.accuracy);
}

void train(Network& network, const Points& points, const Options& options) {
  const bool has_lines = !options.quiet && isatty(STDOUT_FILENO);
  apps::Progress progress("step", options.steps, !has_lines);
  for (int64_t i = 0; i < options.steps; ++i) {
    const Step step = network.train(points, rate_of(i, options), options.decay);
    if (!options.quiet) fmt::print("step {}, {}\n", i, result_of(step));
    progress.update(i + 1);
  }
}

/// Trains both forms and throws if their losses part.
void train_and_compare(Network& values, Network& tensors, const Points& points,
                       const Options& options) {
  double largest = 0;
  apps::Progress progress("step", options.steps);
  for (int64_t i = 0; i < options.steps; ++i) {
    const double lr = rate_of(i, options);
    const Step a = values.train(points, lr, options.decay);
    const Step b = tensors.train(points, lr, options.decay);
    const double difference = std::fabs(a.loss - b.loss) / std::max(1.0, std::fabs(b.loss));
    if (!options.quiet)
      fmt::print("step {}, {}, tensors differ by {:.1e}\n", i, result_of(a), difference);
    // A difference that is no number is the largest.
    if (!(difference <= largest)) largest = difference;
    progress.update(i + 1);
  }
  fmt::print("largest difference of the losses: {:.1e}\n", largest);
  if (!(largest <= kTolerance)) {
    throw std::runtime_error(fmt::format(
        "--compare: expected losses of scalars and tensors equal to {}, they differ by {:.1e}",
        kTolerance, largest));
  }
}

}  // namespace

void run(const Options& options) {
  apps::check_outputs({options.plot.path});
  glassgrad::manual_seed(static_cast<uint64_t>(options.seed));
  const Points points =
      options.from.empty() ? make_moons(options.points, options.noise) : read_points(options.from);
  const NetworkStart start = draw_start({2, 16, 16, 1});

  const auto network = options.tensors ? make_tensor_network(start) : make_value_network(start);
  if (options.compare) {
    train_and_compare(*network, *make_tensor_network(start), points, options);
  } else {
    train(*network, points, options);
  }
  const Step end = network->train(points, /*lr=*/0, options.decay);
  fmt::print("after {} steps: {}\n", options.steps, result_of(end));
  apps::flush_stdout();

  apps::Pictures pictures(options.quiet);
  pictures.draw(options.plot, [&] { draw_boundary(options.plot.path, *network, points, end); });
  pictures.finish();
}

}  // namespace moons
