// Nodes: their numbers, names, hooks, saved values, and their release without recursion.
#include "autograd/graph/node.h"

#include <cxxabi.h>

#include <atomic>
#include <cstdlib>
#include <typeinfo>

#include "autograd/base/check.h"
#include "autograd/base/compiler.h"
#include "autograd/base/time_step.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/saved_tensor.h"

namespace glassgrad::autograd {

uint64_t Node::next_sequence_nr() {
  static constinit std::atomic<uint64_t> nodes_made{0};
  if (!single_threaded()) return nodes_made.fetch_add(1, std::memory_order_relaxed);
  const uint64_t number = nodes_made.load(std::memory_order_relaxed);
  nodes_made.store(number + 1, std::memory_order_relaxed);
  return number;
}

Node::Node(uint64_t sequence_nr) : sequence_nr_(sequence_nr) { note_origin(); }

Node::~Node() = default;

void Node::note_origin() {
  line_ = forward_line.line;
  file_ = forward_line.file;
  time_step_ = forward_time_step;
  if (AnomalyMode::is_enabled() && current_node())
    hooks().parent = intrusive_ptr<Node>(current_node());
}

const Node* Node::parent() const { return hooks_ ? hooks_->parent.get() : nullptr; }

void Node::begin_anew() {
  visit_ = {0, 0};
  is_released_ = false;
  hooks_.reset();
}

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

// A node overrides one of the two.
GradList Node::apply(GradList&& grads) {
  const std::vector<Tensor> results = apply(std::vector<Tensor>(grads.begin(), grads.end()));
  check(results.size() == num_outputs(),
        "Function {} returned an invalid number of gradients - expected {}, but got {}", name(),
        num_outputs(), results.size());
  GradList list;
  for (const Tensor& grad : results) list.push_back(grad);
  return list;
}
std::vector<Tensor> Node::apply(std::vector<Tensor>&&) {
  throw NotImplementedError(name() + ": a node has an apply of its own");
}

uint32_t Node::add_input_metadata(const TensorBase&) {
  const uint32_t number = hooks().counted_inputs++;
  set_num_inputs(number + 1);
  return number;
}

intrusive_ptr<Node> enter_graph(const std::shared_ptr<Node>& node) {
  if (!node) return {};
  intrusive_ptr<Node> counted(node.get());
  if (!counted->hooks().owner) counted->hooks().owner = node;
  return counted;
}

bool Node::kept_by_leaf() {
  if (!hooks_ || !hooks_->owner) return false;
  std::exchange(hooks_->owner, nullptr).reset();  // the node is gone now, unless others own it
  return true;
}

NodeHooks& Node::hooks() {
  if (!hooks_) hooks_ = intrusive_ptr<NodeHooks>::take_new(new NodeHooks);
  return *hooks_;
}

void Node::release_variables() {
  for (SavedTensor* saved = saved_; saved; saved = saved->next()) saved->reset();
}

namespace {
// The nodes whose last reference is gone, on this thread.
constinit thread_local Node* first_to_free = nullptr;
constinit thread_local bool is_freeing = false;
}  // namespace

void drop(Node* node) {
  if (node->release()) dispose(node);
}

GLASSGRAD_NOINLINE void dispose(Node* node) {
  // Deleting a node drops its edges, which may drop the next node, and so on down a chain of any
  // length: those wait here for their turn.
  node->next_to_free_ = first_to_free;
  first_to_free = node;
  if (is_freeing) return;
  is_freeing = true;
  while (Node* const next = first_to_free) {
    first_to_free = next->next_to_free_;
    if (!next->kept_by_leaf()) delete next;
  }
  is_freeing = false;
}

}  // namespace glassgrad::autograd
