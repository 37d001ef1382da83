#pragma once
// Draws the graph of one iteration.

#include <string>

#include "apps/logistic_regression/tutorial.h"

namespace logistic_regression {

/// Draws the graph of one iteration on the first points of `data`, a batch of them, with the values
/// and gradients in it. The model is as before afterwards.
/// @throws apps::ProgramMissing, apps::FileError, std::runtime_error
void draw_graph(const std::string& path, LogisticRegression model, const Data& data,
                const TrainingOptions& options);

}  // namespace logistic_regression
