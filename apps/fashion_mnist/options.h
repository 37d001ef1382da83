#pragma once
// What the command line asks for.

#include <cstdint>
#include <string>
#include <vector>

#include "apps/support/gnuplot.h"

namespace fashion_mnist {

/// What the user asks for.
struct Options {
  std::string data = "/usr/share/datasets/fashion-mnist";  ///< folder of the four files
  std::string model = "dense";                             ///< or conv, resnet, lstm
  int64_t hidden = 128;                                    ///< units; 0: softmax regression
  int64_t epochs = 5;
  int64_t batch_size = 100;
  double lr = 0.1;
  double momentum = 0;
  int64_t seed = 2;
  bool shuffle = false;
  std::string load;  ///< file of the first parameters; empty: drawn, or zeros
  std::string save;  ///< file for the last ones; empty: none
  apps::PictureFile plot_wrong;
  apps::PictureFile plot_weights;
  std::string checkpoint;    ///< file to go on from, and to write after each epoch; empty: none
  bool distributed = false;  ///< one of several processes
  bool quiet = false;
  bool help = false;
};

/// @param arguments  without the program's name
/// @throws apps::ArgumentError
Options parse_options(const std::vector<std::string>& arguments);

/// The text of `--help`.
std::string usage();

}  // namespace fashion_mnist
