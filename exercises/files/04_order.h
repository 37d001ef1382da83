// 04 The order of the walk: all that a value was made of, the newest first.
#pragma once
#include <algorithm>
#include <set>

#include "03_times.h"

// Every node behind `root`, itself included, once each; a node stands before its parents.
std::vector<Node*> newest_first(const Value& root) {
  std::vector<Node*> nodes;                      // found so far
  std::vector<Node*> stack = {root.node.get()};  // to be looked at
  std::set<Node*> seen;                          // so that nothing is looked at twice
  while (!stack.empty()) {
    Node* node = stack.back();
    stack.pop_back();
    // hole: if it is new, keep it and put its parents on the stack; then, below, sort by number
    // insert().second says whether it was new. Without this line the expression x = x + x, ten
    // times, is walked 1024 times.
    if (!seen.insert(node).second) continue;
    nodes.push_back(node);
    for (const auto& parent : node->parents) stack.push_back(parent.get());
    // end
  }
  // A result is always newer than what it was made of, so this order never meets a node before
  // all that uses it has been met.
  // hole: sort `nodes` by ->number, the largest first
  std::sort(nodes.begin(), nodes.end(), [](Node* a, Node* b) { return a->number > b->number; });
  // end
  return nodes;
}
