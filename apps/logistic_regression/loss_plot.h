#pragma once

#include <string>
#include <vector>

#include "apps/logistic_regression/tutorial.h"

namespace logistic_regression {

/// Draws the loss of each iteration, the tutorial's plot.
/// @throws apps::NothingToDraw, apps::GnuplotMissing, apps::FileError, std::runtime_error
void draw_losses(const std::string& path, const std::vector<Iteration>& history);

}  // namespace logistic_regression
