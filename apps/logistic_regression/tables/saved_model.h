#pragma once
// Models in files, with what it takes to use them on another table.

#include <string>
#include <vector>

#include "apps/logistic_regression/tables/classifier.h"

namespace logistic_regression {

/// What it takes to predict rows of another table: a classifier, and how a row becomes its input.
struct SavedModel {
  std::string target;  ///< the name of its column
  std::vector<std::string> classes;
  std::vector<Feature> features;
  Classifier model{nullptr};
  char decimal = 0;                    ///< how its table wrote numbers, as in TableOptions
  double threshold = kUsualThreshold;  ///< above which class 1 of two is predicted
  bool ignores_case = false;           ///< of categories and classes, as in TableOptions
};

/// Writes a safetensors file, or for an ending .pt what Python's torch.load opens as
/// {"model": tensors, "texts": texts}: linear.weight and linear.bias, and as texts target, class.0,
/// class.1,
/// ..., feature.0.name, feature.0.mean, feature.0.scale or feature.0.category.0, ..., and where it
/// applies feature.0.fill, feature.0.percent, decimal, ignore_case, threshold.
/// @throws glassgrad::Error if it cannot be written; an older file is as it was then
void save_model(const std::string& path, const SavedModel& saved);

/// A line of Python that makes a torch.nn.Linear of what was saved.
std::string python_line(const std::string& path, const SavedModel& saved);

/// @throws apps::DataError if the file is no model that was saved from a table
/// @throws glassgrad::Error if it is no file of that format, or cannot be read
SavedModel load_model(const std::string& path);

/// Leaves out the rows with a category of a feature that the model does not know, and notes how
/// many.
/// @throws apps::DataError if no row is left; the table is as it was then
void drop_unknown_rows(Table& table, const SavedModel& saved, const std::string& path);

/// Makes a table's columns those that the model knows: categories get its codes.
/// @throws apps::DataError  for texts where it knows numbers, for numbers with or without % where
/// it knows the others, for a category that it does not know
void match_features(Table& table, const SavedModel& saved, const std::string& path);

/// The target with the model's classes. Where they are "not VALUE" and VALUE, all other texts are
/// of the first.
/// @throws apps::DataError  for a class that the model does not know
Target match_target(Column column, const SavedModel& saved, const std::string& path);

}  // namespace logistic_regression
