#include "autograd/graph/node.h"

#include <cxxabi.h>

#include <atomic>
#include <cstdlib>
#include <typeinfo>

#include "autograd/base/check.h"
#include "autograd/base/compiler.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/observer.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/tensor/factory.h"
#include "autograd/types/format.h"

namespace glassgrad::autograd {

namespace {
std::atomic<uint64_t> nodes_made{0};

uint64_t next_sequence_nr() {
  if (!single_threaded()) return nodes_made.fetch_add(1, std::memory_order_relaxed);
  const uint64_t number = nodes_made.load(std::memory_order_relaxed);
  nodes_made.store(number + 1, std::memory_order_relaxed);
  return number;
}

// The nodes whose last reference is gone, on this thread.
constinit thread_local Node* dead = nullptr;
constinit thread_local bool burying = false;
}  // namespace

Node::Node() : sequence_nr_(next_sequence_nr()) { note_origin(); }

Node::~Node() = default;

void Node::note_origin() {
  line_ = forward_line.line;
  file_ = forward_line.file;
  if (AnomalyMode::is_enabled()) parent_ = intrusive_ptr<Node>(current_node());
}

void Node::renumber() { sequence_nr_ = next_sequence_nr(); }

std::string demangle(const char* mangled) {
  int status = 0;
  char* text = abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
  std::string name = status == 0 ? text : mangled;
  std::free(text);
  return name;
}

std::string Node::name() const {
  std::string name = demangle(typeid(*this).name());
  const std::string ours = "glassgrad::";
  return name.compare(0, ours.size(), ours) == 0 ? name.substr(ours.size()) : name;
}

NodeHooks& Node::hooks() {
  if (!hooks_) hooks_ = intrusive_ptr<NodeHooks>::take_new(new NodeHooks);
  return *hooks_;
}

GLASSGRAD_NOINLINE void dispose(Node* node) {
  // Deleting a node drops its edges, which may drop the next node, and so on down a chain of any
  // length: those wait here for their turn.
  node->next_dead_ = dead;
  dead = node;
  if (burying) return;
  burying = true;
  while (dead) {
    Node* const next = dead;
    dead = next->next_dead_;
    if (!next->rest()) delete next;
  }
  burying = false;
}

// --- saved values ---

void SavedTensor::save_output(const Tensor& result) {
  save(alias(result));
  output_nr_ = result.output_nr();
  is_output_ = true;
}

Tensor SavedTensor::unpack() const {
  Node* node = current_node();
  if (unpacked_values && tensor_.defined()) unpacked_values->push_back(tensor_);
  if (!tensor_.defined()) {
    check(!node || !node->released_,
          "Trying to backward through the graph a second time (or directly access saved tensors "
          "after they have already been freed). Saved intermediate values of the graph are freed "
          "when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to "
          "backward through the graph a second time or if you need to access saved tensors after "
          "calling backward.");
    return {};
  }
  if (tensor_._version() != version_) {
    const intrusive_ptr<Node> maker = is_output_ ? intrusive_ptr<Node>(node) : tensor_.grad_fn();
    throw Error(fmt::format(
        "one of the variables needed for gradient computation has been modified by an inplace "
        "operation: [{} {}]{} is at version {}; expected version {} instead. Hint: enable anomaly "
        "detection to find the operation that failed to compute its gradient, with "
        "torch::autograd::DetectAnomalyGuard.",
        tensor_.toString(), tensor_.sizes(),
        maker ? fmt::format(", which is output {} of {},",
                            is_output_ ? uint32_t{output_nr_} : tensor_.output_nr(), maker->name())
              : std::string(),
        tensor_._version(), version_));
  }
  if (!is_output_ || !GradMode::is_enabled() || !node) return tensor_;
  Tensor result = alias(tensor_);
  result.impl()->grad_fn = intrusive_ptr<Node>(node);
  result.impl()->output_nr = output_nr_;
  return result;
}

// --- hooks ---

GLASSGRAD_NOINLINE void dispose(NodeHooks* hooks) { delete hooks; }

GLASSGRAD_NOINLINE void dispose(TensorHooks* hooks) { delete hooks; }

Tensor TensorHooks::run(Tensor grad) {
  for (size_t i = 0;; ++i) {
    if (retains_grad && i == retain_after) {
      Tensor& retained = gradient_of(*retains_grad);
      retained = retained.defined() ? retained.add(grad) : grad.clone();
    }
    if (i >= hooks.size()) return grad;
    if (!hooks[i]) continue;
    Tensor replaced = hooks[i](grad);
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

TensorHooks& hooks_of(const Tensor& tensor) {
  intrusive_ptr<TensorHooks>& hooks = tensor.impl()->hooks;
  if (hooks) return *hooks;
  hooks = intrusive_ptr<TensorHooks>::take_new(new TensorHooks);
  if (const intrusive_ptr<Node> node = tensor.grad_fn())
    node->hooks().outputs.push_back({tensor.output_nr(), hooks});
  return *hooks;
}

}  // namespace glassgrad::autograd
