#pragma once
// --compare: two losses from one bad start.

#include "apps/logistic_regression/options.h"

namespace logistic_regression {

/// The tutorial's story: from one start, the mean squared error stops where its surface is flat,
/// and binary cross-entropy arrives. Prints a table, writes histories and a picture of both
/// surfaces with the ways taken. `options.start` is set.
void compare(Options options);

}  // namespace logistic_regression
