// Values that a rule needs, kept by its node.
#include "autograd/graph/saved_tensor.h"

#include "autograd/base/check.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/observer.h"
#include "autograd/tensor/factory.h"
#include "autograd/types/format.h"

namespace glassgrad::autograd {

void SavedTensor::save_output(const Tensor& result) {
  save(alias(result));
  output_nr_ = result.output_nr();
  is_output_ = true;
}

Tensor SavedTensor::unpack() const {
  if (!tensor_.defined()) {
    check_not_released();
    return {};
  }
  if (unpacked_values) unpacked_values->push_back(tensor_);
  if (tensor_._version() != version_) refuse_changed();
  if (!is_output_ || !GradMode::is_enabled() || !current_node()) return tensor_;
  Tensor result = alias(tensor_);
  result.impl()->grad_fn = intrusive_ptr<Node>(current_node());
  result.impl()->output_nr = output_nr_;
  return result;
}

namespace {
/// Which operation wants the tensor back, and where the program called it.
std::string place_of_saving() {
  const Node* node = current_node();
  if (!node || !node->file()) return "";
  return fmt::format("\n  saved for {}, made at {}:{}", node->name(), node->file(), node->line());
}
}  // namespace

void SavedTensor::check_not_released() const {
  check(
      !current_node() || !current_node()->is_released(),
      "Trying to backward through the graph a second time (or directly access saved tensors "
      "after they have already been freed). Saved intermediate values of the graph are freed "
      "when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to "
      "backward through the graph a second time or if you need to access saved tensors after "
      "calling backward.\n  in C++: loss.backward({{}}, /*retain_graph=*/true); a loss of earlier "
      "rounds that is added up keeps their graph: add loss.item<double>(). State that one round "
      "hands on to the next, such as the hidden state of an RNN, keeps its graph too: cut it with "
      "h = h.detach(){}",
      place_of_saving());
}

void SavedTensor::refuse_changed() const {
  const intrusive_ptr<Node> maker =
      is_output_ ? intrusive_ptr<Node>(current_node()) : tensor_.impl()->grad_fn;
  const uint32_t output_nr = is_output_ ? uint32_t{output_nr_} : tensor_.output_nr();
  throw Error(
      fmt::format(
          "one of the variables needed for gradient computation has been modified by an inplace "
          "operation: [{} {}]{} is at version {}; expected version {} instead. Hint: enable "
          "anomaly "
          "detection to find the operation that failed to compute its gradient, with "
          "torch::autograd::DetectAnomalyGuard.",
          tensor_.toString(), tensor_.sizes(),
          maker ? fmt::format(", which is output {} of {},", output_nr, maker->name())
                : std::string(),
          tensor_._version(), version_),
      place_of_saving());
}

}  // namespace glassgrad::autograd
