// A backward call, one node at a time.
#include "autograd/graph/stepped_backward.h"

#include "autograd/base/scoped.h"
#include "autograd/graph/backward_pass.h"
#include "autograd/graph/engine_lock.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::autograd {

struct SteppedBackward::State {
  explicit State(BackwardCall&& given) : call(std::move(given)), pass(call) {}
  BackwardCall call;
  BackwardPass pass;
};

SteppedBackward::SteppedBackward(BackwardCall&& call) {
  const EngineLock lock;
  state_ = std::make_unique<State>(std::move(call));
}
SteppedBackward::~SteppedBackward() {
  const EngineLock lock;
  state_.reset();
}

Node* SteppedBackward::next() const { return state_->pass.next(); }

void SteppedBackward::step(Observer& observer) {
  const AutoGradMode mode(state_->call.create_graph);
  const EngineLock lock;
  const Scoped watch(state_->call.observer, &observer);
  state_->pass.walk(1);
}

}  // namespace glassgrad::autograd
