// A run of the tutorial.
#include "apps/logistic_regression/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "apps/logistic_regression/graph_plot.h"
#include "apps/logistic_regression/loss_plot.h"
#include "apps/support/files.h"
#include "apps/support/gnuplot.h"
#include "apps/support/hex_float.h"
#include "apps/support/progress.h"

namespace logistic_regression {

using glassgrad::python_repr;

namespace {

/// As Python prints a module's state_dict().
std::string state_repr(const glassgrad::OrderedDict<std::string, Tensor>& state) {
  std::vector<std::string> items;
  for (const auto& item : state) {
    items.push_back(fmt::format("('{}', {})", item.key(), python_repr(item.value())));
  }
  return fmt::format("OrderedDict([{}])", fmt::join(items, ", "));
}

/// The points of `data` at `indices`.
Data rows_of(const Data& data, const std::vector<size_t>& indices) {
  const Tensor rows = glassgrad::tensor(std::vector<int64_t>(indices.begin(), indices.end()));
  return {data.x.index_select(0, rows), data.y.index_select(0, rows)};
}

}  // namespace

Setup::Setup(const Options& options) {
  glassgrad::manual_seed(options.seed);
  if (options.test_fraction) {
    const double share = *options.test_fraction;
    const auto parts = glassgrad::data::datasets::random_split(train_data, {1 - share, share});
    test_data = rows_of(train_data, parts[1].indices);
    train_data = rows_of(train_data, parts[0].indices);
  }
  model = LogisticRegression(1);
  if (options.start) {
    glassgrad::NoGradGuard no_grad;
    model->linear->weight.fill_(options.start->weight);
    model->linear->bias.fill_(options.start->bias);
  }
  if (!options.load.empty()) glassgrad::load(model, options.load);
}

Parameters Setup::parameters() const {
  return {model->linear->weight.item<float>(), model->linear->bias.item<float>()};
}

void run(const Options& options) {
  apps::check_outputs({options.history, options.save, options.plot.path, options.graph.path});

  const Setup setup(options);
  apps::Pictures pictures(options.quiet);
  pictures.draw(options.graph, [&] {
    draw_graph(options.graph.path, setup.model, setup.train_data, options.training);
  });
  if (!options.quiet) {
    fmt::print("checking parameters:  {}\n", state_repr(setup.model->state_dict()));
  }

  std::vector<Iteration> history;
  {
    const bool has_epoch_lines = !options.quiet && isatty(STDOUT_FILENO);
    apps::Progress progress("epoch", options.training.epochs, !has_epoch_lines);
    history = train(
        setup.model, setup.train_data, options.training, [&](int64_t epoch, const Tensor& loss) {
          if (!options.quiet) {
            fmt::print("epoch = {}, loss = {}\n", epoch, python_repr(loss.item<double>()));
          }
          progress.update(epoch + 1);
        });
  }

  if (!options.quiet) fmt::print("Done!\n");
  if (setup.test_data) {
    fmt::print("model accuracy on training data:  {}\n",
               python_repr(accuracy(setup.model, setup.train_data)));
  }
  fmt::print("model accuracy on test data:  {}\n",
             python_repr(accuracy(setup.model, setup.test_data.value_or(setup.train_data))));
  apps::flush_stdout();

  if (!options.save.empty()) glassgrad::save(setup.model, options.save);
  if (!options.history.empty()) write_history(options.history, history);
  pictures.draw(options.plot, [&] { draw_losses(options.plot.path, history); });
  pictures.finish();
}

void write_history(const std::string& path, const std::vector<Iteration>& history) {
  fmt::memory_buffer csv;
  fmt::format_to(std::back_inserter(csv), "iteration,loss,weight,bias\n");
  for (size_t i = 0; i < history.size(); ++i) {
    fmt::format_to(std::back_inserter(csv), "{},{},{},{}\n", i, apps::hex_float(history[i].loss),
                   apps::hex_float(history[i].weight), apps::hex_float(history[i].bias));
  }
  apps::write_file(path, {csv.data(), csv.size()});
}

}  // namespace logistic_regression
