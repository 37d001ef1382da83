#pragma once
// Operations of one's own: a class with forward and backward.

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "../base/error.h"
#include "autograd.h"
#include "grad_mode.h"
#include "ivalue.h"
#include "saved_tensor.h"

/// Written by a debugger at the beginning: every call of a Function keeps what its forward needs to
/// run once more, so that its backward can be compared with differences.
extern "C" int glassgrad_keeps_forwards;

namespace glassgrad {

namespace autograd {

/// A range of input numbers, for AutogradContext::needs_input_grad.
using IndexRange = std::pair<size_t, size_t>;

/// What the forward of a user's function hands to its backward.
class AutogradContext {
 public:
  AutogradContext() = default;
  AutogradContext(const AutogradContext&) = delete;
  AutogradContext& operator=(const AutogradContext&) = delete;

  /// Anything that is not a tensor of the graph, by name.
  NamedIValues saved_data;

  /// Keeps inputs or outputs for backward, versions checked; undefined ones are allowed.
  void save_for_backward(variable_list to_save);
  /// @throws Error  after the graph has been freed, or if a saved tensor was changed in place
  variable_list get_saved_variables() const;
  /// Names inputs that forward changed in place and returns.
  void mark_dirty(const variable_list& inputs);
  /// Names outputs that have no gradient.
  void mark_non_differentiable(const variable_list& outputs);
  /// Whether undefined incoming gradients become zeros before backward sees them; on at first.
  void set_materialize_grads(bool value) { materialize_grads_ = value; }
  bool needs_input_grad(size_t input) const;
  bool needs_input_grad(std::initializer_list<IndexRange> ranges) const;

 private:
  friend struct FunctionNode;
  variable_list to_save_, dirty_, non_differentiable_;
  std::vector<std::unique_ptr<SavedTensor>> saved_;
  bool materialize_grads_ = true;
  const Node* node_ = nullptr;
};

/// The part of a user-defined node that does not depend on the user's type.
struct FunctionNode : Node {
  using Node::Node;
  AutogradContext context;
  /// What backward must know of a tensor without holding it.
  struct Like {
    Dims sizes;
    ScalarType type = kFloat;
  };
  std::vector<Like> inputs_like, outputs_like;
  SmallVector<bool, 8> is_tensor;  ///< which arguments of forward were tensors

  /// What forward needs to run once more; kept for a debugger, see glassgrad_keeps_forwards.
  struct Again {
    std::function<variable_list(const variable_list& inputs)> forward;  ///< empty: it cannot run
    variable_list inputs;                                               ///< copies
    Tensor random_state;
  };
  std::unique_ptr<Again> again;

  GradList apply(GradList&& grads) override;
  /// Of a kept forward, at a hundred elements at most.
  Tensor differences(const GradList& grads, size_t i) const override;
  void keep(decltype(Again::forward) forward, const variable_list& inputs);
  virtual variable_list call_backward(variable_list grads) = 0;

