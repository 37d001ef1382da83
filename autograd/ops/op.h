#pragma once
// Internal: what every file of autograd/ops needs to define an operation.

#include "autograd/check.h"
#include "autograd/debugger.h"
#include "autograd/functions.h"
#include "autograd/grad_mode.h"
#include "autograd/kernels/loops.h"
#include "autograd/node.h"

namespace glassgrad {

using autograd::AccumulateGrad;
using autograd::Edge;
using autograd::gradient_edge;
using autograd::GradList;
using autograd::Node;
using autograd::SavedTensor;

// --- recording ---

/// Whether an operation on these inputs belongs into the graph.
template <class... Inputs>
bool must_record(const Inputs&... inputs) {
  return GradMode::is_enabled() && ((inputs.defined() && inputs.requires_grad()) || ...);
}

/// For a debugger: calls glassgrad_nan_appeared if y is not finite and the inputs are.
void trap_nan_of_forward(Node& node, const Tensor& y, std::initializer_list<const Tensor*> inputs);

/// Makes the node of an operation that must be recorded.
template <class NodeType, class... Inputs>
NodeType* make_node(Tensor& y, const Inputs&... inputs) {
  auto* node = new NodeType;
  auto owner = intrusive_ptr<Node>::take_new(node);
  (node->next_edges_.push_back(gradient_edge(inputs)), ...);
  node->renumber();  // a view's history may have been made anew, and inputs are older than outputs
  if (glassgrad_debugger.trap_nan) trap_nan_of_forward(*node, y, {&inputs...});
  y.impl()->grad_fn = std::move(owner);
  return node;
}

/// If the operation must be recorded: makes its node, whose edges lead to the inputs in order, sets
/// it as grad_fn of `y` and returns it, for the caller to save what backward needs; else nullptr.
template <class NodeType, class... Inputs>
NodeType* record(Tensor& y, const Inputs&... inputs) {
  return must_record(inputs...) ? make_node<NodeType>(y, inputs...) : nullptr;
}

/// The same for an operation on a list, or with several results (those are numbered in order).
template <class NodeType>
NodeType* record_lists(ArrayRef<Tensor> results, TensorList inputs) {
  bool wanted = false;
  for (const Tensor& t : inputs) wanted |= must_record(t);
  if (!wanted) return nullptr;
  SmallVector<Edge, 3> edges;
  for (const Tensor& t : inputs) edges.push_back(gradient_edge(t));
  auto* node = new NodeType;
  intrusive_ptr<Node> owner(node);
  node->next_edges_ = std::move(edges);
  node->num_inputs_ = static_cast<uint32_t>(results.size());
  for (uint32_t i = 0; i < results.size(); ++i) {
    results[i].impl()->grad_fn = owner;
    results[i].impl()->output_nr = i;
  }
  return node;
}

// --- checks ---

/// Throws what PyTorch says to an argument that is undefined.
[[noreturn]] void undefined_argument(int position, const char* name);
inline void check_defined(const Tensor& argument, int position, const char* name) {
  if (!argument.defined()) undefined_argument(position, name);
}
/// Whether one loop over the memory of both meets the same elements.
inline bool are_alike(const TensorImpl& a, const TensorImpl& b) {
  return a.dtype == b.dtype && a.is_contiguous && b.is_contiguous && a.sizes == b.sizes;
}

// --- making tensors ---

/// Uninitialised, contiguous.
Tensor empty_tensor(IntArrayRef sizes, ScalarType dtype);
/// Uninitialised and dense, with x's sizes and the order in memory of x's dimensions: x's strides
/// where x is dense (a transposed matrix, say), else the same order with the gaps closed.
Tensor empty_same_layout(const Tensor& x, ScalarType dtype);
/// Whether the elements fill their memory without gaps or overlaps, in whatever order.
bool is_dense(const Tensor& x);
/// A differentiable view of x's storage; `offset` is in elements from x's first one. Recording
/// the operation is the caller's.
Tensor make_view(const Tensor& x, IntArrayRef sizes, IntArrayRef strides, int64_t offset = 0);
/// A tensor that shares x's storage, version and geometry and nothing else.
Tensor alias(const Tensor& x);
/// Row-major strides.
Dims contiguous_strides(IntArrayRef sizes);
Dims to_dims(IntArrayRef values);

// --- shapes ---

/// wrap_dim for what is wrong, and for a tensor without dimensions, which counts as having one.
int64_t wrap_rare_dim(int64_t dim, int64_t rank);
/// Counts negative dimensions from the end.
/// @throws IndexError "Dimension out of range (expected to be in range of [-1, 0], but got 3)"
inline int64_t wrap_dim(int64_t dim, int64_t rank) {
  if (dim < -rank || dim >= rank) return wrap_rare_dim(dim, rank);
  return dim < 0 ? dim + rank : dim;
}
/// The shape that both stretch to. @throws Error naming the sizes that do not match
Dims broadcast_shapes(IntArrayRef a, IntArrayRef b);
/// x's strides when it is read as `sizes`: 0 where it is stretched.
Dims broadcast_strides(const Tensor& x, IntArrayRef sizes);
int64_t count_elements(IntArrayRef sizes);
/// sum_to where something was broadcast.
Tensor sum_to_smaller(const Tensor& grad, IntArrayRef sizes);
/// The gradient of a broadcast: `grad` summed back to `sizes`; itself where they agree.
inline Tensor sum_to(Tensor grad, IntArrayRef sizes) {
  if (grad.sizes() == sizes) return grad;
  return sum_to_smaller(grad, sizes);
}

// --- types ---

/// The type of a result, PyTorch's rules: tensors with dimensions, then 0-dim tensors, then
/// scalars; a lower class counts only if its kind (bool < integer < floating) is higher.
ScalarType result_type(const Tensor& a, const Tensor& b);
ScalarType result_type(const Tensor& a, const Scalar& b);
/// A number as a tensor, of the type that comes out beside `other`.
Tensor to_tensor(const Scalar& number, const Tensor& other);
/// x itself, or converted and recorded.
inline Tensor cast(const Tensor& x, ScalarType dtype) {
  return x.scalar_type() == dtype ? x : x.to(dtype);
}
/// Integers as the default floating type.
inline Tensor to_floating(const Tensor& x) {
  return x.is_floating_point() ? x : x.to(get_default_scalar_type());
}

// --- memory for kernels ---

/// For kernels over any strides.
inline kernels::Operand operand(const Tensor& x) { return {x.data_ptr(), x.strides()}; }
template <class T>
T* data(const Tensor& x) {
  return static_cast<T*>(x.impl()->data);
}

// --- changing in place ---

/// Throws unless `self` may be changed in place; `result` is the type of what is to be written.
/// Call before anything is changed.
void check_in_place(const char* op, const Tensor& self);
inline void check_result_type(ScalarType result, const Tensor& self) {
  check(canCast(result, self.scalar_type()),
        "result type {} can't be cast to the desired output type {}", result, self.scalar_type());
}
/// Counts a change of self's memory.
inline void bump_version(const Tensor& self) { ++self.impl()->storage->version; }
/// Makes `grad_fn` (and its output) the history of self; of self's base too, if self is a view.
void rebase_history(const Tensor& self, Edge grad_fn);
/// self = f(self), in place, with history: the general form of an in-place operation. `f` is the
/// out-of-place operation; it is given a copy of self's values where backward may need them.
/// `inputs_require_grad`: whether any other input of f requires grad.
Tensor& assign_in_place(const char* op, const Tensor& self, bool inputs_require_grad,
                        const std::function<Tensor(const Tensor&)>& f);
/// self += alpha * other in one loop. False, and nothing changed, unless both are contiguous, of
/// one floating type and one shape, in memory of their own, and there is nothing to record.
bool add_flat(const Tensor& self, const Tensor& other, double alpha);
/// Writes source into self's memory: converts and broadcasts, no checks, no history, no version.
void copy_values(const Tensor& self, const Tensor& source);
inline Tensor& mutable_handle(const Tensor& self) { return const_cast<Tensor&>(self); }

}  // namespace glassgrad
