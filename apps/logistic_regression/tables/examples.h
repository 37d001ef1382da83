#pragma once
// From the columns of a table to the numbers that a model sees.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <glassgrad.h>
#include "apps/logistic_regression/tables/table.h"

namespace logistic_regression {

using glassgrad::Tensor;

/// The column that is predicted. Of two classes, class 1 is the positive one.
struct Target {
  std::string name;
  std::vector<std::string> classes;
  std::vector<int32_t> codes;  ///< of each row: an index into `classes`

  bool is_binary() const { return classes.size() == 2; }
};

/// Names the classes. With `positive`, it is told from all others, "not VALUE"; otherwise the last
/// of two is the positive one.
/// @param positive  a text, or a number of the same value
/// @throws apps::ArgumentError for a `positive` that is not there
/// @throws apps::DataError if there are fewer than two classes
Target make_target(Column column, const std::optional<std::string>& positive,
                   const std::string& path);

/// The rows to learn from and those that are kept for the test, in the order in which they are
/// used.
struct Split {
  std::vector<size_t> train;
  std::vector<size_t> test;
};

/// Row i is a test row if i % every == 0.
Split split_every(int64_t rows, int64_t every);
/// As PyTorch's random_split with the lengths {1 - fraction, fraction}.
Split split_randomly(int64_t rows, double fraction);

/// What stands for no value: nothing, so that its row is dropped; or the mean or the median of the
/// numbers and the most frequent of the categories (of several, the first).
enum class Impute { none, mean, median };

/// How the values of one column become inputs of the model: a number as (x - mean) / scale, a
/// category as one 1 among zeros.
struct Feature {
  std::string name;
  std::vector<std::string> categories;  ///< empty: a number
  double mean = 0;
  double scale = 1;
  bool is_percent = false;       ///< its numbers are written with %: 12% is 0.12
  std::optional<double> fill{};  ///< what stands for no value: a number, or the place of a category

  bool is_categorical() const { return !categories.empty(); }
  int64_t width() const;  ///< how many inputs it makes
};

/// Measures the columns on the rows `train`: what stands for no value; and then the mean, and as
/// scale the population standard deviation sqrt(sum (x - mean)^2 / n), or 1 where all values are
/// the same.
/// @param standardize  false: numbers stay as they are
/// @throws apps::DataError for a column that has no value to fill in others by
std::vector<Feature> measure_features(const Table& table, const std::vector<size_t>& train,
                                      bool standardize, Impute impute = Impute::none);

/// The names of all inputs: "age", "island=Biscoe".
std::vector<std::string> input_names(const std::vector<Feature>& features);

/// Rows for the model.
struct Examples {
  Tensor x;                ///< [N, inputs]
  Tensor y;                ///< [N, 1] 0 or 1 in the type of x; [N] int64 class ids for many classes
  Tensor class_weights{};  ///< [classes] what a row counts in the loss; undefined: all the same

  int64_t size() const { return x.size(0); }
};

struct PreparedData {
  Examples train;
  std::optional<Examples> test;
};

/// Makes inputs and labels of a table's rows. The table's columns are freed one after another as
/// they go into one tensor [inputs, rows], of which each x is a view.
PreparedData prepare_data(Table table, const std::vector<Feature>& features, const Target& target,
                          const Split& split, glassgrad::ScalarType dtype);

/// Weights by which all classes count the same in the loss, n / (classes * n_k) for n_k of n rows:
/// [classes]. A class without rows has the weight 1.
Tensor balanced_weights(const Target& target, const std::vector<size_t>& train,
                        glassgrad::ScalarType dtype);

/// The elements of a matrix by rows.
std::vector<std::vector<double>> matrix_rows(const Tensor& matrix);

}  // namespace logistic_regression
