#pragma once
// The loss as a surface over weight and bias.

#include <string>
#include <vector>

#include "apps/logistic_regression/tutorial.h"

namespace logistic_regression {

struct Parameters {
  float weight;
  float bias;
};

/// A loss as ground over the plane of weight and bias, and the way that training took on it.
struct Landscape {
  std::string title;  ///< may have several lines
  Loss loss;
  std::vector<Parameters> way;  ///< where it started and where each iteration led
};

/// The mean loss over all of `data` at each of the `places`: what the height of the ground is.
/// In double precision, so that nothing is rounded away where a probability is close to 0 or 1.
std::vector<double> mean_losses(Loss loss, const Data& data, const std::vector<Parameters>& places);

/// Draws landscapes side by side over the same window, which holds all ways.
/// @throws apps::NothingToDraw if a way leads too far, apps::ProgramMissing, apps::FileError,
/// std::runtime_error
void draw_landscapes(const std::string& path, const std::string& title, const Data& data,
                     const std::vector<Landscape>& landscapes);

}  // namespace logistic_regression
