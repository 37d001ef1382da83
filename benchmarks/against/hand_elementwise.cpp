// Operations over 1K and 1M floats, a loop for each. Backward takes dy; every result has memory of
// its own, made once.

#include <algorithm>
#include <memory>

#include "benchmarks/against/hand.h"

namespace against {
namespace {

/// Inputs a and b, result y, gradients da and db, and dy, each [rows, columns] or what is left of
/// it.
struct Arrays {
  int64_t rows, columns, n;
  std::vector<float> a, b, y, da, db, dy;
};
using Loop = void (*)(Arrays&);

/// How many elements b and y have.
enum class Shape { none, row, column, full };
int64_t count(Shape shape, const Size& size) {
  switch (shape) {
    case Shape::row:
      return size.columns;
    case Shape::column:
      return size.rows;
    case Shape::full:
      return size.count();
    default:
      return 0;
  }
}

struct Operation {
  const char* name;
  float low;  ///< of the inputs
  Shape b, y;
  Loop forward, backward;
};

Job job(const Operation& op, const Size& size, bool backward) {
  const int64_t b = count(op.b, size), y = count(op.y, size), n = size.count();
  auto arrays = std::make_shared<Arrays>(Arrays{
      size.rows, size.columns, n, numbers(n, op.low, 2), numbers(b, op.low, 2, 2),
      std::vector<float>(y), std::vector<float>(n), std::vector<float>(b), numbers(y, -1, 1, 3)});
  const auto print = [=] {
    const Arrays& m = *arrays;
    return fingerprint(m.y.data(), y) +
           (backward ? fingerprint(m.da.data(), n) + fingerprint(m.db.data(), b) : 0.0);
  };
  return {[=] {
            op.forward(*arrays);
            if (backward) op.backward(*arrays);
          },
          print};
}

// --- elementwise ---

/// out_i = f(in_i...), where no two arrays overlap.
template <class F, class... In>
void each(std::vector<float>& out, F f, const In&... in) {
  float* __restrict__ to = out.data();
  const int64_t n = static_cast<int64_t>(out.size());
  [=](const auto*... from) {
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) to[i] = f(from[i]...);
  }(in.data()...);
}

void sigmoid(Arrays& m) {
  each(
      m.y, [](float x) { return 1 / (1 + std::exp(-x)); }, m.a);
}
void sigmoid_backward(Arrays& m) {
  each(
      m.da, [](float g, float y) { return g * y * (1 - y); }, m.dy, m.y);
}
void exp(Arrays& m) {
  each(
      m.y, [](float x) { return std::exp(x); }, m.a);
}
void exp_backward(Arrays& m) {
  each(
      m.da, [](float g, float y) { return g * y; }, m.dy, m.y);
}
void log(Arrays& m) {
  each(
      m.y, [](float x) { return std::log(x); }, m.a);
}
void log_backward(Arrays& m) {
  each(
      m.da, [](float g, float x) { return g / x; }, m.dy, m.a);
}
void tanh(Arrays& m) {
  each(
      m.y, [](float x) { return std::tanh(x); }, m.a);
}
void tanh_backward(Arrays& m) {
  each(
      m.da, [](float g, float y) { return g * (1 - y * y); }, m.dy, m.y);
}
void mul(Arrays& m) {
  each(
      m.y, [](float a, float b) { return a * b; }, m.a, m.b);
}
void mul_backward(Arrays& m) {
  each(
      m.da, [](float g, float b) { return g * b; }, m.dy, m.b);
  each(
      m.db, [](float g, float a) { return g * a; }, m.dy, m.a);
}

// --- rows and columns ---

void sum_rows(float* __restrict__ sums, const float* x, const Arrays& m) {
  std::fill_n(sums, m.columns, 0.0f);
  for (int64_t r = 0; r < m.rows; ++r)
    for (int64_t c = 0; c < m.columns; ++c) sums[c] += x[r * m.columns + c];
}

void add_row(Arrays& m) {
  for (int64_t r = 0; r < m.rows; ++r)
    for (int64_t c = 0; c < m.columns; ++c)
      m.y[r * m.columns + c] = m.a[r * m.columns + c] + m.b[c];
}
void add_row_backward(Arrays& m) {
  std::copy(m.dy.begin(), m.dy.end(), m.da.begin());
  sum_rows(m.db.data(), m.dy.data(), m);
}

void sum_dim0(Arrays& m) { sum_rows(m.y.data(), m.a.data(), m); }
void sum_dim0_backward(Arrays& m) {
  for (int64_t r = 0; r < m.rows; ++r)
    std::copy(m.dy.begin(), m.dy.end(), m.da.begin() + r * m.columns);
}
void sum_dim1(Arrays& m) {
  for (int64_t r = 0; r < m.rows; ++r) {
    float sum = 0;
    for (int64_t c = 0; c < m.columns; ++c) sum += m.a[r * m.columns + c];
    m.y[r] = sum;
  }
}
void sum_dim1_backward(Arrays& m) {
  for (int64_t r = 0; r < m.rows; ++r) std::fill_n(&m.da[r * m.columns], m.columns, m.dy[r]);
}

void softmax(Arrays& m) {
  for (int64_t r = 0; r < m.rows; ++r) {
    const float* x = &m.a[r * m.columns];
    float* __restrict__ y = &m.y[r * m.columns];
    float most = x[0], sum = 0;
    for (int64_t c = 0; c < m.columns; ++c) most = std::max(most, x[c]);
    for (int64_t c = 0; c < m.columns; ++c) sum += y[c] = std::exp(x[c] - most);
    for (int64_t c = 0; c < m.columns; ++c) y[c] /= sum;
  }
}
void softmax_backward(Arrays& m) {
  for (int64_t r = 0; r < m.rows; ++r) {
    const float *y = &m.y[r * m.columns], *dy = &m.dy[r * m.columns];
    float* __restrict__ dx = &m.da[r * m.columns];
    float mean = 0;
    for (int64_t c = 0; c < m.columns; ++c) mean += dy[c] * y[c];
    for (int64_t c = 0; c < m.columns; ++c) dx[c] = (dy[c] - mean) * y[c];
  }
}

}  // namespace

void offer_elementwise_by_hand() {
  const Operation operations[] = {
      {"sigmoid", -2, Shape::none, Shape::full, sigmoid, sigmoid_backward},
      {"exp", -2, Shape::none, Shape::full, exp, exp_backward},
      {"log", 0.1f, Shape::none, Shape::full, log, log_backward},
      {"tanh", -2, Shape::none, Shape::full, tanh, tanh_backward},
      {"mul", -2, Shape::full, Shape::full, mul, mul_backward},
      {"add_row", -2, Shape::row, Shape::full, add_row, add_row_backward},
      {"sum_dim0", -2, Shape::none, Shape::row, sum_dim0, sum_dim0_backward},
      {"sum_dim1", -2, Shape::none, Shape::column, sum_dim1, sum_dim1_backward},
      {"softmax", -2, Shape::none, Shape::full, softmax, softmax_backward},
  };
  for (const Operation& op : operations)
    for (const Size& size : kSizes)
      for (const bool backward : {false, true})
        offer({std::string(op.name) + '/' + size.name + (backward ? "/backward" : "/forward"),
               static_cast<double>(size.count()), [=] { return job(op, size, backward); }});
}

}  // namespace against
