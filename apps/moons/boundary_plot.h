#pragma once
// Draws the line between the classes.

#include <string>

#include "apps/moons/network.h"

namespace moons {

/// Draws the plane coloured by the network's score, the line where it is 0, and the points; those
/// on the wrong side of the line are circled.
/// @throws apps::NothingToDraw if points or scores leave no picture, apps::ProgramMissing,
/// apps::FileError, std::runtime_error
void draw_boundary(const std::string& path, const Network& network, const Points& points,
                   const Step& end);

}  // namespace moons
