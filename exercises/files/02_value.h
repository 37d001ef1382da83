// 02 A value that records: a number that knows what it was made of.
#pragma once
#include <memory>
#include <vector>

// What is remembered of a number.
struct Node {
  double data = 0;                             // what it is worth
  double grad = 0;                             // dL/d(this): exercise 05 fills it in
  std::vector<std::shared_ptr<Node>> parents;  // what it was made of
  std::vector<double> slopes;                  // d(this)/d(parent), one for each parent
  long number = ++count;                       // the newer, the larger
  static inline long count = 0;
};

// A handle: copies of a Value share one node, as two names in Python share one object.
struct Value {
  Value(double data) : node(std::make_shared<Node>()) { node->data = data; }
  double data() const { return node->data; }
  double grad() const { return node->grad; }
  std::shared_ptr<Node> node;
};

// A new Value: its data, the values that it was made of, and its slope with respect to each.
Value record(double data, const std::vector<Value>& parents, const std::vector<double>& slopes) {
  Value result(data);
  // hole: put the parents' nodes and the slopes into result.node
  // The node itself, not a copy of it: gradients that arrive there are seen by all who hold it. The
  // shared_ptr keeps it alive as long as something that was made of it lives.
  for (const Value& parent : parents) result.node->parents.push_back(parent.node);
  result.node->slopes = slopes;
  // end
  return result;
}
