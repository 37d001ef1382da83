// 14 A convolution and its gradients.
#pragma once
#include "13_matmul.h"

// y[r, c] = sum over i, j of x[r + i, c + j] k[i, j], wherever the window lies inside of x.
Tensor convolve(const Tensor& x, const Tensor& k) {
  // hole: zeros of the sizes of y; for each element of y, each element of k
  // blank: return x;
  // A window of p moves by one and fits h - p + 1 times into h.
  Tensor y = zeros({x.sizes[0] - k.sizes[0] + 1, x.sizes[1] - k.sizes[1] + 1});
  for (int r = 0; r < y.sizes[0]; ++r)
    for (int c = 0; c < y.sizes[1]; ++c)
      for (int i = 0; i < k.sizes[0]; ++i)
        for (int j = 0; j < k.sizes[1]; ++j) at(y, {r, c}) += at(x, {r + i, c + j}) * at(k, {i, j});
  return y;
  // end
}

struct ConvolutionGradients {
  Tensor x, k;
};

// dL/dx and dL/dk, where y = convolve(x, k) and dy = dL/dy.
ConvolutionGradients convolve_backward(const Tensor& dy, const Tensor& x, const Tensor& k) {
  Tensor dx = zeros(x.sizes), dk = zeros(k.sizes);
  // hole: the loops of convolve once more; what does each product give to dx, what to dk?
  // Each y is a sum of products x * k, and each product gives dy times the other factor. A pixel
  // lies under several windows and a kernel's number takes part in all of them: their gradients add
  // up.
  for (int r = 0; r < dy.sizes[0]; ++r)
    for (int c = 0; c < dy.sizes[1]; ++c)
      for (int i = 0; i < k.sizes[0]; ++i)
        for (int j = 0; j < k.sizes[1]; ++j) {
          at(dx, {r + i, c + j}) += at(dy, {r, c}) * at(k, {i, j});
          at(dk, {i, j}) += at(dy, {r, c}) * at(x, {r + i, c + j});
        }
  // end
  return {dx, dk};
}

// All windows of p by q: [r, c, i, j] is x[r + i, c + j]. A view: it shares the numbers of x.
Tensor windows(const Tensor& x, int p, int q) {
  Tensor view = x;
  // hole: four sizes, four strides; a step of the window is a step in x, and so is one inside of it
  // The same stride twice: neighbouring windows overlap, in memory too.
  view.sizes = {x.sizes[0] - p + 1, x.sizes[1] - q + 1, p, q};
  view.strides = {x.strides[0], x.strides[1], x.strides[0], x.strides[1]};
  // end
  return view;
}
