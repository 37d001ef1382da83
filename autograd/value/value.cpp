// What of Value need not be inline.
#include "autograd/value/value.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include "autograd/base/check.h"

namespace glassgrad {

using formulas::Maximum;
using formulas::Minimum;
using formulas::Pow;

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

Value sqrt(Value x) { return Value::of_result<formulas::Sqrt>(ValueOp::sqrt, x); }
Value sin(Value x) { return Value::of_input<formulas::Sin>(ValueOp::sin, x); }
Value cos(Value x) { return Value::of_input<formulas::Cos>(ValueOp::cos, x); }
Value tanh(Value x) { return Value::of_result<formulas::Tanh>(ValueOp::tanh, x); }
Value sigmoid(Value x) { return Value::of_result<formulas::Sigmoid>(ValueOp::sigmoid, x); }
Value abs(Value x) { return Value::of_input<formulas::Abs>(ValueOp::abs, x); }

Value pow(Value a, Value b) {
  const double x = a.data(), e = b.data(), y = Pow::value(x, e);
  return {ValueOp::pow, y, a, Pow::rule_a(1.0, x, e), b, Pow::rule_b(1.0, x, e, y)};
}

Value pow(Value a, double b) {
  return {ValueOp::pow, Pow::value(a.data(), b), a, Pow::rule_a(1.0, a.data(), b), b};
}

Value pow(double a, Value b) {
  const double y = Pow::value(a, b.data());
  return {ValueOp::pow, y, a, b, Pow::rule_b(1.0, a, b.data(), y)};
}

Value max(Value a, Value b) {
  const double x = a.data(), y = b.data();
  return {ValueOp::max,
          Maximum::value(x, y),
          a,
          Maximum::rule_a(1.0, x, y),
          b,
          Maximum::rule_a(1.0, y, x)};
}

Value max(Value a, double b) {
  return {ValueOp::max, Maximum::value(a.data(), b), a, Maximum::rule_a(1.0, a.data(), b), b};
}

Value max(double a, Value b) {
  return {ValueOp::max, Maximum::value(a, b.data()), a, b, Maximum::rule_a(1.0, b.data(), a)};
}

Value min(Value a, Value b) {
  const double x = a.data(), y = b.data();
  return {ValueOp::min,
          Minimum::value(x, y),
          a,
          Minimum::rule_a(1.0, x, y),
          b,
          Minimum::rule_a(1.0, y, x)};
}

Value min(Value a, double b) {
  return {ValueOp::min, Minimum::value(a.data(), b), a, Minimum::rule_a(1.0, a.data(), b), b};
}

Value min(double a, Value b) {
  return {ValueOp::min, Minimum::value(a, b.data()), a, b, Minimum::rule_a(1.0, b.data(), a)};
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
