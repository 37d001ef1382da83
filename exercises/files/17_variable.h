// 17 Tensors that record: the operations of the tutorial, and the walk back.
#pragma once
#include <cmath>
#include <set>

#include "13_matmul.h"

struct VariableNode {
  Tensor data, grad;
  std::vector<std::shared_ptr<VariableNode>> parents;
  std::function<void(const Tensor& dy)> back;  // hands dL/d(this) on to the parents
  long number = ++count_made;
  static inline long count_made = 0;
};

// As Value, of a tensor.
struct Variable {
  Variable(Tensor data, std::vector<Variable> parents = {})
      : node(std::make_shared<VariableNode>()) {
    node->data = data;
    node->grad = zeros(data.sizes);
    for (const Variable& parent : parents) node->parents.push_back(parent.node);
  }
  const Tensor& data() const { return node->data; }
  const Tensor& grad() const { return node->grad; }
  std::shared_ptr<VariableNode> node;
};

// Adds what arrives to the gradient of v.
void accumulate(const Variable& v, const Tensor& g) {
  v.node->grad = combine(v.node->grad, g, [](double a, double b) { return a + b; });
}

// y = x W + b, a layer: x is [N, inputs], W [inputs, outputs], b [outputs].
Variable linear(const Variable& x, const Variable& W, const Variable& b) {
  const Tensor product = matmul(x.data(), W.data());
  Variable y(combine(product, b.data(), [](double p, double q) { return p + q; }), {x, W, b});
  y.node->back = [x, W, b](const Tensor& dy) {
    // hole: accumulate dx, dW (exercise 13) and db (exercise 12)
    // blank: (void)dy;
    // The bias was added to every row, so its gradient is the sum over the rows.
    const MatmulGradients d = matmul_backward(dy, x.data(), W.data());
    accumulate(x, d.a);
    accumulate(W, d.b);
    accumulate(b, sum_to(dy, b.data().sizes));
    // end
  };
  return y;
}

// p = 1 / (1 + e^-z), element by element.
Variable sigmoid(const Variable& z) {
  const auto f = [](double v, double) { return 1 / (1 + std::exp(-v)); };
  const Tensor p = combine(z.data(), z.data(), f);
  Variable y(p, {z});
  y.node->back = [z, p](const Tensor& dy) {
    // hole: dL/dz = dy * p * (1 - p)
    // blank: (void)dy;
    // p is captured: the result has been computed, the exponential is not needed again.
    accumulate(z, combine(dy, p, [](double d, double q) { return d * q * (1 - q); }));
    // end
  };
  return y;
}

// The mean over all elements of -(t ln p + (1 - t) ln(1 - p)), with logarithms not below -100.
Variable bce_loss(const Variable& p, const Tensor& t) {
  const Tensor losses = combine(p.data(), t, [](double q, double target) {
    return -(target * std::max(std::log(q), -100.0) +
             (1 - target) * std::max(std::log(1 - q), -100.0));
  });
  const int n = count(losses.sizes);
  double sum = 0;
  for (double loss : numbers(losses)) sum += loss;
  Variable y(make_tensor({}, {sum / n}), {p});
  y.node->back = [p, t, n](const Tensor& dy) {
    // hole: dL/dp = dy * (p - t) / max(p (1 - p), 1e-12) / n
    // blank: (void)dy, (void)n;
    // Each element has the share 1/n in the mean. dy is one number and is broadcast.
    const Tensor slope = combine(p.data(), t, [n](double q, double target) {
      return (q - target) / std::max(q * (1 - q), 1e-12) / n;
    });
    accumulate(p, combine(dy, slope, [](double d, double s) { return d * s; }));
    // end
  };
  return y;
}

// The walk of exercise 05; nothing to do here.
void backward(const Variable& L) {
  const auto newer = [](VariableNode* a, VariableNode* b) { return a->number > b->number; };
  std::set<VariableNode*, decltype(newer)> waiting(newer);  // the newest first, each once
  L.node->grad = make_tensor({}, {1});
  waiting.insert(L.node.get());
  while (!waiting.empty()) {
    VariableNode* node = *waiting.begin();
    waiting.erase(waiting.begin());
    if (node->back) node->back(node->grad);
    for (const auto& parent : node->parents) waiting.insert(parent.get());
  }
}
