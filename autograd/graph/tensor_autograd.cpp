// The part of a tensor's members that knows the graph.

#include "autograd/base/check.h"
#include "autograd/graph/accumulate_grad.h"
#include "autograd/graph/engine.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/in_place.h"
#include "autograd/graph/view.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/tensor/factory.h"
#include "autograd/types/format.h"

namespace glassgrad {

TensorExtras::TensorExtras() = default;

TensorExtras::~TensorExtras() {
  if (hooks) hooks->retains_grad = nullptr;
  delete accumulator;  // no graph uses it: it would own this leaf
}

const Tensor& Tensor::set_requires_grad(bool requires_grad) const {
  if (!is_leaf()) {
    check(
        requires_grad,
        "you can only change requires_grad flags of leaf variables. If you want to use a computed "
        "variable in a subgraph that doesn't require differentiation use var_no_grad = "
        "var.detach().");
    return *this;
  }
  if (requires_grad && !is_floating_point())
    fail_after_latest_call(
        "Only Tensors of floating point and complex dtype can require gradients, but "
        "got {}; convert it first: x.to(torch::kFloat)",
        scalar_type());
  if (requires_grad) impl()->make_extras();  // the accumulator's place: graphs only fill it in
  impl()->requires_grad = requires_grad;
  return *this;
}

bool TensorBase::is_leaf() const { return !grad_fn(); }

namespace {
/// The history of a view that was changed through another tensor: its base's, seen through the
/// view.
void renew_history(const TensorBase& tensor) {
  TensorImpl& self = *tensor.impl();
  TensorExtras& view = *self.extras;
  const TensorImpl& base = *view.base.impl();
  if (!self.grad_fn && !base.requires_grad && !base.grad_fn) return;
  check_view(self, "its base or another view of its base has been");
  if (!base.grad_fn) return;
  self.grad_fn = make_as_strided_node(view.base, self.sizes, self.strides, tensor.storage_offset());
  self.output_nr = 0;
  view.view_version = self.version_counter->value;
}
}  // namespace

intrusive_ptr<Node> TensorBase::grad_fn() const {
  TensorImpl& self = *impl();
  if (self.is_view() && self.extras->view_version != self.version_counter->value)
    renew_history(*this);
  return self.grad_fn;
}

namespace {
Tensor& shown_gradient(TensorImpl& self) {
  __atomic_store_n(&self.grad_is_shown, true, __ATOMIC_RELAXED);  // readers may be several threads
  return autograd::gradient_of(self);
}
}  // namespace

const Tensor& Tensor::grad() const {
  TensorImpl& self = *impl();
  const Tensor& grad = shown_gradient(self);
  if (self.grad_fn && !grad.defined() && !retains_grad())
    warn(
        "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad "
        "attribute won't be populated during autograd.backward(). If you indeed want the .grad "
        "field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. "
        "If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor "
        "instead.");
  return grad;
}

Tensor& Tensor::mutable_grad() const { return shown_gradient(*impl()); }

void Tensor::backward(const Tensor& gradient, optional<bool> retain_graph, bool create_graph,
                      optional<TensorList> inputs, Caller caller) const {
  caller.enter();
  if (inputs) {
    check(!inputs->empty(), "'inputs' argument to backward cannot be empty");
    return autograd::backward(TensorList(*this), TensorList(gradient), retain_graph, create_graph,
                              *inputs);
  }
  autograd::run_backward(autograd::backward_call(*this, gradient, retain_graph, create_graph));
}

Tensor Tensor::detach() const { return alias(*this); }

Tensor& Tensor::detach_() const {
  TensorImpl& self = *impl();
  check(!self.is_view() || self.extras->creation_meta == CreationMeta::NoGradMode,
        "Can't detach views in-place. Use detach() instead.");
  self.grad_fn.reset();
  self.requires_grad = false;
  self.output_nr = 0;
  return mutable_handle(*this);
}

Tensor Tensor::data() const {
  const TensorImpl& self = *impl();
  intrusive_ptr<TensorImpl> result = TensorImpl::over(self.storage, self.dtype);
  result->data = self.data;
  result->set_geometry(self.sizes, self.strides);
  return Tensor(std::move(result));
}

void Tensor::set_data(const Tensor& new_data) const {
  TensorImpl& self = *impl();
  check(!requires_grad() || new_data.is_floating_point(),
        "data set to a tensor that requires gradients must be floating point or complex dtype, "
        "but got {}",
        new_data.scalar_type());
  const TensorImpl& from = *new_data.impl();
  if (&from == &self) return;
  self.storage = from.storage;
  self.data = from.data;
  self.dtype = from.dtype;
  self.set_geometry(from.sizes, from.strides);
}

void TensorBase::retain_grad() const {
  check(requires_grad(), "can't retain_grad on Tensor that has requires_grad=False");
  if (is_leaf() || retains_grad()) return;
  autograd::TensorHooks& hooks = autograd::hooks_of(*this);
  hooks.retains_grad = impl();
  hooks.retain_after = hooks.hooks.size();
}

bool TensorBase::retains_grad() const {
  const TensorImpl& self = *impl();
  return self.hooks() && self.hooks()->retains_grad == &self;
}

unsigned Tensor::add_hook(std::function<Tensor(const Tensor&)> hook) const {
  check(requires_grad(), "cannot register a hook on a variable that doesn't require gradient");
  autograd::TensorHooks& hooks = autograd::hooks_of(*this);
  return static_cast<unsigned>(hooks.hooks.push_back(std::move(hook)));
}

void TensorBase::remove_hook(unsigned index) const {
  autograd::TensorHooks* const hooks = impl()->hooks();
  check(hooks && index < hooks->hooks.size(), "Invalid index, no hook at position {}", index);
  hooks->hooks.remove(index);
}

}  // namespace glassgrad
