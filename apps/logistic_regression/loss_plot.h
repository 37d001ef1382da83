#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "apps/logistic_regression/tutorial.h"

namespace logistic_regression {

/// There is no finite loss to draw.
struct NothingToDraw : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Draws the loss of each iteration, the tutorial's plot.
/// @throws NothingToDraw, apps::GnuplotMissing, apps::FileError, std::runtime_error
void draw_losses(const std::string& path, const std::vector<Iteration>& history);

}  // namespace logistic_regression
