#include "autograd/graph/in_place.h"
#include "autograd/base/check.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/view.h"
#include "autograd/tensor/promotion.h"
#include "autograd/tensor/shape.h"

// In-place operations and history. A tensor changed in place gets the changing operation as its
// grad_fn. If it is a view, its base has changed too: base's history becomes CopySlices, "the old
// base with a part overwritten", and the view is from now on a view of that.

namespace glassgrad {

// y = base with y[view] = part.
// dL/dbase = dL/dy with zeros in the view's place;  dL/dpart = dL/dy[view].  Saves geometry alone.
struct CopySlices final : Node {
  Dims base_sizes, base_strides;
  Dims sizes, strides;
  int64_t offset;  ///< of the view's first element from base's
  int64_t extent;  ///< elements of memory that base spans

  GradList apply(GradList&& grads) override {
    // Lay the gradient out in memory as base is, so that the view's strides fit.
    const Tensor memory = grads[0].new_zeros({extent});
    Tensor base_grad = memory.as_strided(base_sizes, base_strides, 0);
    base_grad.copy_(grads[0]);
    Tensor part = memory.as_strided(sizes, strides, offset);
    Tensor part_grad = part.clone();
    part.zero_();
    return {base_grad, part_grad};
  }
  std::string name() const override { return "torch::autograd::CopySlices"; }
};

namespace {

/// What is wrong with changing such a view, null if nothing is.
const char* objection(CreationMeta view) {
  switch (view) {
    case CreationMeta::Default:
      return nullptr;
    case CreationMeta::NoGradMode:
      return "Given that this use case is ambiguous and error-prone, it is forbidden. You can "
             "clarify your code by moving both the view and the inplace either both inside the "
             "no_grad block (if you don't want the inplace to be tracked) or both outside (if you "
             "want the inplace to be tracked).";
    case CreationMeta::MultiOutput:
      return "This view is the output of a function that returns multiple views. Such functions do "
             "not allow the output views to be modified inplace. You should replace the inplace "
             "operation by an out-of-place one.";
    case CreationMeta::InCustomFunction:
      return "This view was created inside a custom Function (or because an input was returned "
             "as-is) and the autograd logic to handle view+inplace would override the custom "
             "backward associated with the custom Function, leading to incorrect gradients. This "
             "behavior is forbidden. You can fix this by cloning the output of the custom "
             "Function.";
  }
  return nullptr;
}

}  // namespace

void check_view(const TensorImpl& view, const char* what_happened) {
  const char* const why = objection(view.extras->creation_meta);
  if (!why) return;
  if (!view.grad_fn)
    throw Error(
        fmt::format("A view was created in no_grad mode and {} modified inplace with grad "
                    "mode enabled. {}",
                    what_happened, why));
  throw Error(fmt::format("Output {} of {} is a view and {} modified inplace. {}", view.output_nr,
                          view.grad_fn->name(), what_happened, why));
}

void check_history(const Tensor& self, bool inputs_require_grad) {
  const TensorImpl& impl = *self.impl();
  const bool requires_grad = self.requires_grad();
  if (!GradMode::is_enabled() || !(requires_grad || inputs_require_grad)) return;
  if (impl.is_view()) check_view(impl, "is being");
  if (!requires_grad) return;
  check(!impl.is_view() || !impl.extras->base.is_leaf(),
        "a view of a leaf Variable that requires grad is being used in an in-place operation.");
  check(!self.is_leaf(),
        "a leaf Variable that requires grad is being used in an in-place operation.\n  to change a "
        "parameter outside of the graph: torch::NoGradGuard guard; or x.data()");
}

// What PyTorch compares: elements that lie with gaps between each other are let pass.
void check_overlap(const Tensor& self, const Tensor& source, Overlap allowed) {
  if (!source.defined() || !source.is_alias_of(self)) return;
  const TensorImpl &to = *self.impl(), &from = *source.impl();
  if (to.numel == 0 || from.numel == 0 || !is_dense(self) || !is_dense(source)) return;
  const auto end = [](const TensorImpl& x) {
    return static_cast<const char*>(x.data) + x.numel * elementSize(x.dtype);
  };
  if (end(to) <= from.data || end(from) <= to.data) return;
  const bool is_same_place = to.data == from.data && end(to) == end(from);
  check(allowed == Overlap::kWhole && is_same_place && to.strides == from.strides,
        "unsupported operation: some elements of the input tensor and the written-to tensor refer "
        "to a single memory location. Please clone() the tensor before performing the operation.");
}

void check_in_place(const char* op, const Tensor& self, bool inputs_require_grad) {
  const TensorImpl& impl = *self.impl();
  for (size_t d = 0; d < impl.sizes.size(); ++d)
    check(impl.strides[d] != 0 || impl.sizes[d] <= 1 || impl.numel == 0,
          "{}: unsupported operation: more than one element of the written-to tensor refers to a "
          "single memory location. Please clone() the tensor before performing the operation.",
          op);
  check_history(self, inputs_require_grad);
}

namespace {

int64_t memory_extent(const Tensor& x) {
  if (x.numel() == 0) return 0;
  int64_t last = 0;
  for (int64_t d = 0; d < x.dim(); ++d) last += (x.sizes()[d] - 1) * x.strides()[d];
  return last + 1;
}

/// `part` overwrites `view`, a view of some base.
void rebase_view(const Tensor& view, Edge part) {
  TensorImpl& impl = *view.impl();
  const Tensor& base = impl.extras->base;
  auto* node = new CopySlices;
  const intrusive_ptr<Node> owner(node);
  node->base_sizes = base.impl()->sizes;
  node->base_strides = base.impl()->strides;
  node->sizes = impl.sizes;
  node->strides = impl.strides;
  node->offset = view.storage_offset() - base.storage_offset();
  node->extent = memory_extent(base);
  node->add_next_edge(gradient_edge(base));
  node->add_next_edge(std::move(part));
  rebase_history(base, {owner, 0});
  impl.grad_fn = make_as_strided_node(base, impl.sizes, impl.strides, view.storage_offset());
  impl.output_nr = 0;
  impl.extras->view_version = impl.version_counter->value;
}

}  // namespace

void rebase_history(const Tensor& self, Edge made_by) {
  TensorImpl& impl = *self.impl();
  // Hooks registered so far stay with the value before the change; only retain_grad moves on.
  const bool retains = self.retains_grad();
  if (impl.hooks()) {
    impl.hooks()->retains_grad = nullptr;
    impl.extras->hooks.reset();
  }
  if (impl.is_view()) {
    rebase_view(self, std::move(made_by));
  } else {
    impl.grad_fn = std::move(made_by.function);
    impl.output_nr = made_by.input_nr;
  }
  if (retains) self.retain_grad();
}

Tensor& assign_in_place(const char* op, const Tensor& self, bool inputs_require_grad,
                        const std::function<Tensor(const Tensor&)>& f) {
  check_in_place(op, self, inputs_require_grad);
  const bool recording = GradMode::is_enabled() && (self.requires_grad() || inputs_require_grad);
  // Backward may want the old values: it gets a copy of them that has self's history.
  Tensor before = self;
  if (recording) {
    const NoGradGuard no_grad;
    before = self.clone();
  }
  if (recording && self.requires_grad()) {
    const Edge history = gradient_edge(self);
    before.impl()->grad_fn = history.function;
    before.impl()->output_nr = history.input_nr;
  }
  const Tensor result = f(before);
  check(result.sizes() == self.sizes(), "output with shape {} doesn't match the broadcast shape {}",
        self.sizes(), result.sizes());
  check_result_type(result.scalar_type(), self);
  const Tensor converted = cast(result, self.scalar_type());
  copy_values(self, converted);
  bump_version(self);
  if (converted.requires_grad()) rebase_history(self, gradient_edge(converted));
  return mutable_handle(self);
}

}  // namespace glassgrad
