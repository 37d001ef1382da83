#pragma once
// What pictures of a model have in common: ranges, places, probabilities.

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "apps/logistic_regression/tables/csv_pictures.h"

namespace logistic_regression {

/// Probabilities of the classes at one place.
using Probabilities = std::vector<double>;

/// Those of a model at places in the units of the file, [N][features].
std::vector<Probabilities> probabilities_at(const Run& run,
                                            const std::vector<std::vector<double>>& places);

struct Range {
  double low = INFINITY, high = -INFINITY;

  void include(double value);
  /// Leaves room on both sides. @throws apps::NothingToDraw  if numbers this large leave none
  void widen(double share);
  /// The i-th of n places from end to end.
  double at(int i, int n) const { return low + (high - low) * i / (n - 1); }
};

/// A row of the table, in the units of the file.
struct Point {
  double x;
  double y;  ///< 0 where the model has one number only
  size_t of_class;
};

/// What the pictures over one number and over two have in common: the rows, of many every k-th, and
/// the part of the plane that holds them.
struct Scene {
  explicit Scene(const Run& run);

  /// gnuplot's commands for style, title and x axis.
  std::string setting(const Run& run) const;

  std::vector<Point> train, test;
  Range x, y;
};

/// Data blocks and what a plot command says about them, each part with a comma before it.
struct Plotted {
  std::string blocks;
  std::string plots;
};

/// The rows by class, each in its colour and with its marker: filled to learn from, hollow for
/// test.
/// @param place_of  the line of a data block for point i
Plotted plot_points(const Run& run, const Scene& scene,
                    const std::function<std::string(const Point& point, size_t i)>& place_of);

/// The two pictures of draw_fit.
/// @{
void draw_curves(const std::string& path, const Run& run);
void draw_boundary(const std::string& path, const Run& run);
/// @}

}  // namespace logistic_regression
