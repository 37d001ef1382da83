// One run of the program.
#include "apps/fashion_mnist/run.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <stdexcept>

#include "apps/fashion_mnist/pictures.h"
#include "apps/fashion_mnist/train.h"
#include "apps/support/files.h"
#include "apps/support/gnuplot.h"

namespace fashion_mnist {
namespace {

using glassgrad::data::datasets::MNIST;

void check_data_folder(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return;
  throw std::runtime_error(
      fmt::format("there are no images in '{}': install the package dataset-fashion-mnist "
                  "(apt-get install dataset-fashion-mnist), or name their folder with --data",
                  path));
}

/// Long work should not end with a file that cannot be written.
void check_outputs(const Options& options) {
  for (const std::string& path : {options.save, options.plot_wrong, options.plot_weights})
    if (!path.empty()) apps::check_writable(path);
}

void print_score(const std::string& when, const Score& score) {
  fmt::print("{}test loss {:.5f}, test accuracy {:.4f}\n", when, score.loss, score.accuracy);
  std::fflush(stdout);
}

Score train(Network& network, const MNIST& images, const MNIST& test_images,
            const Options& options) {
  glassgrad::optim::SGD optimizer(
      network->parameters(), glassgrad::optim::SGDOptions(options.lr).momentum(options.momentum));
  Score score = score_of(network, test_images);
  for (int64_t epoch = 1; epoch <= options.epochs; ++epoch) {
    const std::string name = fmt::format("epoch {}", epoch);
    const double loss = train_epoch(network, optimizer, images, options, name);
    score = score_of(network, test_images);
    if (!options.quiet) print_score(fmt::format("{}, training loss {:.5f}, ", name, loss), score);
  }
  return score;
}

}  // namespace

void run(const Options& options) {
  check_data_folder(options.data);
  check_outputs(options);
  glassgrad::manual_seed(static_cast<uint64_t>(options.seed));
  Network network = options.load.empty() ? Network(options.hidden, *model_named(options.model))
                                         : load_network(options.load);

  const MNIST test_images(options.data, MNIST::Mode::kTest);
  const Score score = options.epochs > 0 ? train(network, MNIST(options.data), test_images, options)
                                         : score_of(network, test_images);
  if (options.quiet || options.epochs == 0) print_score("", score);
  apps::flush_stdout();

  if (!options.save.empty()) {
    save_network(network, options.save);
    if (!options.quiet) fmt::print(stderr, "wrote {}\n", options.save);
  }
  apps::draw_if_possible(options.plot_wrong, options.quiet,
                         [&] { draw_wrong_answers(options.plot_wrong, test_images, score); });
  apps::draw_if_possible(options.plot_weights, options.quiet,
                         [&] { draw_weights(options.plot_weights, network); });
}

}  // namespace fashion_mnist
