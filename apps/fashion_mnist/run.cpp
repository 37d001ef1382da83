// One run of the program.
#include "apps/fashion_mnist/run.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <memory>
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

void print_score(const std::string& when, const Score& score) {
  fmt::print("{}test loss {:.5f}, test accuracy {:.4f}\n", when, score.loss, score.accuracy);
  std::fflush(stdout);
}

/// What training needs to go on where it was: network, steps of the optimizer, epochs done.
/// A file is replaced whole or not at all, and does not depend on how many processes there are.
void save_checkpoint(const std::string& path, const Network& network,
                     const glassgrad::optim::Optimizer& optimizer, int64_t epoch) {
  glassgrad::serialize::OutputArchive archive, steps;
  network->save(archive);
  optimizer.save(steps);
  archive.write("optimizer", steps);
  archive.write("epoch", glassgrad::IValue(epoch));
  archive.save_to(path);
}
/// The epochs that the file has seen; 0 if there is no file.
int64_t load_checkpoint(const std::string& path, Network& network,
                        glassgrad::optim::Optimizer& optimizer) {
  struct stat status;
  if (path.empty() || stat(path.c_str(), &status) != 0) return 0;
  glassgrad::serialize::InputArchive archive, steps;
  archive.load_from(path);
  network->load(archive);
  archive.read("optimizer", steps);
  optimizer.load(steps);
  glassgrad::IValue epoch;
  archive.read("epoch", epoch);
  return epoch.toInt();
}

/// The last score, on rank 0.
Score train(Network& network, const MNIST& images, const MNIST& test_images, const Options& options,
            Ranks& ranks) {
  glassgrad::optim::SGD optimizer(
      network->parameters(), glassgrad::optim::SGDOptions(options.lr).momentum(options.momentum));
  const int64_t done = load_checkpoint(options.checkpoint, network, optimizer);
  Score score = {};
  for (int64_t epoch = done + 1; epoch <= options.epochs; ++epoch) {
    const double loss = train_epoch(network, optimizer, images, options, epoch, ranks);
    if (ranks.rank() > 0) continue;
    score = score_of(network, test_images);
    if (!options.quiet)
      print_score(fmt::format("epoch {}, training loss {:.5f}, ", epoch, loss), score);
    if (!options.checkpoint.empty()) save_checkpoint(options.checkpoint, network, optimizer, epoch);
  }
  return done < options.epochs ? score : score_of(network, test_images);
}

}  // namespace

void run(const Options& options) {
  const auto ranks = options.distributed ? ranks_of_mpirun() : std::make_unique<Ranks>();
  check_data_folder(options.data);
  if (ranks->rank() == 0)
    apps::check_outputs(
        {options.save, options.checkpoint, options.plot_wrong.path, options.plot_weights.path});
  if (options.batch_size % ranks->size() != 0)
    throw std::runtime_error(
        fmt::format("--batch-size: expected a multiple of the {} ranks, got {}", ranks->size(),
                    options.batch_size));
  glassgrad::manual_seed(static_cast<uint64_t>(options.seed));
  Network network = options.load.empty() ? Network(options.hidden, *model_named(options.model))
                                         : load_network(options.load);

  const MNIST test_images(options.data, MNIST::Mode::kTest);
  const Score score = options.epochs > 0
                          ? train(network, MNIST(options.data), test_images, options, *ranks)
                          : score_of(network, test_images);
  if (ranks->rank() > 0) return;
  if (options.quiet || options.epochs == 0) print_score("", score);
  apps::flush_stdout();

  if (!options.save.empty()) {
    save_network(network, options.save);
    if (!options.quiet) fmt::print(stderr, "wrote {}\n", options.save);
  }
  apps::Pictures pictures(options.quiet);
  pictures.draw(options.plot_wrong,
                [&] { draw_wrong_answers(options.plot_wrong.path, test_images, score); });
  pictures.draw(options.plot_weights, [&] { draw_weights(options.plot_weights.path, network); });
  pictures.finish();
}

}  // namespace fashion_mnist
