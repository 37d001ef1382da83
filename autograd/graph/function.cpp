// What an operation of the user's own saves, marks and hands back.
#include "autograd/graph/function.h"

#include <algorithm>
#include <cmath>
#include <typeinfo>

#include "autograd/base/check.h"
#include "autograd/base/same_line.h"
#include "autograd/graph/backward_pass.h"
#include "autograd/graph/in_place.h"
#include "autograd/graph/sampled_differences.h"
#include "autograd/graph/view.h"
#include "autograd/tensor/factory.h"
#include "autograd/tensor/promotion.h"
#include "autograd/tensor/shape.h"
#include "autograd/types/generator.h"

int glassgrad_keeps_forwards = 0;

namespace glassgrad {

namespace autograd {

void AutogradContext::save_for_backward(variable_list to_save) { to_save_ = std::move(to_save); }
void AutogradContext::mark_dirty(const variable_list& inputs) { dirty_ = inputs; }
void AutogradContext::mark_non_differentiable(const variable_list& outputs) {
  non_differentiable_ = outputs;
}

variable_list AutogradContext::get_saved_variables() const {
  variable_list values;
  for (const auto& saved : saved_) values.push_back(saved->unpack());
  return values;
}

bool AutogradContext::needs_input_grad(size_t input) const {
  check(node_ && input < node_->num_outputs(),
        "needs_input_grad: expected the number of an input below {}, but got {}",
        node_ ? node_->num_outputs() : 0, input);
  return BackwardPass::is_wanted(node_->next_edge(input));
}

bool AutogradContext::needs_input_grad(std::initializer_list<IndexRange> ranges) const {
  for (const auto& [first, end] : ranges)
    for (size_t i = first; i < end; ++i)
      if (needs_input_grad(i)) return true;
  return false;
}

namespace {
Tensor zeros(const FunctionNode::Like& like) { return empty_tensor(like.sizes, like.type).zero_(); }
}  // namespace

GradList FunctionNode::apply(GradList&& grads) {
  variable_list incoming;
  for (size_t i = 0; i < grads.size(); ++i)
    incoming.push_back(grads[i].defined() || !context.materialize_grads_ ? grads[i]
                                                                         : zeros(outputs_like[i]));
  variable_list results = [&] {
    const SameLine line;
    return call_backward(std::move(incoming));
  }();

  // Trailing undefined gradients may be more than the arguments, as in PyTorch.
  const size_t expected = is_tensor.size();
  while (results.size() > expected && !results.back().defined()) results.pop_back();
  check(results.size() == expected,
        "function {} returned an incorrect number of gradients (expected {}, got {})", name(),
        expected, results.size());
  GradList per_tensor;
  for (size_t i = 0, input = 0; i < expected; ++i) {
    if (!is_tensor[i]) {
      check(!results[i].defined(),
            "function {} returned a gradient different from None at position {}, but the "
            "corresponding forward input was not a Variable",
            name(), i + 1);
      continue;
    }
    Tensor grad = results[i];
    const Dims& like = inputs_like[input].sizes;
    if (grad.defined() && should_compute_output(input)) {
      const bool fits = stretches_to(like, grad.sizes());
      check(fits,
            "Function {} returned an invalid gradient at index {} - got {} but expected shape "
            "compatible with {}",
            name(), i, grad.sizes(), IntArrayRef(like));
      grad = cast(grad.sum_to_size(like), inputs_like[input].type);
    }
    per_tensor.push_back(std::move(grad));
    ++input;
  }
  return per_tensor;
}

// --- held against differences ---

void FunctionNode::keep(decltype(Again::forward) forward, const variable_list& inputs) {
  again.reset(new Again{std::move(forward), {}, default_generator().get_state()});
  for (const Tensor& t : inputs)
    again->inputs.push_back(t.defined() ? t.detach().clone() : Tensor());
}

namespace {

/// Puts the default generator back into the state that it had.
struct RandomAsBefore {
  Tensor state = default_generator().get_state();
  ~RandomAsBefore() { default_generator().set_state(state); }
};

/// sum over outputs and elements of dL/dy * y, with y = forward(inputs).
double loss_of(const FunctionNode::Again& kept, const variable_list& inputs,
               const GradList& grads) {
  default_generator().set_state(kept.random_state);
  variable_list fresh;  // a forward may change its inputs in place
  for (const Tensor& t : inputs) fresh.push_back(t.defined() ? t.clone() : t);
  const variable_list outputs = kept.forward(fresh);
  double sum = 0;
  for (size_t i = 0; i < outputs.size() && i < grads.size(); ++i)
    if (outputs[i].defined() && grads[i].defined())
      sum += outputs[i].detach().to(kDouble).mul(grads[i].detach()).sum().item().toDouble();
  return sum;
}

/// The differences for input `wanted`, with all floating inputs in double precision or as they are.
Tensor differences_in(const FunctionNode::Again& kept, const GradList& grads, size_t wanted,
                      bool in_double) {
  variable_list inputs;
  for (const Tensor& t : kept.inputs)
    inputs.push_back(in_double && t.defined() && t.is_floating_point() ? t.to(kDouble) : t);
  const Tensor x = inputs[wanted].contiguous();
  return sampled_differences(x, x.scalar_type() == kDouble ? 1e-5 : 5e-3, [&](const Tensor& moved) {
    inputs[wanted] = moved;
    return loss_of(kept, inputs, grads);
  });
}

}  // namespace

Tensor FunctionNode::differences(const GradList& grads, size_t i) const {
  if (!again || !again->forward || !again->inputs[i].defined()) return {};
  const AutoGradMode no_grad(false);
  const RandomAsBefore random;
  for (const bool in_double : {true, false}) try {
      return differences_in(*again, grads, i, in_double);
    } catch (const std::exception&) {  // of a forward for one type of numbers alone
    }
  return {};
}

namespace {
bool contains(const variable_list& list, const Tensor& t) {
  for (const Tensor& member : list)
    if (member.is_same(t)) return true;
  return false;
}
}  // namespace

variable_list FunctionNode::connect(const intrusive_ptr<FunctionNode>& node,
                                    const variable_list& inputs, variable_list outputs,
                                    bool recording) {
  AutogradContext& context = node->context;
  context.node_ = node.get();
  node->set_num_inputs(outputs.size());
  const auto like = [](const Tensor& t) {
    return t.defined() ? Like{t.impl()->sizes, t.scalar_type()} : Like();
  };
  node->inputs_like.reserve(inputs.size());
  node->outputs_like.reserve(outputs.size());
  for (const Tensor& t : inputs) node->inputs_like.push_back(like(t));
  for (uint32_t i = 0; i < outputs.size(); ++i) {
    Tensor& output = outputs[i];
    node->outputs_like.push_back(like(output));
    if (!output.defined()) continue;
    const bool differentiable =
        recording && output.is_floating_point() && !contains(context.non_differentiable_, output);
    if (contains(context.dirty_, output)) {
      check(!recording || !output.is_leaf() || !output.requires_grad(),
            "a leaf Variable that requires grad has been used in an in-place operation.");
      bump_version(output);
      if (differentiable) rebase_history(output, {node, i});
    } else if (contains(inputs, output)) {
      // An input handed back unchanged is another value of the graph: an alias stands for it.
      output = differentiable ? make_view(output, output.impl()->sizes, output.impl()->strides)
                              : alias(output);
      if (output.is_view()) output.impl()->extras->creation_meta = CreationMeta::InCustomFunction;
    } else if (output.is_view()) {
      output.impl()->extras->creation_meta = CreationMeta::InCustomFunction;
    }
    if (differentiable && !contains(context.dirty_, output)) {
      output.impl()->grad_fn = node;
      output.impl()->output_nr = i;
    }
  }
  // Saved now, when outputs know their node: an output must not own the node that saves it.
  if (recording) {
    for (const Tensor& t : context.to_save_) {
      SavedTensor& saved = *context.saved_.emplace_back(new SavedTensor(node.get()));
      t.defined() && contains(outputs, t) ? saved.save_output(t) : saved.save(t);
    }
    if (glassgrad_debugger.trap_nan) trap_nan_of_forward(*node, outputs, inputs);
  }
  context.to_save_.clear();
  context.dirty_.clear();
  context.non_differentiable_.clear();
  return outputs;
}

namespace detail {

void InputCollector::add(const Tensor& t) {
  tensors.push_back(t);
  is_tensor.push_back(true);
}
void InputCollector::add(const std::vector<Tensor>& list) { add(TensorList(list)); }
void InputCollector::add(const optional<Tensor>& t) { add(t.value_or(Tensor())); }
void InputCollector::add(TensorList list) {
  for (const Tensor& t : list) add(t);
}

variable_list as_list(const Tensor& t) { return {t}; }
variable_list as_list(variable_list list) { return list; }
void from_list(variable_list list, Tensor& out) { out = std::move(list[0]); }
void from_list(variable_list list, variable_list& out) { out = std::move(list); }

}  // namespace detail

}  // namespace autograd
}  // namespace glassgrad
