#pragma once
// Options of the tutorial.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "apps/logistic_regression/landscape.h"
#include "apps/support/gnuplot.h"

namespace logistic_regression {

/// Where the tutorial starts to show that the loss matters.
inline constexpr Parameters kBadStart = {-5, -10};

/// What the user asks for; the defaults are the tutorial.
struct Options {
  TrainingOptions training;
  uint64_t seed = 0;
  std::optional<Parameters> start;      ///< otherwise drawn as PyTorch draws them
  std::optional<double> test_fraction;  ///< share of the points that is kept from training
  bool compare = false;
  apps::PictureFile plot;   ///< of the loss
  apps::PictureFile graph;  ///< of what an iteration computes
  std::string history;      ///< empty: no history
  std::string save;         ///< model files; empty: none
  std::string load;
  std::string csv;  ///< for the help: has_table() asks for another kind of run
  bool quiet = false;
  bool help = false;
};

/// @param arguments  without the program's name
/// @throws apps::ArgumentError
Options parse_options(const std::vector<std::string>& arguments);

/// The text of `--help`.
std::string usage();

}  // namespace logistic_regression
