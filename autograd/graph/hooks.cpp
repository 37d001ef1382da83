// Functions that see gradients pass.
#include "autograd/graph/hooks.h"

#include "autograd/base/check.h"
#include "autograd/base/compiler.h"
#include "autograd/base/same_line.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/types/format.h"

namespace glassgrad::autograd {

GLASSGRAD_NOINLINE void dispose(NodeHooks* hooks) { delete hooks; }

GLASSGRAD_NOINLINE void dispose(TensorHooks* hooks) { delete hooks; }

namespace {
template <class Hook, class... Grads>
auto call(const Hook& hook, const Grads&... grads) {
  const SameLine line;
  return hook(grads...);
}
}  // namespace

Tensor TensorHooks::run(Tensor grad) {
  const intrusive_ptr<TensorHooks> alive(this);  // a hook may make the tensor forget its hooks
  const size_t count = hooks.size();
  for (size_t i = 0;; ++i) {
    if (retains_grad && i == retain_after) {
      Tensor& retained = gradient_of(*retains_grad);
      retained = retained.defined() ? retained.add(grad) : grad.clone();
    }
    if (i >= count) return grad;
    const auto hook = hooks[i];
    if (!hook) continue;
    Tensor replaced = call(*hook, grad);
    if (!replaced.defined()) continue;
    check(replaced.scalar_type() == grad.scalar_type(),
          "hook '{}' has changed the type of value (was {} got {})", i, grad.toString(),
          replaced.toString());
    check(replaced.sizes() == grad.sizes(),
          "hook '{}' has changed the size of value (was {} got {})", i, grad.sizes(),
          replaced.sizes());
    grad = std::move(replaced);
  }
}

TensorHooks& hooks_of(const TensorBase& tensor) {
  intrusive_ptr<TensorHooks>& hooks = tensor.impl()->make_extras().hooks;
  if (hooks) return *hooks;
  hooks = intrusive_ptr<TensorHooks>::take_new(new TensorHooks);
  if (const intrusive_ptr<Node> node = tensor.grad_fn())
    node->hooks().outputs.push_back({tensor.output_nr(), hooks});
  return *hooks;
}

void NodeHooks::run_before(GradList& grad_outputs) const {
  const size_t count = outputs.size();  // a hook may give another output its first one
  for (size_t i = 0; i < count; ++i) {
    const Output output = outputs[i];
    Tensor& grad = grad_outputs[output.output_nr];
    if (grad.defined()) grad = output.hooks->run(std::move(grad));
  }
}

void NodeHooks::run_after(const GradList& grad_inputs, const GradList& grad_outputs) const {
  const size_t count = post.size();
  for (size_t i = 0; i < count; ++i)
    if (const auto hook = post[i]) call(*hook, grad_inputs, grad_outputs);
}

}  // namespace glassgrad::autograd
