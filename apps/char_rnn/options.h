#pragma once
// What the command line asks for.

#include <cstdint>
#include <string>
#include <vector>

#include "apps/support/gnuplot.h"

namespace char_rnn {

/// What the user asks for.
struct Options {
  std::string text;           ///< file; empty: rhymes, or, with `load`, none
  std::string cell = "lstm";  ///< or gru
  int64_t hidden = 128;
  int64_t embedding = 32;
  int64_t layers = 1;
  int64_t epochs = 25;
  int64_t sequence = 50;    ///< gradients go back so many characters
  int64_t batch_size = 16;  ///< pieces of the text that are read side by side
  double lr = 0.01;
  double clip = 1;          ///< the longest gradient
  double validation = 0.1;  ///< this part of the text, its end, is not learnt
  int64_t seed = 0;
  int64_t sample = 300;  ///< characters to write at the end
  std::string prompt;
  double temperature = 0.8;
  std::string load;
  std::string save;
  apps::PictureFile plot;
  bool quiet = false;
  bool help = false;
};

/// @param arguments  without the program's name
/// @throws apps::ArgumentError
Options parse_options(const std::vector<std::string>& arguments);

/// The text of `--help`.
std::string usage();

}  // namespace char_rnn
