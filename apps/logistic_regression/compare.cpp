// --compare: two losses from one bad start.
#include "apps/logistic_regression/compare.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "apps/logistic_regression/landscape.h"
#include "apps/logistic_regression/run.h"
#include "apps/support/files.h"
#include "apps/support/gnuplot.h"
#include "apps/support/progress.h"

namespace logistic_regression {
namespace {

struct Contender {
  Loss loss;
  const char* name;    // in the table
  const char* title;   // above its landscape
  const char* story;   // what the landscape shows around the tutorial's bad start
  const char* ending;  // of its history file's name
};

constexpr Contender kContenders[] = {
    {Loss::mse, "MSE", "Mean squared error", ": a plateau, flat away from the valley", "_mse"},
    {Loss::bce, "BCE", "Binary cross-entropy", ": a slope leads down from everywhere", "_bce"},
};

/// "run.csv" and "_mse" -> "run_mse.csv"
std::string history_path(const std::string& path, const std::string& ending) {
  std::filesystem::path result = path;
  result.replace_filename(result.stem().string() + ending + result.extension().string());
  return result.string();
}

std::string four_digits(float value) {
  return std::abs(value) < 1e6 ? fmt::format("{:.4f}", value) : fmt::format("{:.4e}", value);
}

std::string percent(double share) { return fmt::format("{:.4g} %", 100 * share); }

constexpr const char* kRow = "{:<5} {:>12} {:>12} {:>14} {:>14} {:>10}";

std::string heading(const Options& options) {
  const TrainingOptions& training = options.training;
  std::string text = fmt::format(
      "From w = {}, b = {}: epochs {}, batch size {}, learning rate {}\n\n", options.start->weight,
      options.start->bias, training.epochs, training.batch_size, training.lr);
  text += fmt::format(kRow, "loss", "weight", "bias", "last loss", "mean loss", "accuracy");
  return text + (options.test_fraction ? "  test accuracy\n" : "\n");
}

std::string table_row(const Contender& contender, const Setup& setup,
                      const std::vector<Iteration>& history) {
  const Parameters end = setup.parameters();
  std::string row = fmt::format(
      kRow, contender.name, four_digits(end.weight), four_digits(end.bias),
      history.empty() ? "-" : fmt::format("{:.8g}", history.back().loss),
      fmt::format("{:.8g}", mean_losses(contender.loss, setup.train_data, {end}).front()),
      percent(accuracy(setup.model, setup.train_data).item<double>()));
  if (setup.test_data) {
    row += fmt::format("{:>15}", percent(accuracy(setup.model, *setup.test_data).item<double>()));
  }
  return row + "\n";
}

Landscape landscape_of(const Contender& contender, const Setup& setup, const Parameters& start,
                       const std::vector<Iteration>& history) {
  const double right = accuracy(setup.model, setup.train_data).item<double>();
  const bool is_story = start.weight == kBadStart.weight && start.bias == kBadStart.bias;
  Landscape landscape{fmt::format("{}{}\\n{} right after {} steps", contender.title,
                                  is_story ? contender.story : "", percent(right), history.size()),
                      contender.loss,
                      {start}};
  // Of a long way every k-th step is enough to see it, and the last.
  const size_t stride = history.size() / 2000 + 1;
  for (size_t i = 0; i < history.size(); i += stride) {
    landscape.way.push_back({history[i].weight, history[i].bias});
  }
  if (!history.empty()) landscape.way.push_back({history.back().weight, history.back().bias});
  return landscape;
}

constexpr const char* kWhy = R"(
Where the sigmoid is saturated, p(1 - p) is nearly 0. The slope of the squared error,
2 (p - y) p (1 - p), has it as a factor: a plateau, however wrong p is. In the slope of
the cross-entropy, p - y, it cancels out: the more wrong, the steeper.
)";

}  // namespace

void compare(Options options) {
  for (const Contender& contender : kContenders) {
    if (!options.history.empty()) {
      apps::check_writable(history_path(options.history, contender.ending));
    }
  }
  apps::check_outputs({options.plot.path});

  fmt::print("{}", heading(options));
  std::vector<Landscape> landscapes;
  for (const Contender& contender : kContenders) {
    options.training.loss = contender.loss;
    const Setup setup(options);
    std::vector<Iteration> history;
    {
      apps::Progress progress(fmt::format("{}: epoch", contender.name), options.training.epochs);
      history = train(setup.model, setup.train_data, options.training,
                      [&](int64_t epoch, const Tensor&) { progress.update(epoch + 1); });
    }
    fmt::print("{}", table_row(contender, setup, history));
    landscapes.push_back(landscape_of(contender, setup, *options.start, history));
    if (!options.history.empty()) {
      write_history(history_path(options.history, contender.ending), history);
    }
  }
  if (!options.quiet) fmt::print("{}", kWhy);
  apps::flush_stdout();

  apps::Pictures pictures(options.quiet);
  pictures.draw(options.plot, [&] {
    const std::string title = fmt::format("Two losses, one start: w = {}, b = {}",
                                          options.start->weight, options.start->bias);
    draw_landscapes(options.plot.path, title, Setup(options).train_data, landscapes);
  });
  pictures.finish();
}

}  // namespace logistic_regression
