#pragma once
// One run of the program.

#include "apps/moons/options.h"

namespace moons {

/// Trains the chosen form of the network, prints each step, draws the decision boundary.
/// @throws apps::DataError, apps::FileError; std::runtime_error if --compare finds a difference
void run(const Options& options);

}  // namespace moons
