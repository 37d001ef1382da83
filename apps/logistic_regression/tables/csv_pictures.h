#pragma once
// Which pictures a run on a table draws.

#include <string>
#include <vector>

#include "apps/logistic_regression/tables/classifier.h"
#include "apps/logistic_regression/tables/examples.h"
#include "apps/logistic_regression/tables/path.h"
#include "apps/logistic_regression/tables/report.h"
#include "apps/logistic_regression/tables/training.h"

namespace logistic_regression {

/// What a picture of a run may show.
struct Run {
  std::string table;  ///< the file's name
  char decimal = 0;   ///< how its numbers are written, as in TableOptions
  Target target;
  std::vector<Feature> features;
  PreparedData data;
  Classifier model{nullptr};
  Path path;  ///< empty unless it was asked for
  Fit fit;
  Results results;
};

/// Whether the model predicts from one or two numbers, and so can be drawn over them.
bool can_draw_fit(const std::vector<Feature>& features);

/// Pictures of a run, written to `path`.
/// @throws apps::NothingToDraw, apps::ProgramMissing, apps::FileError, std::runtime_error
/// @{

/// The training loss of each step and the test loss.
void draw_loss_curves(const std::string& path, const Run& run);

/// The ROC curves: of two classes on training and test rows, of more one for each class.
void draw_roc(const std::string& path, const Run& run);

/// What share of the rows is of a class, over the probability that the model gives; of the classes
/// and rows that draw_roc shows. On the diagonal both are the same.
void draw_calibration(const std::string& path, const Run& run);

/// The weights over the penalty; those that are largest where it is weakest have colours and names.
void draw_path(const std::string& path, const Run& run);

/// Over one number: the probability, a sigmoid, or one curve for each of more classes.
/// Over two: the plane in the colours of the classes, with the boundary between them.
void draw_fit(const std::string& path, const Run& run);

/// @}

}  // namespace logistic_regression
