// 05 The walk back: the chain rule, node by node.
#pragma once
#include "04_order.h"

// Puts dL/dv into the gradient of every value v behind L.
void backward(const Value& L) {
  const std::vector<Node*> nodes = newest_first(L);
  for (Node* node : nodes)
    if (!node->parents.empty()) node->grad = 0;  // what an operation made starts afresh
  // hole: dL/dL; then, for each node and each of its parents, the chain rule
  // += and not =: a parent that is used twice gets a gradient from either side, and L rises with
  // the sum of both.
  L.node->grad = 1;
  for (Node* node : nodes)
    for (size_t i = 0; i < node->parents.size(); ++i)
      node->parents[i]->grad += node->slopes[i] * node->grad;
  // end
}
