#pragma once
// The node at which a gradient ends.

#include "node.h"

namespace glassgrad::autograd {

/// The end of a path: adds the incoming gradient to `variable.grad()`.
///
/// A leaf has one at most. Graphs own it, and it owns the leaf. Between graphs, when nobody refers
/// to it, it is the leaf that owns it, for the next graph to use.
///
/// Its number is the largest of all, not that of its creation: it runs as soon as its gradient is
/// complete, which therefore has to be counted (see engine.cpp).
struct AccumulateGrad final : Node {
  static constexpr uint64_t kSequenceNr = UINT64_MAX;

  explicit AccumulateGrad(Tensor variable);
  ~AccumulateGrad() override;
  GradList apply(GradList&& grads) override;
  std::string name() const override { return "torch::autograd::AccumulateGrad"; }
  std::string formula() const override { return "parameter.grad += dL/dparameter"; }
  std::string numbers(const GradList& grads) const override;
  bool kept_by_leaf() override;
  /// As if made anew, for another graph.
  void reuse(Tensor leaf);

  Tensor variable;  ///< undefined between graphs
};

}  // namespace glassgrad::autograd
