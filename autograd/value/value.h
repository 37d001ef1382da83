#pragma once
// Value, the scalar autograd: an operation is a line.

#include <compare>
#include <iosfwd>
#include <string>
#include <utility>

#include "../formulas/elementary.h"
#include "arena.h"

namespace glassgrad {

/// A number that remembers how it was made: the scalar autograd.
///
///   Value a(2), b(-3);
///   Value c = a * b + a.tanh();
///   c.backward();
///   a.grad();   // dc/da = b + 1 - tanh(a)^2
///
/// A Value is a handle. Copies share one node, as names do in Python, and a node lives as long as a
/// Value or a node made of it does; `a = a + 1` makes a new node and leaves the old one to those
/// who use it. Every operation stores its local derivatives in the node that it makes.
///
/// A number may stand on either side of an operator; it gets no node. Comparisons compare data.
///
/// Threads: each has a graph of its own. Another thread may use a Value while the thread that made
/// it makes and releases none, say because it has ended, but backward stays within one thread.
class Value {
 public:
  /// A leaf. Its gradients add up over backward calls until zero_grad.
  Value(double data = 0) : node_(make_value_leaf(data)) {}
  Value(double data, const std::string& name) : Value(data) { set_name(name); }
  Value(const Value& other) noexcept : node_(other.node_) { ++node_->references; }
  Value(Value&& other) noexcept : node_(other.take()) {}
  Value& operator=(Value other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  [[gnu::always_inline]] ~Value() {
    if (node_ && --node_->references == 0) dispose(node_);
  }

  double data() const { return node_->data; }
  /// dL/d(this) of the backward calls so far; of the last one alone where an operation made this.
  double grad() const { return node_->grad; }
  /// What made this, with its operands and local derivatives.
  const ValueNode& node() const { return *node_; }
  bool is_leaf() const { return node_->op == ValueOp::leaf; }

  /// A new number for a leaf, a step of training. Graphs made before keep their derivatives.
  /// @throws Error  if an operation made this
  void set_data(double data) const;
  void zero_grad() const { node_->grad = 0; }
  /// The name stands in print, graph and graphviz, and in a debugger.
  void set_name(const std::string& name) const;
  std::string name() const { return node_->name ? node_->name : ""; }

  /// Puts dL/dv into v.grad() for every value v behind this one, L: adds it where v is a leaf.
  /// Each node is visited once; may be called again.
  /// @throws Error  if another thread made a part of the graph; gradients are then incomplete
  void backward() const;

  /// One line a node, operands before results: name, operation, data, gradient, derivatives.
  std::string graph() const;
  /// The same as a drawing, for `dot -Tsvg`.
  std::string graphviz() const;

  // An operation is a line: its value, then for each operand the local derivative. Whatever is more
  // than a sum has its formula in formulas/elementary.h, where tensors have theirs: the local
  // derivative is the rule for dL/dy = 1.

  friend Value operator+(Value a, Value b) {
    return {ValueOp::add, a.data() + b.data(), a, 1, b, 1};
  }
  friend Value operator+(Value a, double b) { return {ValueOp::add, a.data() + b, a, 1, b}; }
  friend Value operator+(double a, Value b) { return {ValueOp::add, a + b.data(), a, b, 1}; }

  friend Value operator-(Value a, Value b) {
    return {ValueOp::sub, a.data() - b.data(), a, 1, b, -1};
  }
  friend Value operator-(Value a, double b) { return {ValueOp::sub, a.data() - b, a, 1, b}; }
  friend Value operator-(double a, Value b) { return {ValueOp::sub, a - b.data(), a, b, -1}; }
  friend Value operator-(Value a) { return {ValueOp::neg, -a.data(), a, -1}; }
  friend Value operator+(Value a) { return a; }

  friend Value operator*(Value a, Value b) {
    const double x = a.data(), y = b.data();
    return {ValueOp::mul, Mul::value(x, y), a, Mul::rule_a(1.0, y), b, Mul::rule_b(1.0, x)};
  }
  friend Value operator*(Value a, double b) {
    return {ValueOp::mul, Mul::value(a.data(), b), a, Mul::rule_a(1.0, b), b};
  }
  friend Value operator*(double a, Value b) {
    return {ValueOp::mul, Mul::value(a, b.data()), a, b, Mul::rule_b(1.0, a)};
  }

  friend Value operator/(Value a, Value b) {
    const double x = a.data(), y = b.data();
    return {ValueOp::div, Div::value(x, y), a, Div::rule_a(1.0, y), b, Div::rule_b(1.0, x, y)};
  }
  friend Value operator/(Value a, double b) {
    return {ValueOp::div, Div::value(a.data(), b), a, Div::rule_a(1.0, b), b};
  }
  friend Value operator/(double a, Value b) {
    return {ValueOp::div, Div::value(a, b.data()), a, b, Div::rule_b(1.0, a, b.data())};
  }

  Value& operator+=(Value b) { return *this = std::move(*this) + std::move(b); }
  Value& operator-=(Value b) { return *this = std::move(*this) - std::move(b); }
  Value& operator*=(Value b) { return *this = std::move(*this) * std::move(b); }
  Value& operator/=(Value b) { return *this = std::move(*this) / std::move(b); }
  Value& operator+=(double b) { return *this = std::move(*this) + b; }
  Value& operator-=(double b) { return *this = std::move(*this) - b; }
  Value& operator*=(double b) { return *this = std::move(*this) * b; }
  Value& operator/=(double b) { return *this = std::move(*this) / b; }

  /// max(x, 0); derivative 1 where x > 0, else 0
  friend Value relu(Value x) { return of_result<formulas::Relu>(ValueOp::relu, x); }
  friend Value exp(Value x) { return of_result<formulas::Exp>(ValueOp::exp, x); }
  friend Value log(Value x) { return of_input<formulas::Log>(ValueOp::log, x); }
  friend Value sqrt(Value x);
  friend Value sin(Value x);
  friend Value cos(Value x);
  friend Value tanh(Value x);
  friend Value sigmoid(Value x);  ///< 1 / (1 + e^-x)
  friend Value abs(Value x);      ///< derivative 0 at 0
  friend Value pow(Value a, Value b);
  friend Value pow(Value a, double b);
  friend Value pow(double a, Value b);
  /// Where both are equal, each gets half of the gradient.
  friend Value max(Value a, Value b);
  friend Value max(Value a, double b);
  friend Value max(double a, Value b);
  friend Value min(Value a, Value b);
  friend Value min(Value a, double b);
  friend Value min(double a, Value b);

  // The same as members, as micrograd spells them.
  Value relu() const;
  Value exp() const;
  Value log() const;
  Value sqrt() const;
  Value sin() const;
  Value cos() const;
  Value tanh() const;
  Value sigmoid() const;
  Value abs() const;
  Value pow(Value b) const;
  Value pow(double b) const;

  friend bool operator==(const Value& a, const Value& b) { return a.data() == b.data(); }
  friend bool operator==(const Value& a, double b) { return a.data() == b; }
  friend auto operator<=>(const Value& a, const Value& b) { return a.data() <=> b.data(); }
  friend auto operator<=>(const Value& a, double b) { return a.data() <=> b; }

  /// "Value(data=-6, grad=1)", after a name "c = Value(data=-6, grad=1)"
  friend std::ostream& operator<<(std::ostream& out, const Value& value);

 private:
  using Mul = formulas::Mul;
  using Div = formulas::Div;

  // y = F::value(x), whose rule is in terms of x or of y.
  template <class F>
  static Value of_input(ValueOp op, Value& x) {
    const double in = x.data();
    return {op, F::value(in), x, F::rule(1.0, in)};
  }
  template <class F>
  static Value of_result(ValueOp op, Value& x) {
    const double y = F::value(x.data());
    return {op, y, x, F::rule(1.0, y)};
  }

  // The newest node: y = op(a, b) with dy/da and dy/db. It takes over what a and b hold.
  Value(ValueOp op, double y, Value& a, double da, Value& b, double db)
      : Value(op, y, &a, da, &b, db) {}
  Value(ValueOp op, double y, Value& a, double da, double b) : Value(op, y, &a, da, nullptr, b) {}
  Value(ValueOp op, double y, double a, Value& b, double db) : Value(op, y, nullptr, a, &b, db) {}
  Value(ValueOp op, double y, Value& x, double dx) : Value(op, y, &x, dx, nullptr, 0) {}
  Value(ValueOp op, double y, Value* a, double da, Value* b, double db)
      : node_(allocate_value_node()) {
    ValueNode* const parent[] = {a ? a->take() : nullptr, b ? b->take() : nullptr};
    *node_ = {y, 0, {parent[0], parent[1]}, {da, db}, {nullptr}, 1, op, false};
  }
  ValueNode* take() { return std::exchange(node_, nullptr); }

  ValueNode* node_;
};

}  // namespace glassgrad
