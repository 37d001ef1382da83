#pragma once
// Internal: a backward call that stops after each node.

#include "autograd/graph/engine.h"

namespace glassgrad::autograd {

/// A backward call that is run one node at a time.
class SteppedBackward {
 public:
  explicit SteppedBackward(BackwardCall&& call);
  ~SteppedBackward();
  SteppedBackward(const SteppedBackward&) = delete;
  SteppedBackward& operator=(const SteppedBackward&) = delete;
  /// The node whose turn is next; null when none is left.
  Node* next() const;
  /// Runs that node.
  void step(Observer& observer);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace glassgrad::autograd
