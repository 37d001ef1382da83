// Checks a backward call and starts it.
#include "autograd/graph/autograd.h"

#include "autograd/base/check.h"
#include "autograd/graph/engine.h"
#include "autograd/tensor/factory.h"
#include "autograd/tensor/promotion.h"
#include "autograd/tensor/shape.h"
#include "autograd/types/visit.h"

namespace glassgrad::autograd {

namespace {

/// The gradient a pass starts with at `output`: what was given, summed where output would have to
/// be stretched to its shape; or 1 for a single element.
Tensor root_grad(const Tensor& output, const Tensor& given, size_t index) {
  if (!given.defined()) {
    check(
        output.numel() == 1,
        "grad can be implicitly created only for scalar outputs\n  the output has shape {}: reduce "
        "it, as in y.sum().backward(), or give its gradient: y.backward(torch::ones_like(y))",
        output.sizes());
    Tensor one = empty_same_layout(output, output.scalar_type());
    if (is_half(one.scalar_type())) return one.fill_(1);
    visit(one.scalar_type(), [&]<class T>() { *static_cast<T*>(one.data_ptr()) = T(1); });
    return one;
  }
  check(stretches_to(output.sizes(), given.sizes()),
        "invalid gradient at index {} - got {} but expected shape compatible with {}", index,
        given.sizes(), output.sizes());
  return cast(given.sizes() == output.sizes() ? given : given.sum_to_size(output.sizes()),
              output.scalar_type());
}

BackwardCall start(TensorList outputs, TensorList grads, optional<bool> retain_graph,
                   bool create_graph) {
  check(grads.empty() || grads.size() == outputs.size(),
        "got {} tensors and {} gradients: give one gradient for each tensor, or none",
        outputs.size(), grads.size());
  BackwardCall call;
  call.create_graph = create_graph;
  call.keep_graph = retain_graph.value_or(create_graph);
  for (size_t i = 0; i < outputs.size(); ++i) {
    Edge root = gradient_edge(outputs[i]);
    check(
        root.is_valid(),
        "element {} of tensors does not require grad and does not have a grad_fn\n  nothing that "
        "was recorded leads to it: no input has requires_grad, or it was made under NoGradGuard or "
        "by detach()",
        i);
    call.root_grads.push_back(root_grad(outputs[i], grads.empty() ? Tensor() : grads[i], i));
    call.roots.push_back(std::move(root));
  }
  return call;
}

std::vector<Capture> captures_of(TensorList inputs) {
  std::vector<Capture> captures;
  for (const Tensor& input : inputs) {
    check(input.requires_grad(), "One of the differentiated Tensors does not require grad");
    captures.push_back({gradient_edge(input), {}});
  }
  return captures;
}

void warn_about_cycle() {
  static const bool warned = [] {
    warn(
        "Using backward() with create_graph=True will create a reference cycle between the "
        "parameter and its gradient which can cause a memory leak. We recommend using "
        "autograd.grad when creating the graph to avoid this. If you have to use this function, "
        "make sure to reset the .grad fields of your parameters to None after use to break the "
        "cycle and avoid the leak.");
    return true;
  }();
  (void)warned;
}

}  // namespace

BackwardCall backward_call(const Tensor& tensor, const Tensor& gradient,
                           optional<bool> retain_graph, bool create_graph) {
  if (create_graph) warn_about_cycle();
  return start(TensorList(tensor), TensorList(gradient), retain_graph, create_graph);
}

void backward(TensorList tensors, TensorList grad_tensors, optional<bool> retain_graph,
              bool create_graph, TensorList inputs) {
  if (create_graph) warn_about_cycle();
  BackwardCall call = start(tensors, grad_tensors, retain_graph, create_graph);
  std::vector<Capture> captures;
  if (!inputs.empty()) {
    captures = captures_of(inputs);
    call.captures = &captures;
  }
  run_backward(std::move(call));
  // Leaves have accumulated; the gradients of other inputs are stored here.
  for (size_t i = 0; i < captures.size(); ++i) {
    if (inputs[i].is_leaf() || !captures[i].grad.defined()) continue;
    Tensor& grad = inputs[i].mutable_grad();
    grad = grad.defined() ? grad.add(captures[i].grad) : captures[i].grad.clone();
  }
}

void backward(const variable_list& tensors, const variable_list& grad_tensors,
              optional<bool> retain_graph, bool create_graph, const variable_list& inputs,
              Caller caller) {
  caller.enter();
  backward(TensorList(tensors), TensorList(grad_tensors), retain_graph, create_graph,
           TensorList(inputs));
}

variable_list grad(const variable_list& outputs, const variable_list& inputs,
                   const variable_list& grad_outputs, optional<bool> retain_graph,
                   bool create_graph, bool allow_unused, Caller caller) {
  caller.enter();
  check(!inputs.empty(), "grad requires non-empty inputs.");
  BackwardCall call = start(outputs, grad_outputs, retain_graph, create_graph);
  std::vector<Capture> captures = captures_of(inputs);
  call.captures = &captures;
  call.accumulate = false;
  run_backward(std::move(call));

  variable_list grads;
  for (Capture& capture : captures) {
    check(capture.grad.defined() || allow_unused,
          "One of the differentiated Tensors appears to not have been used in the graph. Set "
          "allow_unused=True if this is the desired behavior.");
    grads.push_back(std::move(capture.grad));
  }
  return grads;
}

}  // namespace glassgrad::autograd
