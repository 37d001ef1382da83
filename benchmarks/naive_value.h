#pragma once
// micrograd carried over to C++ as it stands there, for comparison: a value is a shared_ptr to its
// node, the backward rule a std::function that holds the operands, the order that of a depth-first
// search with a set.
// Source: A. Karpathy, micrograd, micrograd/engine.py.

#include <cmath>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace naive {

class Value {
 public:
  Value(double data = 0) : Value(data, {}, "") {}

  double data() const { return node_->data; }
  double grad() const { return node_->grad; }
  void set_data(double data) { node_->data = data; }
  void zero_grad() { node_->grad = 0; }

  friend Value operator+(const Value& self, const Value& other) {
    return Value(self.data() + other.data(), {self, other}, "+", [self, other](double grad) {
      self.node_->grad += grad;
      other.node_->grad += grad;
    });
  }
  friend Value operator*(const Value& self, const Value& other) {
    return Value(self.data() * other.data(), {self, other}, "*", [self, other](double grad) {
      self.node_->grad += other.data() * grad;
      other.node_->grad += self.data() * grad;
    });
  }
  friend Value pow(const Value& self, double other) {
    return Value(std::pow(self.data(), other), {self}, "pow", [self, other](double grad) {
      self.node_->grad += other * std::pow(self.data(), other - 1) * grad;
    });
  }
  friend Value relu(const Value& self) {
    const double out = self.data() < 0 ? 0 : self.data();
    return Value(out, {self}, "ReLU",
                 [self, out](double grad) { self.node_->grad += (out > 0) * grad; });
  }
  friend Value exp(const Value& self) {
    const double out = std::exp(self.data());
    return Value(out, {self}, "exp", [self, out](double grad) { self.node_->grad += out * grad; });
  }
  friend Value log(const Value& self) {
    return Value(std::log(self.data()), {self}, "log",
                 [self](double grad) { self.node_->grad += grad / self.data(); });
  }
  friend Value operator-(const Value& self) { return self * -1; }
  friend Value operator-(const Value& self, const Value& other) { return self + (-other); }
  friend Value operator/(const Value& self, const Value& other) { return self * pow(other, -1); }
  friend bool operator<(const Value& self, const Value& other) { return self.node_ < other.node_; }
  Value& operator+=(const Value& other) { return *this = *this + other; }

  void backward() const {
    std::vector<Value> sorted;
    std::unordered_set<Node*> visited;
    sort(*this, sorted, visited);
    node_->grad = 1;
    for (auto v = sorted.rbegin(); v != sorted.rend(); ++v)
      if (v->node_->backward) v->node_->backward(v->grad());
  }

 private:
  using Backward = std::function<void(double grad)>;

  struct Node {
    double data = 0;
    double grad = 0;
    Backward backward;
    std::set<Value> parents;
    std::string op;
  };

  Value(double data, std::set<Value> parents, std::string op, Backward backward = nullptr)
      : node_(std::make_shared<Node>()) {
    node_->data = data;
    node_->backward = std::move(backward);
    node_->parents = std::move(parents);
    node_->op = std::move(op);
  }

  static void sort(const Value& v, std::vector<Value>& sorted, std::unordered_set<Node*>& visited) {
    if (!visited.insert(v.node_.get()).second) return;
    for (const Value& parent : v.node_->parents) sort(parent, sorted, visited);
    sorted.push_back(v);
  }

  std::shared_ptr<Node> node_;
};

}  // namespace naive
