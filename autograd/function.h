#pragma once

#include <map>
#include <memory>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "autograd/autograd.h"
#include "autograd/error.h"
#include "autograd/grad_mode.h"

namespace glassgrad {

/// A value of one of several types, as AutogradContext::saved_data holds them.
class IValue {
 public:
  IValue() = default;
  IValue(Tensor value) : tag_(Tag::Tensor), tensors_{std::move(value)} {}
  IValue(std::vector<Tensor> value) : tag_(Tag::TensorList), tensors_(std::move(value)) {}
  IValue(std::vector<int64_t> value) : tag_(Tag::IntList), ints_(std::move(value)) {}
  IValue(IntArrayRef value) : IValue(value.vec()) {}
  IValue(std::string value) : tag_(Tag::String), text_(std::move(value)) {}
  IValue(const char* value) : IValue(std::string(value)) {}
  IValue(const Scalar& value) : tag_(Tag::Scalar), scalar_(value) {}
  template <class T>
  requires std::is_arithmetic_v<T> IValue(T value) : IValue(Scalar(value)) {}

  bool isNone() const { return tag_ == Tag::None; }
  bool isTensor() const { return tag_ == Tag::Tensor; }
  bool isTensorList() const { return tag_ == Tag::TensorList; }
  bool isIntList() const { return tag_ == Tag::IntList; }
  bool isString() const { return tag_ == Tag::String; }
  bool isInt() const { return tag_ == Tag::Scalar && scalar_.isIntegral(false); }
  bool isDouble() const { return tag_ == Tag::Scalar && scalar_.isFloatingPoint(); }
  bool isBool() const { return tag_ == Tag::Scalar && scalar_.isBoolean(); }
  bool isScalar() const { return tag_ == Tag::Scalar; }

  // Each throws Error if the value is of another type.
  const Tensor& toTensor() const { return require(isTensor(), "Tensor"), tensors_[0]; }
  const std::vector<Tensor>& toTensorVector() const {
    return require(isTensorList(), "TensorList"), tensors_;
  }
  const std::vector<int64_t>& toIntVector() const { return require(isIntList(), "IntList"), ints_; }
  const std::string& toStringRef() const { return require(isString(), "String"), text_; }
  int64_t toInt() const { return require(isInt(), "Int"), scalar_.toLong(); }
  double toDouble() const { return require(isDouble(), "Double"), scalar_.toDouble(); }
  bool toBool() const { return require(isBool(), "Bool"), scalar_.toBool(); }
  const Scalar& toScalar() const { return require(isScalar(), "Scalar"), scalar_; }

 private:
  enum class Tag { None, Tensor, TensorList, IntList, String, Scalar };
  void require(bool ok, const char* type) const;

  Tag tag_ = Tag::None;
  Scalar scalar_;
  std::string text_;
  std::vector<Tensor> tensors_;
  std::vector<int64_t> ints_;
};

namespace autograd {

/// A range of input numbers, for AutogradContext::needs_input_grad.
using IndexRange = std::pair<size_t, size_t>;

/// What the forward of a user's function hands to its backward.
class AutogradContext {
 public:
  AutogradContext() = default;
  AutogradContext(const AutogradContext&) = delete;
  AutogradContext& operator=(const AutogradContext&) = delete;

  /// Anything that is not a tensor of the graph.
  std::map<std::string, IValue> saved_data;

  /// Keeps inputs or outputs for backward, versions checked; undefined ones are allowed.
  void save_for_backward(variable_list to_save) { to_save_ = std::move(to_save); }
  /// @throws Error  after the graph has been freed, or if a saved tensor was changed in place
  variable_list get_saved_variables() const;
  /// Names inputs that forward changed in place and returns.
  void mark_dirty(const variable_list& inputs) { dirty_ = inputs; }
  /// Names outputs that have no gradient.
  void mark_non_differentiable(const variable_list& outputs) { non_differentiable_ = outputs; }
  /// Whether undefined incoming gradients become zeros before backward sees them; on at first.
  void set_materialize_grads(bool value) { materialize_grads_ = value; }
  bool needs_input_grad(size_t input) const;
  bool needs_input_grad(std::initializer_list<IndexRange> ranges) const;

 private:
  friend struct FunctionNode;
  variable_list to_save_, dirty_, non_differentiable_;
  std::vector<SavedTensor> saved_;
  bool materialize_grads_ = true;
  bool released_ = false;
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
  std::vector<bool> is_tensor;  ///< which arguments of forward were tensors

  GradList apply(GradList&& grads) override;
  void release_variables() override;
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
  std::vector<bool> is_tensor;
  void add(const Tensor& t) { tensors.push_back(t), is_tensor.push_back(true); }
  void add(const std::vector<Tensor>& list) {
    for (const Tensor& t : list) add(t);
  }
  void add(const optional<Tensor>& t) { add(t.value_or(Tensor())); }
  void add(TensorList list) {
    for (const Tensor& t : list) add(t);
  }
  template <class Other>
  requires(!std::is_convertible_v<const Other&, Tensor> &&
           !std::is_convertible_v<const Other&, TensorList>) void add(const Other&) {
    is_tensor.push_back(false);
  }
};
inline variable_list as_list(const Tensor& t) { return {t}; }
inline variable_list as_list(variable_list list) { return list; }
inline void from_list(variable_list list, Tensor& out) { out = std::move(list[0]); }
inline void from_list(variable_list list, variable_list& out) { out = std::move(list); }
}  // namespace detail

/// Base of user-defined operations: derive `struct F : Function<F>` with
/// `static Tensor forward(AutogradContext*, args...)` (or variable_list) and
/// `static variable_list backward(AutogradContext*, variable_list grad_outputs)`, which returns one
/// gradient per argument of forward (undefined for what is no tensor). Call it as
/// `F::apply(args...)`.
/// @throws Error  if backward returns another number of gradients, or one of another shape
template <class T>
struct Function {
  template <class X = T, class... Args>
  static auto apply(Args&&... args) {
    detail::InputCollector inputs;
    (inputs.add(args), ...);
    bool recording = false;
    for (const Tensor& t : inputs.tensors) recording |= t.defined() && t.requires_grad();
    recording = recording && GradMode::is_enabled();
    SmallVector<Edge, 3> edges;
    for (const Tensor& t : inputs.tensors) edges.push_back(recording ? gradient_edge(t) : Edge());
    intrusive_ptr<CppNode<T>> node(new CppNode<T>);
    node->next_edges_ = std::move(edges);
    node->is_tensor = std::move(inputs.is_tensor);

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
