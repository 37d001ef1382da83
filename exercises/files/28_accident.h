// 28 Find it: sizes that fit by accident.
#pragma once
#include <glassgrad.h>

namespace torch = glassgrad;

// The mean squared error of N predictions [N, 1] and N targets [N]. It runs, and it does not learn.
torch::Tensor loss(const torch::Tensor& prediction, const torch::Tensor& target) {
  // hole: mend it: compare the sizes first
  // blank: return (prediction - target).pow(2).mean();
  // [N, 1] - [N] broadcasts to [N, N]: every prediction minus every target. view_as makes the
  // target a column, and throws if the numbers of elements differ.
  return (prediction - target.view_as(prediction)).pow(2).mean();
  // end
}