  /// Connects forward's outputs to this node, as mark_dirty and the like ask.
  static variable_list connect(const intrusive_ptr<FunctionNode>& node, const variable_list& inputs,
                               variable_list outputs, bool recording);
};
std::string demangle(const char* mangled);

/// The node of a user-defined Function<T>.
template <class T>
struct CppNode final : FunctionNode {
  std::string name() const override {
    return "torch::autograd::CppNode<" + demangle(typeid(T).name()) + ">";
  }
  variable_list call_backward(variable_list grads) override {
    return T::backward(&context, std::move(grads));
  }
};

namespace detail {
// Collects the tensors among forward's arguments.
struct InputCollector {
  variable_list tensors;
  SmallVector<bool, 8> is_tensor;
  void add(const Tensor& t);
  void add(const std::vector<Tensor>& list);
  void add(const optional<Tensor>& t);
  void add(TensorList list);
  template <class Other>
  requires(!std::is_convertible_v<const Other&, Tensor> &&
           !std::is_convertible_v<const Other&, TensorList>) void add(const Other&) {
    is_tensor.push_back(false);
  }
};
variable_list as_list(const Tensor& t);
variable_list as_list(variable_list list);
void from_list(variable_list list, Tensor& out);
void from_list(variable_list list, variable_list& out);

// --- forward once more ---

template <class A>
struct IsPlainList : std::false_type {};
template <class T>
struct IsPlainList<std::vector<T>> : std::is_trivially_copyable<T> {};

struct NotCopied {};

/// An argument of forward as a copy that lasts, of tensors their places alone: a node that kept its
/// output, as forward changes it in place, would keep itself. NotCopied for a kind that nobody
/// here can copy.
template <class A>
auto lasting(const A& a) {
  if constexpr (std::is_convertible_v<const A&, Tensor>)
    return Tensor();
  else if constexpr (std::is_same_v<A, optional<Tensor>>)
    return a ? optional<Tensor>(Tensor()) : nullopt;
  else if constexpr (std::is_convertible_v<const A&, TensorList>)
    return variable_list(TensorList(a).size());
  else if constexpr (std::is_same_v<A, IntArrayRef>)
    return a.vec();
  else if constexpr (IsPlainList<A>::value || std::is_same_v<A, std::string> ||
                     (std::is_trivially_copyable_v<A> && std::is_copy_constructible_v<A>))
    return a;
  else
    return NotCopied();
}

/// Puts other tensors in the places of the arguments, in their order.
struct InputReplacer {
  const variable_list& inputs;
  size_t next = 0;
  void put(Tensor& t) { t = inputs[next++]; }
  void put(optional<Tensor>& t) {
    if (t) t = inputs[next];
    ++next;
  }
  void put(variable_list& list) {
    for (Tensor& t : list) put(t);
  }
  template <class Other>
  void put(Other&) {}
};

template <class X, class... Kept>
std::function<variable_list(const variable_list&)> forward_again(Kept... kept) {
  if constexpr (requires(AutogradContext * context, Kept & ... a) { X::forward(context, a...); })
    return [kept = std::tuple<Kept...>(std::move(kept)...)](const variable_list& inputs) {
      auto arguments = kept;
      InputReplacer replacer{inputs};
      return std::apply(
          [&](auto&... a) {
            (replacer.put(a), ...);
            AutogradContext context;
            return as_list(X::forward(&context, a...));
          },
          arguments);
    };
  else
    return {};
}
}  // namespace detail

/// Base of user-defined operations: derive `struct F : Function<F>` with
/// `static Tensor forward(AutogradContext*, args...)` (or variable_list) and
/// `static variable_list backward(AutogradContext*, variable_list grad_outputs)`, which returns one
/// gradient per argument of forward (undefined for what is no tensor). Call it as
/// `F::apply(args...)`.
/// @throws Error  if backward returns another number of gradients, or one of another shape
template <class T>
struct Function {
  // Up to three arguments are followed by the line of the call, see Caller.
  template <class X = T, class A>
  static auto apply(A&& a, Caller caller = {}) {
    return caller.enter(), record<X>(std::forward<A>(a));
  }
  template <class X = T, class A, class B>
  static auto apply(A&& a, B&& b, Caller caller = {}) {
    return caller.enter(), record<X>(std::forward<A>(a), std::forward<B>(b));
  }
  template <class X = T, class A, class B, class C>
  static auto apply(A&& a, B&& b, C&& c, Caller caller = {}) {
    return caller.enter(), record<X>(std::forward<A>(a), std::forward<B>(b), std::forward<C>(c));
  }
  template <class X = T, class... Args>
  static auto apply(Args&&... args) {
    return record<X>(std::forward<Args>(args)...);
  }

 private:
  template <class X, class... Args>
  static auto record(Args&&... args) {
    detail::InputCollector inputs;
    (inputs.add(args), ...);
    bool recording = false;
    for (const Tensor& t : inputs.tensors) recording |= t.defined() && t.requires_grad();
    recording = recording && GradMode::is_enabled();
    EdgeList edges;
    for (const Tensor& t : inputs.tensors) edges.push_back(recording ? gradient_edge(t) : Edge());
    intrusive_ptr<CppNode<T>> node(new CppNode<T>);
    node->set_next_edges(std::move(edges));
    node->is_tensor = std::move(inputs.is_tensor);

    if (glassgrad_keeps_forwards && recording)
      node->keep(detail::forward_again<X>(detail::lasting(args)...), inputs.tensors);
    using Result = decltype(X::forward(&node->context, std::forward<Args>(args)...));
    Result result;
    variable_list outputs;
    {
      const AutoGradMode no_grad(false);
      outputs = detail::as_list(X::forward(&node->context, std::forward<Args>(args)...));
    }
    detail::from_list(FunctionNode::connect(node, inputs.tensors, std::move(outputs), recording),
                      result);
    return result;
  }
};

}  // namespace autograd
}  // namespace glassgrad
