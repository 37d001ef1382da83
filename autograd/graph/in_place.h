#pragma once
// Internal: operations that change a tensor in place, and its history.

#include <functional>

#include "autograd/graph/record.h"

namespace glassgrad {

/// Throws unless the history of `self` allows a change in place, by an operation whose other inputs
/// require grad or not. Call before anything is changed.
void check_history(const Tensor& self, bool inputs_require_grad = false);
/// The same, and each element has to have a place of its own: for what reads the elements it
/// writes.
void check_in_place(const char* op, const Tensor& self, bool inputs_require_grad = false);
/// Throws if a change makes the history of a view wrong, as its creation_meta tells.
/// @param what_happened  to the view: "is being" modified
void check_view(const TensorImpl& view, const char* what_happened);
/// Counts a change of self's values.
inline void bump_version(const Tensor& self) { ++self.impl()->version_counter->value; }
/// How `source`, which an operation reads, may lie in memory beside `self`, which it changes.
enum class Overlap { kNone, kWhole };
/// Throws if an operation in place would read what it has changed already: if both fill pieces of
/// memory that overlap. kWhole: they may be the same elements in the same order.
void check_overlap(const Tensor& self, const Tensor& source, Overlap allowed = Overlap::kWhole);
/// `source` as it is before `self` changes: a copy, if the two share a block of memory.
/// @throws Error if they share elements
inline Tensor read_apart(const Tensor& source, const Tensor& self) {
  if (!source.defined() || !source.is_alias_of(self)) return source;
  check_overlap(self, source, Overlap::kNone);
  return source.detach().clone();
}
/// Makes `grad_fn` (and its output) the history of self; of self's base too, if self is a view.
void rebase_history(const Tensor& self, Edge grad_fn);
/// self = f(self), in place, with history: the general form of an in-place operation. `f` is the
/// out-of-place operation; it is given a copy of self's values where backward may need them.
/// `inputs_require_grad`: whether any other input of f requires grad.
Tensor& assign_in_place(const char* op, const Tensor& self, bool inputs_require_grad,
                        const std::function<Tensor(const Tensor&)>& f);
/// self += alpha * other in one loop. False, and nothing changed, unless both are contiguous, of
/// one floating type and one shape, in memory of their own, and there is nothing to record. Defined
/// where addition is.
bool add_flat(const Tensor& self, const Tensor& other, double alpha);
/// Writes source into self's memory: converts and broadcasts, no checks, no history, no version.
/// Defined where copy_ is.
void copy_values(const Tensor& self, const Tensor& source);
inline Tensor& mutable_handle(const Tensor& self) { return const_cast<Tensor&>(self); }

/// History of an in-place operation with a node of its own.
/// Begun before `self` changes, finished after:
///   InPlace<ScatterBackward0> change("scatter_", self, source);
///   ... write into self ...
///   if (auto* node = change.node()) ... save what backward needs ...
///   return change.finish();
/// The node's edges lead to self's old value and to the inputs, in order.
template <class NodeType>
class InPlace {
 public:
  template <class... Inputs>
  InPlace(const char* op, const Tensor& self, const Inputs&... inputs) : self_(self) {
    const bool records = must_record(self, inputs...);
    check_in_place(op, self, records);
    if (records) begin(inputs...);
  }
  /// The same for what reads no element: several of self's may have one place.
  explicit InPlace(const Tensor& self) : self_(self) {
    check_history(self);
    if (must_record(self)) begin();
  }

  NodeType* node() { return node_; }
  Tensor& finish() {
    bump_version(self_);
    if (node_) rebase_history(self_, {owner_, 0});
    return mutable_handle(self_);
  }

 private:
  template <class... Inputs>
  void begin(const Inputs&... inputs) {
    EdgeList edges;
    edges.push_back(gradient_edge(self_));
    (edges.push_back(gradient_edge(inputs)), ...);
    node_ = new NodeType;
    owner_ = intrusive_ptr<Node>(node_);
    node_->set_next_edges(std::move(edges));
  }

  const Tensor& self_;
  NodeType* node_ = nullptr;
  intrusive_ptr<Node> owner_;
};

}  // namespace glassgrad
