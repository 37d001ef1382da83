// How sure the weights are.
#include "apps/logistic_regression/tables/standard_errors.h"

#include <algorithm>
#include <cmath>

namespace logistic_regression {
namespace {

using Matrix = std::vector<std::vector<double>>;

constexpr int64_t kChunk = 8192;  // rows whose copies are in memory together

/// X^T diag(p (1 - p)) X.
Matrix information(Classifier model, const Tensor& x) {
  glassgrad::NoGradGuard no_grad;
  Tensor sum = glassgrad::zeros({x.size(1) + 1, x.size(1) + 1}, glassgrad::kDouble);
  for (int64_t at = 0; at < x.size(0); at += kChunk) {
    const Tensor rows = x.narrow(0, at, std::min(kChunk, x.size(0) - at));
    const Tensor p = sigmoid(model(rows).to(glassgrad::kDouble));
    const Tensor inputs = glassgrad::cat({rows.to(glassgrad::kDouble), glassgrad::ones_like(p)}, 1);
    sum += mm((inputs * (p * (1 - p))).t(), inputs);
  }
  return matrix_rows(sum);
}

/// Turns the plane of p and q so that a[p][q] becomes 0; the columns of v turn with it.
void rotate(Matrix& a, Matrix& v, size_t p, size_t q) {
  const double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const double t = std::copysign(1 / (std::fabs(theta) + std::hypot(theta, 1)), theta);
  const double c = 1 / std::hypot(t, 1), s = t * c;
  const auto turn = [&](double& x, double& y) {
    const double before = x;
    x = c * before - s * y;
    y = s * before + c * y;
  };
  for (size_t k = 0; k < a.size(); ++k) turn(a[k][p], a[k][q]);
  for (size_t k = 0; k < a.size(); ++k) turn(a[p][k], a[q][k]);
  for (size_t k = 0; k < a.size(); ++k) turn(v[k][p], v[k][q]);
  a[p][q] = a[q][p] = 0;  // but for rounding
}

/// Jacobi's method: `a`, which is symmetric, becomes the diagonal matrix of its eigenvalues.
/// @return the eigenvectors, as columns
/// Source: Golub and Van Loan, Matrix Computations (2013), section 8.5.
Matrix diagonalise(Matrix& a) {
  constexpr double kEpsilon = 1e-15;
  constexpr int kMostRounds = 50;  // ten are usual
  Matrix v(a.size(), std::vector<double>(a.size()));
  for (size_t i = 0; i < a.size(); ++i) v[i][i] = 1;
  double size = 0;
  for (const auto& row : a) {
    for (const double x : row) size = std::max(size, std::fabs(x));
  }
  bool has_turned = true;
  for (int round = 0; has_turned && round < kMostRounds; ++round) {
    has_turned = false;
    for (size_t p = 0; p < a.size(); ++p) {
      for (size_t q = p + 1; q < a.size(); ++q) {
        if (std::fabs(a[p][q]) <= kEpsilon * size) continue;
        rotate(a, v, p, q);
        has_turned = true;
      }
    }
  }
  return v;
}

}  // namespace

std::vector<double> standard_errors(Classifier model, const Tensor& x) {
  constexpr double kNothing = 1e-10;  // relative, of eigenvalues that rounding alone makes
  Matrix values = information(model, x);
  const Matrix vectors = diagonalise(values);
  double largest = 0;
  for (size_t k = 0; k < values.size(); ++k) largest = std::max(largest, values[k][k]);
  std::vector<double> errors(values.size());
  for (size_t i = 0; i < errors.size(); ++i) {
    for (size_t k = 0; k < values.size(); ++k) {
      if (values[k][k] > kNothing * largest)
        errors[i] += vectors[i][k] * vectors[i][k] / values[k][k];
    }
    errors[i] = std::sqrt(errors[i]);
  }
  return errors;
}

}  // namespace logistic_regression
