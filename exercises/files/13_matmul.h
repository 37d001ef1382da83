// 13 The matrix product and its gradients.
#pragma once
#include "12_sum_to.h"

// c[i, j] = sum over k of a[i, k] b[k, j]
Tensor matmul(const Tensor& a, const Tensor& b) {
  if (a.sizes[1] != b.sizes[0])
    throw std::invalid_argument("matmul of " + text(a.sizes) + " and " + text(b.sizes));
  Tensor c = zeros({a.sizes[0], b.sizes[1]});
  // hole: three loops
  for (int i = 0; i < a.sizes[0]; ++i)
    for (int j = 0; j < b.sizes[1]; ++j)
      for (int k = 0; k < a.sizes[1]; ++k) at(c, {i, j}) += at(a, {i, k}) * at(b, {k, j});
  // end
  return c;
}

struct MatmulGradients {
  Tensor a, b;
};

// dL/da and dL/db, where c = matmul(a, b) and dc = dL/dc.
MatmulGradients matmul_backward(const Tensor& dc, const Tensor& a, const Tensor& b) {
  // hole: two products, each with one factor transposed
  // blank: return {a, b};
  // The sizes leave no choice: dc is [n, m], a is [n, k], b is [k, m]; only dc b^T is [n, k], and
  // only a^T dc is [k, m]. Square matrices hide the mistake, so it is tried on others.
  return {matmul(dc, transpose(b)), matmul(transpose(a), dc)};
  // end
}
