#include <mutex>

#include "autograd/debugger.h"
#include "autograd/kernels/binary.h"
#include "autograd/node.h"
#include "autograd/ops/op.h"
#include "autograd/zero_gradient.h"

namespace glassgrad::autograd {

namespace {
// Guards the weak pointers from leaves to their accumulators while several threads exist.
std::mutex accumulators;

/// From so many elements on, writing zeros costs more than keeping in mind that they are to come.
constexpr int64_t kMany = 1024;

/// Calls f, with the lock held unless this is the only thread.
template <class F>
auto guarded(F f) {
  if (single_threaded()) return f();
  const std::lock_guard lock(accumulators);
  return f();
}
}  // namespace

bool is_sole_owner(const Tensor& grad) {
  const TensorImpl& impl = *grad.impl();
  return impl.use_count() == 1 && impl.storage->use_count() == 1 && impl.storage->is_owner() &&
         impl.is_contiguous && !impl.grad_fn && !impl.requires_grad && !impl.base.defined();
}

void zero_gradient(const Tensor& tensor, bool set_to_none) {
  TensorImpl& leaf = *tensor.impl();
  Tensor& grad = leaf.grad;
  if (!grad.defined()) return;
  if (set_to_none) {
    leaf.grad_is_zero = false;
    grad.reset();
    return;
  }
  if (grad.requires_grad()) grad = grad.detach();
  if (leaf.grad_is_zero) return;
  leaf.grad_is_zero = grad.numel() >= kMany && !leaf.grad_fn && is_sole_owner(grad);
  if (!leaf.grad_is_zero) grad.zero_();
}

namespace {
// Ends the time in which the gradient's memory may hold anything.
void unmark(TensorImpl& leaf) {
  leaf.grad_is_zero = false;
  if (!is_sole_owner(leaf.grad))  // lent, and not handed back
    leaf.grad = empty_tensor(leaf.grad.sizes(), leaf.grad.scalar_type());
}
}  // namespace

void write_zeros(TensorImpl& leaf) {
  unmark(leaf);
  leaf.grad.zero_();
}

namespace {
// grad = 0 + incoming, in the memory that the gradient has: somebody may know its address.
void write_sum_with_zeros(TensorImpl& leaf, const Tensor& incoming) {
  static constexpr int64_t one = 1, none = 0;
  static constexpr double zero = 0;  // of any type
  unmark(leaf);
  kernels::add(incoming.scalar_type(), incoming.numel(), {leaf.grad.data_ptr(), one},
               {incoming.data_ptr(), one}, {const_cast<double*>(&zero), none}, 1, 1);
  bump_version(leaf.grad);
}
}  // namespace

Tensor empty_gradient(const Edge& edge, IntArrayRef sizes, ScalarType type) {
  if (count_elements(sizes) >= kMany)
    if (const auto* end = dynamic_cast<const AccumulateGrad*>(edge.function.get())) {
      const TensorImpl& leaf = *end->variable.impl();
      if (leaf.grad_is_zero && is_sole_owner(leaf.grad) && leaf.grad.sizes() == sizes &&
          leaf.grad.scalar_type() == type)
        return alias(leaf.grad);
    }
  return empty_tensor(sizes, type);
}

namespace {
// Whether `incoming` is the leaf's own memory, handed back with the gradient written into it.
bool is_handed_back(const TensorImpl& leaf, const Tensor& incoming) {
  const TensorImpl& impl = *incoming.impl();
  return leaf.grad_is_zero && impl.storage == leaf.grad.impl()->storage && impl.use_count() == 1 &&
         impl.storage->use_count() == 2;
}
}  // namespace

AccumulateGrad::AccumulateGrad(Tensor leaf) : variable(std::move(leaf)) {
  sequence_nr_ = UINT64_MAX;  // runs as soon as its gradient is complete
}

AccumulateGrad::~AccumulateGrad() {
  if (!variable.defined()) return;
  guarded([this] {
    AccumulateGrad*& known = variable.impl()->accumulator;
    if (known == this) known = nullptr;
  });
}

bool AccumulateGrad::rest() {
  // With several threads another graph may be asking for an accumulator just now: it makes its own.
  if (!single_threaded()) return false;
  hooks_.reset();
  parent_.reset();
  if (variable.impl()->accumulator != this) return false;  // the leaf has another one by now
  const Tensor leaf = std::move(variable);                 // which may go now, and this with it
  return true;
}

void AccumulateGrad::wake(Tensor leaf) {
  visit_ = {0, 0};
  released_ = false;
  note_origin();
  variable = std::move(leaf);
}

GradList AccumulateGrad::apply(GradList&& grads) {
  Tensor incoming = std::move(grads[0]);
  if (!incoming.defined()) return {};
  TensorImpl& leaf = *variable.impl();
  if (leaf.hooks) incoming = leaf.hooks->run(std::move(incoming));
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
    variable.mutable_grad() = variable.grad() + incoming;
  } else if (is_handed_back(leaf, incoming)) {
    leaf.grad_is_zero = false;
    bump_version(leaf.grad);
  } else if (leaf.grad_is_zero && incoming.is_contiguous() &&
             incoming.scalar_type() == leaf.grad.scalar_type()) {
    write_sum_with_zeros(leaf, incoming);
  } else {
    variable.grad().add_(incoming);
  }
  glassgrad_gradient_accumulated(this, is_first ? &leaf.grad : &incoming);
  return {};
}

namespace {
GLASSGRAD_NOINLINE intrusive_ptr<Node> accumulator_of(const Tensor& leaf) {
  return guarded([&] {
    AccumulateGrad*& known = leaf.impl()->accumulator;
    if (known && known->retain_if_alive()) return intrusive_ptr<Node>::adopt(known);
    if (known && !known->variable.defined())
      known->wake(leaf);
    else
      known = new AccumulateGrad(leaf);
    return intrusive_ptr<Node>::take_new(known);
  });
}
}  // namespace

Edge gradient_edge(const Tensor& tensor) {
  if (!tensor.defined()) return {};
  const TensorImpl& impl = *tensor.impl();
  if (impl.grad_fn && !impl.base.defined()) return {impl.grad_fn, impl.output_nr};
  if (impl.base.defined())  // a view's history may have to be made anew
    if (intrusive_ptr<Node> made_by = tensor.grad_fn()) return {std::move(made_by), impl.output_nr};
  return tensor.requires_grad() ? Edge{accumulator_of(tensor), 0} : Edge();
}

}  // namespace glassgrad::autograd
