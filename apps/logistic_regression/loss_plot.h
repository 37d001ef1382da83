#pragma once
// Draws the loss of each iteration.

#include <cstddef>
#include <string>
#include <vector>

#include "apps/logistic_regression/tutorial.h"

namespace logistic_regression {

struct LossPoint {
  size_t iteration;
  double loss;
};

/// What to draw: all of a short history; of a long one the lowest and the highest loss of each of
/// about 1000 stretches, which looks the same at any size that fits a screen. Losses are finite.
std::vector<LossPoint> thinned_out(const std::vector<LossPoint>& points);

/// Draws the loss of each iteration, the tutorial's plot.
/// @throws apps::NothingToDraw, apps::ProgramMissing, apps::FileError, std::runtime_error
void draw_losses(const std::string& path, const std::vector<Iteration>& history);

}  // namespace logistic_regression
