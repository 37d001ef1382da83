#pragma once
// Modules one after the other.

#include <initializer_list>
#include <string>
#include <vector>

#include "any_module.h"
#include "cloneable.h"

namespace glassgrad::nn {

/// Modules one after the other: forward hands its arguments to the first, the result of each to the
/// next, and returns that of the last. The modules are also children, named "0", "1", ... or as
/// given.
class SequentialImpl : public Cloneable<SequentialImpl> {
 public:
  using Iterator = std::vector<AnyModule>::iterator;
  using ConstIterator = std::vector<AnyModule>::const_iterator;

  SequentialImpl();
  template <class First, class... Rest>
  requires(!std::is_base_of_v<SequentialImpl, std::decay_t<First>>) explicit SequentialImpl(
      First&& first, Rest&&... rest) {
    push_back(std::forward<First>(first));
    (push_back(std::forward<Rest>(rest)), ...);
  }
  explicit SequentialImpl(std::initializer_list<NamedAnyModule> modules);
  explicit SequentialImpl(OrderedDict<std::string, AnyModule>&& modules);

  /// The result of the last module.
  /// @throws Error  if there is no module, a result does not fit the next module's argument, or the
  ///                last one is not a ReturnType
  template <class ReturnType = Tensor, class... Inputs>
  ReturnType forward(Inputs&&... inputs) {
    return forward_all<ReturnType>(std::forward<Inputs>(inputs)...);
  }
  template <class ReturnType = Tensor, class A>
  ReturnType forward(A&& a, Caller caller = {}) {
    caller.enter();
    return forward_all<ReturnType>(std::forward<A>(a));
  }

  /// Appends a module, by default named by its number.
  void push_back(std::string name, AnyModule module);
  void push_back(AnyModule module);
  /// A module, its shared_ptr or its holder.
  template <class M>
  requires std::is_constructible_v<AnyModule, M>
  void push_back(M&& module) { push_back(AnyModule(std::forward<M>(module))); }
  template <class M>
  requires std::is_constructible_v<AnyModule, M>
  void push_back(std::string name, M&& module) {
    push_back(std::move(name), AnyModule(std::forward<M>(module)));
  }
  /// Appends everything in a container of modules.
  template <class Container>
  void extend(const Container& container) {
    for (const auto& module : container) push_back(module);
  }

  Iterator begin() { return modules_.begin(); }
  Iterator end() { return modules_.end(); }
  ConstIterator begin() const { return modules_.begin(); }
  ConstIterator end() const { return modules_.end(); }
  size_t size() const noexcept { return modules_.size(); }
  bool is_empty() const noexcept { return modules_.empty(); }

  // These throw Error if the index is out of range, or the module is not a T.
  template <class T>
  T& at(size_t index) {
    return any_at(index).template get<T>();
  }
  template <class T>
  const T& at(size_t index) const {
    return any_at(index).template get<T>();
  }
  std::shared_ptr<Module> ptr(size_t index) const { return any_at(index).ptr(); }
  template <class T>
  std::shared_ptr<T> ptr(size_t index) const {
    return any_at(index).template ptr<T>();
  }
  std::shared_ptr<Module> operator[](size_t index) const { return ptr(index); }

  std::shared_ptr<Module> clone(const optional<Device>& device = nullopt) const override;
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

 private:
  template <class ReturnType, class... Inputs>
  ReturnType forward_all(Inputs&&... inputs) {
    check_not_empty();
    const Caller caller = forward_line;
    AnyValue value = modules_[0].any_forward(std::forward<Inputs>(inputs)...);
    for (size_t i = 1; i < modules_.size(); ++i) {
      caller.enter();  // a module of the user's may have set lines of its own
      value = modules_[i].any_forward(std::move(value));
    }
    if (ReturnType* result = value.template try_get<ReturnType>()) return std::move(*result);
    detail::wrong_return_type(typeid(ReturnType), value.type_info());
  }

  void check_not_empty() const;
  const AnyModule& any_at(size_t index) const;

  std::vector<AnyModule> modules_;
};

/// The holder of a SequentialImpl, which takes modules with names in braces too.
class Sequential : public ModuleHolder<SequentialImpl> {
 public:
  using ModuleHolder<SequentialImpl>::ModuleHolder;
  using Impl = SequentialImpl;
  Sequential();
  Sequential(std::initializer_list<NamedAnyModule> modules);
};

}  // namespace glassgrad::nn
