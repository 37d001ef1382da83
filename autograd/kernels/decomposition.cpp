// Matrices taken apart.
#include "autograd/kernels/decomposition.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace glassgrad::kernels {

int lu(double* a, int64_t n, int64_t m, int64_t* rows, bool* singular) {
  int sign = 1;
  *singular = false;
  std::iota(rows, rows + n, 0);
  for (int64_t k = 0; k < std::min(n, m); ++k) {
    int64_t pivot = k;
    for (int64_t i = k + 1; i < n; ++i)
      if (std::fabs(a[i * m + k]) > std::fabs(a[pivot * m + k])) pivot = i;
    if (a[pivot * m + k] == 0) {
      *singular = true;
      continue;
    }
    if (pivot != k) {
      std::swap_ranges(a + k * m, a + (k + 1) * m, a + pivot * m);
      std::swap(rows[k], rows[pivot]);
      sign = -sign;
    }
    for (int64_t i = k + 1; i < n; ++i) {
      const double factor = a[i * m + k] /= a[k * m + k];
      for (int64_t j = k + 1; j < m; ++j) a[i * m + j] -= factor * a[k * m + j];
    }
  }
  return sign;
}

void lu_solve(const double* lu, const int64_t* rows, int64_t n, double* b, int64_t m) {
  const std::vector<double> given(b, b + n * m);
  for (int64_t i = 0; i < n; ++i) {  // L Z = P B
    std::copy_n(given.data() + rows[i] * m, m, b + i * m);
    for (int64_t k = 0; k < i; ++k)
      for (int64_t j = 0; j < m; ++j) b[i * m + j] -= lu[i * n + k] * b[k * m + j];
  }
  for (int64_t i = n; i-- > 0;) {  // U X = Z
    for (int64_t k = i + 1; k < n; ++k)
      for (int64_t j = 0; j < m; ++j) b[i * m + j] -= lu[i * n + k] * b[k * m + j];
    for (int64_t j = 0; j < m; ++j) b[i * m + j] /= lu[i * n + i];
  }
}

int64_t cholesky(double* a, int64_t n) {
  for (int64_t j = 0; j < n; ++j) {
    for (int64_t i = j; i < n; ++i) {
      double sum = a[i * n + j];
      for (int64_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i == j && !(sum > 0)) return j + 1;
      a[i * n + j] = i == j ? std::sqrt(sum) : sum / a[j * n + j];
    }
    for (int64_t k = j + 1; k < n; ++k) a[j * n + k] = 0;
  }
  return 0;
}

void qr(double* a, double* q, int64_t n, int64_t m) {
  std::fill_n(q, n * n, 0.0);
  for (int64_t i = 0; i < n; ++i) q[i * n + i] = 1;
  std::vector<double> v(static_cast<size_t>(n));
  for (int64_t k = 0; k < std::min(n - 1, m); ++k) {
    double square = 0;
    for (int64_t i = k + 1; i < n; ++i) square += a[i * m + k] * a[i * m + k];
    if (square == 0) continue;
    // The reflection takes column k to -sign(a_kk) times its length: v = a_k - that.
    const double head = a[k * m + k], length = std::sqrt(head * head + square);
    v[k] = head + std::copysign(length, head);
    for (int64_t i = k + 1; i < n; ++i) v[i] = a[i * m + k];
    const double factor = 2 / (v[k] * v[k] + square);
    for (int64_t j = k; j < m; ++j) {
      double dot = 0;
      for (int64_t i = k; i < n; ++i) dot += v[i] * a[i * m + j];
      for (int64_t i = k; i < n; ++i) a[i * m + j] -= factor * dot * v[i];
    }
    for (int64_t r = 0; r < n; ++r) {  // Q = H_0 H_1 ...
      double dot = 0;
      for (int64_t i = k; i < n; ++i) dot += q[r * n + i] * v[i];
      for (int64_t i = k; i < n; ++i) q[r * n + i] -= factor * dot * v[i];
    }
    for (int64_t i = k + 1; i < n; ++i) a[i * m + k] = 0;
  }
}

namespace {

/// Cosine and sine of the rotation that makes a symmetric matrix {{p, r}, {r, q}} diagonal.
struct Rotation {
  double c = 1, s = 0;
  Rotation(double p, double q, double r) {
    const double theta = (q - p) / (2 * r);
    const double t = std::copysign(1 / (std::fabs(theta) + std::hypot(theta, 1.0)), theta);
    c = 1 / std::hypot(t, 1.0);
    s = t * c;
  }
  void turn(double& x, double& y) const {
    const double old = x;
    x = c * old - s * y;
    y = s * old + c * y;
  }
};

/// The columns of an [n, m] matrix in another order.
void reorder_columns(double* a, int64_t n, int64_t m, const std::vector<int64_t>& order) {
  std::vector<double> row(static_cast<size_t>(m));
  for (int64_t i = 0; i < n; ++i) {
    std::copy_n(a + i * m, m, row.begin());
    for (int64_t j = 0; j < m; ++j) a[i * m + j] = row[static_cast<size_t>(order[j])];
  }
}

std::vector<int64_t> sorted_places(const double* w, int64_t n, bool rising) {
  std::vector<int64_t> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [=](int64_t a, int64_t b) { return rising ? w[a] < w[b] : w[a] > w[b]; });
  return order;
}

