#pragma once
// One run of the program.

#include "apps/fashion_mnist/options.h"

namespace fashion_mnist {

/// Does what the options ask for.
/// @throws std::exception  with one line for the user
void run(const Options& options);

}  // namespace fashion_mnist
