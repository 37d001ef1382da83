// 26 Find it: changed in place.
#pragma once
#include <glassgrad.h>

namespace torch = glassgrad;

// softmax of a vector. It has two bugs, both from changing a tensor in place.
torch::Tensor softmax(const torch::Tensor& x) {
  // hole: mend it: no function that ends with an underscore is needed
  // blank: torch::Tensor shifted = x.sub_(x.max());
  // blank: torch::Tensor y = shifted.exp();
  // blank: y.div_(y.sum());
  // blank: return y;
  // sub_ changed the caller's numbers: a Tensor is a handle, and const does not reach through it.
  // exp saves its result for backward (its slope is the result), and div_ changed that.
  const torch::Tensor y = (x - x.max()).exp();
  return y / y.sum();
  // end
}
