#pragma once
// What the command line asks for.

#include <cstdint>
#include <string>
#include <vector>

#include "apps/support/gnuplot.h"

namespace moons {

/// What the user asks for; the defaults are micrograd's demo.
struct Options {
  std::string from;      ///< file of points; empty: draw moons
  int64_t points = 100;  ///< how many to draw
  double noise = 0.1;
  int64_t steps = 100;
  double lr = 1;  ///< of the first step; falls to a tenth on the way to the last
  double decay = 1e-4;
  int64_t seed = 1337;
  bool tensors = false;
  bool compare = false;
  apps::PictureFile plot;
  bool quiet = false;
  bool help = false;
};

/// @param arguments  without the program's name
/// @throws apps::ArgumentError
Options parse_options(const std::vector<std::string>& arguments);

/// The text of `--help`.
std::string usage();

}  // namespace moons
