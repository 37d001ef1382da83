#pragma once
// Two half moons of points.

#include <cstdint>
#include <string>
#include <vector>

namespace moons {

/// A place in the plane and the class it belongs to.
struct Point {
  double x;
  double y;
  double label;  ///< -1 or 1
};
using Points = std::vector<Point>;

/// Two half circles that reach into each other, as scikit-learn's make_moons: the upper one,
/// (cos t, sin t), has the label -1, the lower one, (1 - cos t, 1/2 - sin t), the label 1.
/// Draws from glassgrad's default generator.
/// @param noise  standard deviation of what is added to each coordinate
Points make_moons(int64_t count, double noise);

/// Reads lines x,y,label; the label is 1, or -1 or 0 for the other class. The first line may be the
/// heading "x,y,label"; empty lines are skipped.
/// @throws apps::DataError  "moons.csv:3:5: expected ..., got '...'", apps::FileError
Points read_points(const std::string& path);

}  // namespace moons
