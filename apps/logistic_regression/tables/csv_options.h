#pragma once
// Options of runs on tables of the user's own.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "apps/logistic_regression/tables/table.h"
#include "apps/logistic_regression/tables/training.h"
#include "apps/support/arguments.h"
#include "apps/support/gnuplot.h"

namespace logistic_regression {

/// Where to draw what.
struct PictureFiles {
  apps::PictureFile any;  ///< the fit if it can be drawn, otherwise the losses
  apps::PictureFile fit;
  apps::PictureFile loss;
  apps::PictureFile roc;
  apps::PictureFile calibration;
  apps::PictureFile path;
};

enum class Penalty { none, l1, l2 };

/// What the user asks for beside `--csv`. Without a path of the table, predictions alone.
struct CsvOptions {
  TableOptions table;
  std::optional<std::string> positive;
  std::optional<double> test_fraction;
  std::optional<int64_t> test_every;
  bool standardize = true;
  Impute impute = Impute::none;
  FitOptions fit;
  bool balances_classes = false;    ///< all classes count the same in the loss
  std::optional<double> threshold;  ///< of the positive of two classes
  std::optional<double> tolerance;  ///< up to which slope training has converged; none: not judged
  int64_t folds = 0;                ///< of a cross-validation before training; 0: none
  Penalty path = Penalty::none;     ///< of which a path is followed before training
  bool standard_errors = false;     ///< of the weights, for two classes
  bool starts_at_zero = true;       ///< otherwise drawn as PyTorch draws nn.Linear
  glassgrad::ScalarType dtype = glassgrad::kDouble;
  uint64_t seed = 0;
  PictureFiles pictures;
  std::string history;     ///< empty: no history
  std::string load, save;  ///< model files; empty: none
  std::string predict;     ///< a table to predict; empty: none
  std::string output;      ///< where predictions go; empty: standard output
  bool quiet = false;
  bool help = false;
};

/// Whether the arguments ask for work on tables of the user's own: by --csv or --predict.
bool has_table(const std::vector<std::string>& arguments);

/// @param arguments  without the program's name
/// @throws apps::ArgumentError
CsvOptions parse_csv_options(const std::vector<std::string>& arguments);

/// The options beside `--csv`, for `--help`.
std::string csv_usage();

/// "--csv", "--target", ...
std::vector<std::string> csv_option_names();

}  // namespace logistic_regression