constexpr int kMostSweeps = 60;

}  // namespace

void eigh(double* a, double* w, double* v, int64_t n) {
  std::fill_n(v, n * n, 0.0);
  for (int64_t i = 0; i < n; ++i) v[i * n + i] = 1;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    bool changed = false;
    for (int64_t p = 0; p < n; ++p)
      for (int64_t q = p + 1; q < n; ++q) {
        const double r = a[p * n + q];
        const double size = std::fabs(a[p * n + p]) + std::fabs(a[q * n + q]);
        if (std::fabs(r) <= 1e-17 * size || r == 0) continue;
        changed = true;
        const Rotation rotation(a[p * n + p], a[q * n + q], r);
        for (int64_t i = 0; i < n; ++i) rotation.turn(a[i * n + p], a[i * n + q]);
        for (int64_t i = 0; i < n; ++i) rotation.turn(a[p * n + i], a[q * n + i]);
        for (int64_t i = 0; i < n; ++i) rotation.turn(v[i * n + p], v[i * n + q]);
        a[p * n + q] = a[q * n + p] = 0;
      }
    if (!changed) break;
  }
  for (int64_t i = 0; i < n; ++i) w[i] = a[i * n + i];
  const std::vector<int64_t> order = sorted_places(w, n, true);
  reorder_columns(v, n, n, order);
  std::sort(w, w + n);
}

/// Column j of u [n, m] becomes a unit vector at right angles to those before it.
static void set_free_column(double* u, int64_t n, int64_t m, int64_t j) {
  int64_t axis = 0;  // the one that those before it reach least
  double least = 2;
  for (int64_t i = 0; i < n; ++i) {
    double reached = 0;
    for (int64_t k = 0; k < j; ++k) reached += u[i * m + k] * u[i * m + k];
    if (reached < least) least = reached, axis = i;
  }
  for (int64_t i = 0; i < n; ++i) u[i * m + j] = i == axis;
  for (int pass = 0; pass < 2; ++pass)
    for (int64_t k = 0; k < j; ++k) {
      double along = 0;
      for (int64_t i = 0; i < n; ++i) along += u[i * m + k] * u[i * m + j];
      for (int64_t i = 0; i < n; ++i) u[i * m + j] -= along * u[i * m + k];
    }
  double square = 0;
  for (int64_t i = 0; i < n; ++i) square += u[i * m + j] * u[i * m + j];
  for (int64_t i = 0; i < n; ++i) u[i * m + j] /= std::sqrt(square);
}

void svd(double* a, double* s, double* v, int64_t n, int64_t m) {
  std::fill_n(v, m * m, 0.0);
  for (int64_t i = 0; i < m; ++i) v[i * m + i] = 1;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    bool changed = false;
    for (int64_t p = 0; p < m; ++p)
      for (int64_t q = p + 1; q < m; ++q) {
        double pp = 0, qq = 0, pq = 0;
        for (int64_t i = 0; i < n; ++i) {
          pp += a[i * m + p] * a[i * m + p];
          qq += a[i * m + q] * a[i * m + q];
          pq += a[i * m + p] * a[i * m + q];
        }
        if (std::fabs(pq) <= 1e-16 * std::sqrt(pp * qq) || pq == 0) continue;
        changed = true;
        const Rotation rotation(pp, qq, pq);
        for (int64_t i = 0; i < n; ++i) rotation.turn(a[i * m + p], a[i * m + q]);
        for (int64_t i = 0; i < m; ++i) rotation.turn(v[i * m + p], v[i * m + q]);
      }
    if (!changed) break;
  }
  for (int64_t j = 0; j < m; ++j) {
    double square = 0;
    for (int64_t i = 0; i < n; ++i) square += a[i * m + j] * a[i * m + j];
    s[j] = std::sqrt(square);
    for (int64_t i = 0; i < n && s[j] > 0; ++i) a[i * m + j] /= s[j];
  }
  const std::vector<int64_t> order = sorted_places(s, m, false);
  reorder_columns(a, n, m, order);
  reorder_columns(v, m, m, order);
  std::sort(s, s + m, [](double x, double y) { return x > y; });
  for (int64_t j = 0; j < m; ++j)  // what is left of a zero is rounding, without a direction
    if (s[j] <= 1e-15 * s[0]) set_free_column(a, n, m, j);
}

}  // namespace glassgrad::kernels
