// 08 Training: two half moons, told apart by what you have built.
#pragma once
#include "07_neuron.h"

struct Point {
  double x, y;
  double label;  // -1 or 1
};

// Two inputs, a layer, and a sum of what it says.
struct Network {
  std::vector<Values> W;  // of the layer: a row for each neuron
  Values b;
  Values v;  // of the output
  Value c = 0;

  Value operator()(const Point& p) const {
    const Values hidden = layer(W, b, {p.x, p.y});
    Value score = c;
    for (size_t i = 0; i < v.size(); ++i) score = score + v[i] * hidden[i];
    return score;
  }
  Values parameters() const {  // handles: they share their nodes with the network
    Values all = b;
    for (const Values& row : W) all.insert(all.end(), row.begin(), row.end());
    all.insert(all.end(), v.begin(), v.end());
    all.push_back(c);
    return all;
  }
};

// The mean over all points of (score - label)^2.
Value mean_loss(const Network& network, const std::vector<Point>& points) {
  Value sum = 0;
  for (const Point& point : points) sum = sum + pow(network(point) - point.label, 2);
  // hole: the mean
  // blank: return sum;
  // The 1.0 matters: 1 / points.size() is a division of whole numbers, 0.
  return sum * (1.0 / points.size());
  // end
}

// One step of gradient descent; returns the loss before it.
double train_step(const Network& network, const std::vector<Point>& points, double lr) {
  const Value loss = mean_loss(network, points);
  // hole: gradients to 0; backward; each parameter a little downhill
  // Leaves add up what arrives (exercise 05), so the gradients of the step before have to go.
  for (const Value& p : network.parameters()) p.node->grad = 0;
  backward(loss);
  for (const Value& p : network.parameters()) p.node->data -= lr * p.grad();
  // end
  return loss.data();
}
