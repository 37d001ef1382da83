// 07 A neuron, a layer, a network.
#pragma once
#include "06_functions.h"

using Values = std::vector<Value>;

// tanh(w[0] x[0] + w[1] x[1] + ... + b)
Value neuron(const Values& w, const Value& b, const Values& x) {
  // hole: sum the products and the bias, then bend
  // blank: return b;
  // `sum = sum + ...` makes a new Value and gives it the old name: nothing that was recorded
  // changes.
  Value sum = b;
  for (size_t i = 0; i < w.size(); ++i) sum = sum + w[i] * x[i];
  return tanh(sum);
  // end
}

// A neuron for each row of W.
Values layer(const std::vector<Values>& W, const Values& b, const Values& x) {
  Values y;
  // hole: neuron k has the weights W[k] and the bias b[k]
  for (size_t k = 0; k < W.size(); ++k) y.push_back(neuron(W[k], b[k], x));
  // end
  return y;
}
