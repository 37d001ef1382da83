#include "autograd/value/value.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>

#include "autograd/base/check.h"

namespace glassgrad {

const char* to_string(ValueOp op) {
  static constexpr const char* names[] = {"leaf", "+",       "-",    "*",    "/",   "neg",
                                          "pow",  "exp",     "log",  "sqrt", "sin", "cos",
                                          "tanh", "sigmoid", "relu", "abs",  "max", "min"};
  return names[static_cast<int>(op)];
}

void Value::set_data(double data) const {
  check(is_leaf(),
        "Value::set_data: expected a leaf, got the result of '{}'; make a new Value of it",
        to_string(node_->op));
  node_->data = data;
}

void Value::set_name(const std::string& name) const {
  char* copy = name.empty() ? nullptr : strdup(name.c_str());
  if (!name.empty() && !copy) throw std::bad_alloc();
  std::free(const_cast<char*>(std::exchange(node_->name, copy)));
}

Value sqrt(Value x) {
  const double y = std::sqrt(x.data());
  return {ValueOp::sqrt, y, x, 1 / (2 * y)};
}

Value sin(Value x) { return {ValueOp::sin, std::sin(x.data()), x, std::cos(x.data())}; }

Value cos(Value x) { return {ValueOp::cos, std::cos(x.data()), x, -std::sin(x.data())}; }

Value tanh(Value x) {
  const double y = std::tanh(x.data());
  return {ValueOp::tanh, y, x, 1 - y * y};
}

Value sigmoid(Value x) {
  const double y = 1 / (1 + std::exp(-x.data()));
  return {ValueOp::sigmoid, y, x, y * (1 - y)};
}

Value abs(Value x) {
  const double slope = x.data() > 0 ? 1 : x.data() < 0 ? -1 : 0;
  return {ValueOp::abs, std::fabs(x.data()), x, slope};
}

namespace {

// d(a^b)/da = b a^(b-1); a^0 is constant even where a^-1 is infinite.
double power_by_base(double a, double b) { return b == 0 ? 0 : b * std::pow(a, b - 1); }

// d(a^b)/db = a^b log(a); 0^b is constant for b >= 0 although log(0) is infinite.
double power_by_exponent(double a, double b) {
  return a == 0 && b >= 0 ? 0 : std::pow(a, b) * std::log(a);
}

// y = max(a, b): all of y is the larger one, half of it each where they are equal. A NaN wins.
double larger(double a, double b) { return a < b || std::isnan(b) ? b : a; }
double larger_by_first(double a, double b) { return a < b ? 0 : a == b ? 0.5 : 1; }

// y = min(a, b), likewise.
double smaller(double a, double b) { return a > b || std::isnan(b) ? b : a; }
double smaller_by_first(double a, double b) { return a > b ? 0 : a == b ? 0.5 : 1; }

}  // namespace

Value pow(Value a, Value b) {
  const double x = a.data(), e = b.data();
  return {ValueOp::pow, std::pow(x, e), a, power_by_base(x, e), b, power_by_exponent(x, e)};
}

Value pow(Value a, double b) {
  return {ValueOp::pow, std::pow(a.data(), b), a, power_by_base(a.data(), b), b};
}

Value pow(double a, Value b) {
  return {ValueOp::pow, std::pow(a, b.data()), a, b, power_by_exponent(a, b.data())};
}

Value max(Value a, Value b) {
  const double x = a.data(), y = b.data();
  return {ValueOp::max, larger(x, y), a, larger_by_first(x, y), b, larger_by_first(y, x)};
}

Value max(Value a, double b) {
  return {ValueOp::max, larger(a.data(), b), a, larger_by_first(a.data(), b), b};
}

Value max(double a, Value b) {
  return {ValueOp::max, larger(a, b.data()), a, b, larger_by_first(b.data(), a)};
}

Value min(Value a, Value b) {
  const double x = a.data(), y = b.data();
  return {ValueOp::min, smaller(x, y), a, smaller_by_first(x, y), b, smaller_by_first(y, x)};
}

Value min(Value a, double b) {
  return {ValueOp::min, smaller(a.data(), b), a, smaller_by_first(a.data(), b), b};
}

Value min(double a, Value b) {
  return {ValueOp::min, smaller(a, b.data()), a, b, smaller_by_first(b.data(), a)};
}

// ---- as members ----

Value relu(Value x);  // these stand in the class
Value exp(Value x);
Value log(Value x);

Value Value::relu() const { return glassgrad::relu(*this); }
Value Value::exp() const { return glassgrad::exp(*this); }
Value Value::log() const { return glassgrad::log(*this); }
Value Value::sqrt() const { return glassgrad::sqrt(*this); }
Value Value::sin() const { return glassgrad::sin(*this); }
Value Value::cos() const { return glassgrad::cos(*this); }
Value Value::tanh() const { return glassgrad::tanh(*this); }
Value Value::sigmoid() const { return glassgrad::sigmoid(*this); }
Value Value::abs() const { return glassgrad::abs(*this); }
Value Value::pow(Value b) const { return glassgrad::pow(*this, std::move(b)); }
Value Value::pow(double b) const { return glassgrad::pow(*this, b); }

}  // namespace glassgrad
