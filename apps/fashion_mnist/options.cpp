// What the command line asks for.
#include "apps/fashion_mnist/options.h"

#include "apps/fashion_mnist/network.h"
#include "apps/support/arguments.h"
#include "apps/support/plot_options.h"

namespace fashion_mnist {
namespace {

using apps::Option;

const std::vector<std::string> kModels = {".safetensors", ".pt", ".npz"};

/// What has to be judged together, after the last argument.
struct Deferred {
  std::string hidden;
  bool has_model = false, has_lr = false, has_momentum = false;
  bool no_plot = false;
};

std::vector<Option> option_table(Options& options, Deferred& deferred) {
  return {
      {"--data", "DIR",
       "folder of the four files of MNIST or Fashion-MNIST, gzipped or not\n"
       "(default " +
           options.data + ")",
       apps::file_name(options.data)},
      {"--model", "NAME",
       "dense (default), conv, resnet or lstm: a hidden layer, two convolutions,\n"
       "residual blocks, or a recurrent layer that reads the image row by row",
       [&](const std::string& text) {
         if (!model_named(text)) throw apps::ArgumentError("dense, conv, resnet or lstm");
         options.model = text;
         deferred.has_model = true;
       }},
      {"--hidden", "N",
       "units of the hidden layer (default 128); 0: softmax regression, which\n"
       "starts from zeros",
       [&](const std::string& text) {
         apps::integer(options.hidden, 0, 100'000)(text);
         deferred.hidden = text;
       }},
      {"--epochs", "N", "how often to go through the images (default 5); 0: test alone",
       apps::integer(options.epochs, 0)},
      {"--batch-size", "N", "images per step (default 100)", apps::integer(options.batch_size, 1)},
      {"--lr", "X", "learning rate (default 0.1; for the other models 0.02)",
       [&](const std::string& text) {
         apps::from_zero(options.lr)(text);
         deferred.has_lr = true;
       }},
      {"--momentum", "X", "momentum of the steps (default 0; for the other models 0.9)",
       [&](const std::string& text) {
         apps::from_zero(options.momentum)(text);
         deferred.has_momentum = true;
       }},
      {"--shuffle", "", "another order in every epoch", apps::flag(options.shuffle)},
      {"--seed", "N", "seed of the first parameters and of --shuffle (default 2)",
       apps::integer(options.seed, 0)},
      {"--load", "FILE", "start with the parameters of a file, .safetensors, .pt or .npz",
       apps::file_name(options.load, kModels)},
      {"--save", "FILE", "write the parameters to a file, .safetensors, .pt or .npz",
       apps::file_name(options.save, kModels)},
      {"--checkpoint", "FILE",
       "write everything to a .pt file after each epoch, and go on from it if it\n"
       "is there; --epochs counts from the first",
       apps::file_name(options.checkpoint, {".pt"})},
      {"--distributed", "",
       "train together with the other processes of mpirun, each on its part of\n"
       "every batch: mpirun -np 2 fashion_mnist --distributed",
       apps::flag(options.distributed)},
      {"--plot-wrong", "FILE", "where to draw wrong answers, .png or .svg (default wrong.png)",
       apps::picture_name(options.plot_wrong)},
      {"--plot-weights", "FILE",
       "where to draw the weights of the first layer (default weights.png)",
       apps::picture_name(options.plot_weights)},
      {"--no-plot", "", "draw nothing", apps::flag(deferred.no_plot)},
      {"--quiet", "", "print the last result alone", apps::flag(options.quiet)},
      {"--help", "", "print this text", apps::flag(options.help)},
  };
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  Deferred deferred;
  apps::parse_arguments(arguments, option_table(options, deferred));
  if (!options.load.empty() && !deferred.hidden.empty()) {
    throw apps::argument_error("--hidden", "none beside --load, whose file says it",
                               deferred.hidden);
  }
  if (!options.load.empty() && deferred.has_model) {
    throw apps::argument_error("--model", "none beside --load, whose file says it", options.model);
  }
  if (options.model != "dense" && !deferred.hidden.empty()) {
    throw apps::argument_error("--hidden", "none beside --model " + options.model, deferred.hidden);
  }
  if (!options.checkpoint.empty() && !options.load.empty()) {
    throw apps::argument_error("--checkpoint", "no --load beside it: both say how to begin",
                               options.load);
  }
  if (options.model != "dense" && !deferred.has_lr) options.lr = 0.02;
  if (options.model != "dense" && !deferred.has_momentum) options.momentum = 0.9;
  const auto& [plot, is_asked] =
      options.plot_wrong.is_asked ? options.plot_wrong : options.plot_weights;
  if (deferred.no_plot && is_asked) {
    throw apps::argument_error("--no-plot", "no picture to be named beside it", plot);
  }
  if (!deferred.no_plot) {
    if (!options.plot_wrong.is_asked) options.plot_wrong.path = "wrong.png";
    if (!options.plot_weights.is_asked) options.plot_weights.path = "weights.png";
  }
  return options;
}

std::string usage() {
  Options options;
  Deferred deferred;
  return "Usage: fashion_mnist [OPTION...]\n\n"
         "Trains a network, usually with one hidden layer (784-128-10, ReLU), to name pieces of "
         "clothing on\n"
         "images of 28x28 pixels, tells after each epoch how many of the test images it gets "
         "right,\n"
         "and draws what it got wrong and what its first layer looks for.\n\n" +
         apps::describe(option_table(options, deferred)) +
         "\nThe images are those of Debian's package dataset-fashion-mnist.\n"
         "Exit status: 0 done, 1 something failed, 2 wrong arguments.\n";
}

}  // namespace fashion_mnist
