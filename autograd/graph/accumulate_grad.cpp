// Where a gradient ends: it is stored in its leaf, or added to what is there.
#include "autograd/graph/accumulate_grad.h"

#include <mutex>

#include "autograd/base/check.h"
#include "autograd/base/compiler.h"
#include "autograd/graph/debugger.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/in_place.h"
#include "autograd/graph/zero_gradient.h"

namespace glassgrad::autograd {

namespace {
// Guards the weak pointers from leaves to their accumulators while several threads exist.
std::mutex accumulators;

/// Calls f, with the lock held unless this is the only thread.
template <class F>
auto guarded(F f) {
  if (single_threaded()) return f();
  const std::lock_guard lock(accumulators);
  return f();
}
}  // namespace

AccumulateGrad::AccumulateGrad(Tensor leaf) : Node(kSequenceNr), variable(std::move(leaf)) {}

AccumulateGrad::~AccumulateGrad() {
  if (!variable.defined()) return;
  guarded([this] {
    AccumulateGrad*& known = variable.impl()->extras->accumulator;
    if (known == this) known = nullptr;
  });
}

bool AccumulateGrad::kept_by_leaf() {
  // With several threads another graph may be asking for an accumulator just now: it makes its own.
  if (!single_threaded()) return false;
  begin_anew();
  if (variable.impl()->extras->accumulator != this) return false;  // the leaf has another by now
  const Tensor leaf = std::move(variable);  // which may go now, and this with it
  return true;
}

void AccumulateGrad::reuse(Tensor leaf) {
  note_origin();
  variable = std::move(leaf);
}

std::string AccumulateGrad::numbers(const GradList& grads) const {
  if (!grads[0].defined() || grads[0].numel() == 0) return "";
  const Tensor first = grads[0].detach().flatten().select(0, 0);
  return fmt::format("{:.4g}", first.to(kDouble).item<double>());
}

GradList AccumulateGrad::apply(GradList&& grads) {
  Tensor incoming = std::move(grads[0]);
  if (!incoming.defined()) return {};
  TensorImpl& leaf = *variable.impl();
  if (leaf.hooks()) incoming = leaf.hooks()->run(std::move(incoming));
  check(incoming.sizes() == variable.sizes(),
        "AccumulateGrad: a hook changed the gradient's size from {} to {}", variable.sizes(),
        incoming.sizes());

  const bool is_first = !leaf.grad.defined(), records = GradMode::is_enabled();
  if (is_first) {
    // Somebody may still hold the incoming tensor; only memory of our own may be added to later.
    if (records)
      leaf.grad = incoming.clone();
    else
      leaf.grad = is_sole_owner(incoming) ? std::move(incoming) : incoming.detach().clone();
  } else if (records) {
    leaf.grad = gradient_of(leaf).add(incoming);
  } else if (!write_over_zeros(leaf, incoming)) {
    gradient_of(leaf).add_(incoming);
  }
  glassgrad_gradient_accumulated(this, is_first ? &leaf.grad : &incoming);
  return {};
}

namespace {
GLASSGRAD_NOINLINE intrusive_ptr<Node> accumulator_of(const Tensor& leaf) {
  return guarded([&] {
    AccumulateGrad*& known = leaf.impl()->extras->accumulator;
    if (known && known->retain_if_alive()) return intrusive_ptr<Node>::adopt(known);
    if (known && !known->variable.defined())
      known->reuse(leaf);
    else
      known = new AccumulateGrad(leaf);
    return intrusive_ptr<Node>::take_new(known);
  });
}
}  // namespace

Edge gradient_edge(const Tensor& tensor) {
  if (!tensor.defined()) return {};
  const TensorImpl& impl = *tensor.impl();
  if (impl.grad_fn && !impl.is_view()) return {impl.grad_fn, impl.output_nr};
  if (impl.is_view())  // its history may have to be made anew
    if (intrusive_ptr<Node> made_by = tensor.grad_fn()) return {std::move(made_by), impl.output_nr};
  return tensor.requires_grad() ? Edge{accumulator_of(tensor), 0} : Edge();
}

}  // namespace glassgrad::autograd
