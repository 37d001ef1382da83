#pragma once
// micrograd carried over to C++ word by word, for comparison: a node is a shared_ptr, its backward
// rule a std::function that captures the operands, the order a depth-first sort with a set.

#include <cmath>
#include <functional>
#include <initializer_list>
#include <memory>
#include <unordered_set>
#include <utility>
#include <vector>

namespace naive {

class Value {
 public:
  Value(double data = 0) : node_(std::make_shared<Node>()) { node_->data = data; }

  double data() const { return node_->data; }
  double grad() const { return node_->grad; }
  void set_data(double data) { node_->data = data; }
  void zero_grad() { node_->grad = 0; }

  friend Value operator+(const Value& a, const Value& b) {
    return make(a.data() + b.data(), {a, b}, [a = a.node_.get(), b = b.node_.get()](Node* y) {
      a->grad += y->grad;
      b->grad += y->grad;
    });
  }
  friend Value operator*(const Value& a, const Value& b) {
    return make(a.data() * b.data(), {a, b}, [a = a.node_.get(), b = b.node_.get()](Node* y) {
      a->grad += b->data * y->grad;
      b->grad += a->data * y->grad;
    });
  }
  friend Value pow(const Value& x, double power) {
    return make(std::pow(x.data(), power), {x}, [x = x.node_.get(), power](Node* y) {
      x->grad += power * std::pow(x->data, power - 1) * y->grad;
    });
  }
  friend Value relu(const Value& x) {
    return make(x.data() < 0 ? 0 : x.data(), {x},
                [x = x.node_.get()](Node* y) { x->grad += (y->data > 0) * y->grad; });
  }
  friend Value exp(const Value& x) {
    return make(std::exp(x.data()), {x},
                [x = x.node_.get()](Node* y) { x->grad += y->data * y->grad; });
  }
  friend Value log(const Value& x) {
    return make(std::log(x.data()), {x},
                [x = x.node_.get()](Node* y) { x->grad += y->grad / x->data; });
  }
  friend Value operator-(const Value& x) { return x * -1; }
  friend Value operator-(const Value& a, const Value& b) { return a + -b; }
  friend Value operator/(const Value& a, const Value& b) { return a * pow(b, -1); }
  Value& operator+=(const Value& b) { return *this = *this + b; }

  void backward() const {
    std::vector<Node*> sorted;
    std::unordered_set<Node*> visited;
    sort(node_.get(), sorted, visited);
    node_->grad = 1;
    for (auto node = sorted.rbegin(); node != sorted.rend(); ++node)
      if ((*node)->backward) (*node)->backward(*node);
  }

 private:
  struct Node {
    double data = 0;
    double grad = 0;
    std::vector<std::shared_ptr<Node>> parents;
    std::function<void(Node*)> backward;
  };

  static Value make(double data, std::initializer_list<Value> parents,
                    std::function<void(Node*)> backward) {
    Value result(data);
    for (const Value& parent : parents) result.node_->parents.push_back(parent.node_);
    result.node_->backward = std::move(backward);
    return result;
  }

  static void sort(Node* node, std::vector<Node*>& sorted, std::unordered_set<Node*>& visited) {
    if (!visited.insert(node).second) return;
    for (const auto& parent : node->parents) sort(parent.get(), sorted, visited);
    sorted.push_back(node);
  }

  std::shared_ptr<Node> node_;
};

}  // namespace naive
