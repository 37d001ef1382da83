// What the command line asks for.
#include "apps/moons/options.h"

#include <limits>

#include "apps/support/arguments.h"
#include "apps/support/plot_options.h"

namespace moons {
namespace {

using apps::ArgumentError;
using apps::Option;

std::vector<Option> option_table(Options& options, apps::PlotOptions& plot) {
  return {
      {"--from", "FILE", "read the points from lines x,y,label, where a label is 1, or -1 or 0",
       apps::file_name(options.from)},
      {"--points", "N", "how many points to draw (default 100)",
       apps::integer(options.points, 2, 1'000'000)},
      {"--noise", "X", "standard deviation of the noise on them (default 0.1)",
       apps::from_zero(options.noise)},
      {"--steps", "N", "steps of gradient descent, each on all points (default 100)",
       apps::integer(options.steps, 0)},
      {"--lr", "X", "learning rate at the first step (default 1); falls to a tenth",
       apps::from_zero(options.lr)},
      {"--decay", "X", "factor of the squared parameters in the loss (default 1e-4)",
       apps::from_zero(options.decay)},
      {"--seed", "N", "seed of points and first parameters (default 1337)",
       apps::integer(options.seed, 0)},
      {"--tensors", "", "compute with tensors instead of scalars", apps::flag(options.tensors)},
      {"--compare", "",
       "train both forms from the same start and print how far their losses\n"
       "differ; more than 1e-12 of the loss is a failure",
       apps::flag(options.compare)},
      plot.plot_row("where to draw the boundary, .svg or .png (default moons.svg)"),
      plot.no_plot_row(),
      {"--quiet", "", "print the result alone, no line for each step", apps::flag(options.quiet)},
      {"--help", "", "print this text", apps::flag(options.help)},
  };
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  apps::PlotOptions plot;
  apps::parse_arguments(arguments, option_table(options, plot));
  if (options.compare && options.tensors) {
    throw ArgumentError("--tensors: expected none beside --compare, which trains both forms");
  }
  options.plot = plot.chosen("moons.svg");
  return options;
}

std::string usage() {
  Options options;
  apps::PlotOptions plot;
  return "Usage: moons [OPTION...]\n\n"
         "Trains a small network, 2-16-16-1 with ReLU, to tell two half moons apart, and draws\n"
         "where it parts them: micrograd's demo. The network is built of scalars, a neuron at a\n"
         "time.\n\n" +
         apps::describe(option_table(options, plot)) +
         "\nExit status: 0 done, 1 something failed, 2 wrong arguments.\n";
}

}  // namespace moons
