// Options of the tutorial.
#include "apps/logistic_regression/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "apps/logistic_regression/option_values.h"
#include "apps/logistic_regression/tables/csv_options.h"
#include "apps/support/arguments.h"
#include "apps/support/plot_options.h"

namespace logistic_regression {
namespace {

using apps::ArgumentError;
using apps::Option;

Loss parse_loss(const std::string& text) {
  if (text == "bce") return Loss::bce;
  if (text == "mse") return Loss::mse;
  if (text == "bce-logits") return Loss::bce_logits;
  throw ArgumentError("one of bce, mse, bce-logits");
}

constexpr double kLargestFloat = std::numeric_limits<float>::max();

Parameters parse_start(const std::string& text) {
  const ArgumentError allowed("two numbers W,B that fit into a float");
  const size_t comma = text.find(',');
  if (comma == std::string::npos) throw allowed;
  try {
    const double weight = apps::parse_number(text.substr(0, comma));
    const double bias = apps::parse_number(text.substr(comma + 1));
    if (std::abs(weight) > kLargestFloat || std::abs(bias) > kLargestFloat) throw allowed;
    return {static_cast<float>(weight), static_cast<float>(bias)};
  } catch (const ArgumentError&) {
    throw allowed;
  }
}

double parse_test_fraction(const std::string& text) {
  // The test part is rounded down to whole points: at least one must remain in each part.
  const size_t points = *Data().size();
  const double one_point = 1.0 / static_cast<double>(points);
  return parse_in(
      text, one_point, std::nextafter(1.0, 0.0),
      fmt::format("a number of at least {} (one of {} points) and less than 1", one_point, points));
}

/// What has to be judged together, after the last argument.
struct Deferred {
  std::string loss;
  bool has_epochs = false;
  apps::PlotOptions plot;
};

std::vector<Option> option_table(Options& options, Deferred& deferred) {
  TrainingOptions& training = options.training;
  return {
      {"--loss", "NAME",
       "bce (binary cross-entropy, the default), mse (mean squared error),\n"
       "or bce-logits (binary cross-entropy of the linear output)",
       [&](const std::string& text) {
         training.loss = parse_loss(text);
         deferred.loss = text;
       }},
      {"--start", "W,B", "weight and bias to start from (default: drawn from the seed)",
       [&](const std::string& text) { options.start = parse_start(text); }},
      {"--epochs", "N", "passes over the data (default 50, after --load 0)",
       [&](const std::string& text) {
         deferred.has_epochs = true;
         apps::integer(training.epochs, 0)(text);
       }},
      {"--lr", "X", "learning rate (default 2)",
       [&](const std::string& text) { training.lr = parse_lr(text); }},
      {"--batch-size", "N", "points in a step (default 2)", apps::integer(training.batch_size, 1)},
      {"--seed", "N", "seed of the random numbers (default 0)",
       [&](const std::string& text) { options.seed = parse_seed(text); }},
      {"--shuffle", "", "draw a new order of the points for each epoch, as PyTorch does",
       apps::flag(training.shuffle)},
      {"--test-fraction", "F",
       "keep this share of the points from training, chosen as PyTorch's\n"
       "random_split does, and print the accuracy on both parts",
       [&](const std::string& text) { options.test_fraction = parse_test_fraction(text); }},
      {"--compare", "",
       "train from --start (default -5,-10) under mse and under bce, print\n"
       "both results, draw both losses over (w, b) with the ways taken",
       apps::flag(options.compare)},
      deferred.plot.plot_row("where to draw the loss, .svg or .png (default loss.svg; with\n"
                             "--compare: compare.svg)"),
      deferred.plot.no_plot_row(),
      {"--plot-graph", "FILE",
       "draw the graph of the first points' loss, with values and gradients,\n"
       "with Graphviz as .svg or .png, or write it as .dot",
       apps::picture_name(options.graph, {".svg", ".png", ".dot"})},
      {"--history", "FILE",
       "write iteration,loss,weight,bias as CSV, the numbers as C hexadecimal\n"
       "floats; with --compare NAME.csv stands for NAME_mse.csv, NAME_bce.csv",
       apps::file_name(options.history)},
      {"--save", "FILE",
       "write the model: linear.weight and linear.bias, as safetensors or,\nif the name ends in "
       ".pt, for Python's torch.load",
       apps::file_name(options.save, {".safetensors", ".pt"})},
      {"--load", "FILE", "start from a model that was saved", apps::file_name(options.load)},
      {"--csv", "FILE", "train on a table of your own instead, with the options below",
       apps::file_name(options.csv)},
      {"--quiet", "", "print the result alone, no line for each epoch", apps::flag(options.quiet)},
      {"--help", "", "print this text", apps::flag(options.help)},
  };
}

/// An option that only a table needs says nothing without one.
void refuse_csv_options(const std::vector<std::string>& arguments,
                        const std::vector<Option>& table) {
  const std::vector<std::string> csv_options = csv_option_names();
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    const bool is_known = std::any_of(table.begin(), table.end(),
                                      [&](const Option& option) { return option.name == name; });
    if (!is_known && std::find(csv_options.begin(), csv_options.end(), name) != csv_options.end()) {
      throw ArgumentError(name + ": expected --csv FILE beside it, got none");
    }
  }
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  Deferred deferred;
  const std::vector<Option> table = option_table(options, deferred);
  refuse_csv_options(arguments, table);
  apps::parse_arguments(arguments, table);

  if (options.compare && !deferred.loss.empty()) {
    throw apps::argument_error("--loss", "none beside --compare, which runs mse and bce",
                               deferred.loss);
  }
  if (options.compare && !(options.save.empty() && options.load.empty())) {
    throw apps::argument_error(options.save.empty() ? "--load" : "--save",
                               "none beside --compare, which trains two models",
                               options.save.empty() ? options.load : options.save);
  }
  if (options.start && !options.load.empty()) {
    throw apps::argument_error("--load", "no --start beside it", options.load);
  }
  if (!options.load.empty() && !deferred.has_epochs) options.training.epochs = 0;
  if (options.compare && !options.start) options.start = kBadStart;
  options.plot = deferred.plot.chosen(options.compare ? "compare.svg" : "loss.svg");
  return options;
}

std::string usage() {
  Options options;
  Deferred deferred;
  return "Usage: logistic_regression [OPTION...]\n\n"
         "Trains logistic regression on 40 points x = -2, -1.9, ..., 1.9 with the label y = 1\n"
         "where x > 0.2, and draws the loss. Without options: the tutorial.\n\n" +
         apps::describe(option_table(options, deferred)) + "\n" + csv_usage() +
         "\nExit status: 0 done, 1 something failed, 2 wrong arguments.\n";
}

}  // namespace logistic_regression
