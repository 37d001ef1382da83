#pragma once
// A module of any type with a forward, behind one type.

#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "../autograd/base/smart_ptr.h"
#include "any_value.h"
#include "module.h"

namespace glassgrad::nn {

namespace detail {
/// What stands in an AnyValue for an argument of this type.
template <class Argument>
using Stored = std::conditional_t<std::is_same_v<Argument, Traced>, Tensor, std::decay_t<Argument>>;
}  // namespace detail

/// A module of any type whose forward can be called without knowing that type.
struct AnyModulePlaceholder {
  virtual ~AnyModulePlaceholder() = default;
  /// forward, with `count` arguments that may be moved from.
  virtual AnyValue forward(AnyValue* arguments, size_t count) = 0;
  virtual std::shared_ptr<Module> ptr() const = 0;
  virtual std::shared_ptr<AnyModulePlaceholder> clone(const optional<Device>& device) const = 0;
  virtual const std::type_info& type() const = 0;

 protected:
  /// Adds default arguments where the module has them. @throws Error for a wrong number of
  /// arguments
  std::vector<AnyValue> complete(Module& module, size_t expected, AnyValue* arguments,
                                 size_t count) const;
  [[noreturn]] static void wrong_argument(size_t index, const std::type_info& expected,
                                          const std::type_info& actual);
};

/// The placeholder of a module whose forward takes these arguments.
template <class ModuleType, class... Arguments>
struct AnyModuleHolder final : AnyModulePlaceholder {
  explicit AnyModuleHolder(std::shared_ptr<ModuleType> held) : module(std::move(held)) {}

  AnyValue forward(AnyValue* arguments, size_t count) override {
    if (count == sizeof...(Arguments))
      return call(arguments, std::index_sequence_for<Arguments...>());
    std::vector<AnyValue> all = complete(*module, sizeof...(Arguments), arguments, count);
    return call(all.data(), std::index_sequence_for<Arguments...>());
  }
  std::shared_ptr<Module> ptr() const override { return module; }
  std::shared_ptr<AnyModulePlaceholder> clone(const optional<Device>& device) const override {
    return std::make_shared<AnyModuleHolder>(
        std::dynamic_pointer_cast<ModuleType>(module->clone(device)));
  }
  const std::type_info& type() const override { return typeid(ModuleType); }

  std::shared_ptr<ModuleType> module;

 private:
  template <size_t... I>
  AnyValue call([[maybe_unused]] AnyValue* arguments, std::index_sequence<I...>) {
    return AnyValue(module->forward(take<detail::Stored<Arguments>>(arguments[I], I)...));
  }
  template <class T>
  T&& take(AnyValue& value, size_t index) {
    T* found = value.template try_get<T>();
    if (!found) wrong_argument(index, typeid(T), value.type_info());
    return std::move(*found);
  }
};

/// A shared module of any type with a `forward`; what a Sequential holds. Arguments and result have
/// to match forward's types exactly, apart from const and references.
class AnyModule {
 public:
  AnyModule() = default;
  template <class ModuleType>
  explicit AnyModule(std::shared_ptr<ModuleType> module) : content_(hold(std::move(module))) {}
  template <class ModuleType>
  requires detail::is_module<ModuleType>
  explicit AnyModule(ModuleType&& module)
      : AnyModule(std::make_shared<std::decay_t<ModuleType>>(std::forward<ModuleType>(module))) {}
  template <class ModuleType>
  explicit AnyModule(const ModuleHolder<ModuleType>& holder) : AnyModule(holder.ptr()) {}
  template <class ModuleType>
  AnyModule& operator=(std::shared_ptr<ModuleType> module) {
    return *this = AnyModule(std::move(module));
  }

  bool is_empty() const noexcept { return !content_; }
  // Everything below throws Error for an empty AnyModule.

  /// An AnyModule of a clone of the module.
  AnyModule clone(const optional<Device>& device = nullopt) const;
  /// What forward returns, as an AnyValue.
  template <class... Arguments>
  AnyValue any_forward(Arguments&&... arguments) {
    check("forward()");
    if constexpr (sizeof...(Arguments) == 0) {
      return content_->forward(nullptr, 0);
    } else {
      AnyValue values[] = {AnyValue(std::forward<Arguments>(arguments))...};
      return content_->forward(values, sizeof...(Arguments));
    }
  }
  /// What forward returns. Up to two arguments are followed by the line of the call, see Caller.
  /// @throws Error if forward returns another type
  template <class ReturnType = Tensor, class... Arguments>
  ReturnType forward(Arguments&&... arguments) {
    return any_forward(std::forward<Arguments>(arguments)...).template get<ReturnType>();
  }
  template <class ReturnType = Tensor, class A>
  ReturnType forward(A&& a, Caller caller = {}) {
    return caller.enter(), any_forward(std::forward<A>(a)).template get<ReturnType>();
  }
  template <class ReturnType = Tensor, class A, class B>
  ReturnType forward(A&& a, B&& b, Caller caller = {}) {
    caller.enter();
    return any_forward(std::forward<A>(a), std::forward<B>(b)).template get<ReturnType>();
  }

  /// The module as a T, or a holder T of it. @throws Error if it is of another type
  template <class T>
  requires detail::is_module<T> T& get() const {
    check("get()");
    return static_cast<T&>(*ptr<T>());
  }
  template <class T>
  requires detail::is_module_holder<T> T get()
  const { return T(ptr<typename T::ContainedType>()); }
  std::shared_ptr<Module> ptr() const { return check("ptr()"), content_->ptr(); }
  template <class T>
  requires detail::is_module<T> std::shared_ptr<T> ptr()
  const {
    check("ptr()");
    if (content_->type() != typeid(T)) wrong_module(typeid(T));
    return std::dynamic_pointer_cast<T>(content_->ptr());
  }
  const std::type_info& type_info() const { return check("type_info()"), content_->type(); }

 private:
  template <class ModuleType>
  static std::shared_ptr<AnyModulePlaceholder> hold(std::shared_ptr<ModuleType> module) {
    static_assert(detail::is_module<ModuleType>, "AnyModule holds objects derived from nn::Module");
    if constexpr (requires { &ModuleType::forward; })
      return hold(std::move(module), &ModuleType::forward);
    else  // forward is a template or overloaded, as that of a Sequential: take the one for a tensor
      return std::make_shared<AnyModuleHolder<ModuleType, Tensor>>(std::move(module));
  }
  template <class ModuleType, class Class, class Result, class... Arguments>
  static std::shared_ptr<AnyModulePlaceholder> hold(std::shared_ptr<ModuleType> module,
                                                    Result (Class::*)(Arguments...)) {
    static_assert(!std::is_void_v<Result>, "forward of a module in an AnyModule returns a value");
    return std::make_shared<AnyModuleHolder<ModuleType, Arguments...>>(std::move(module));
  }
  template <class ModuleType, class Class, class Result, class... Arguments>
  static std::shared_ptr<AnyModulePlaceholder> hold(std::shared_ptr<ModuleType> module,
                                                    Result (Class::*)(Arguments...) const) {
    return std::make_shared<AnyModuleHolder<ModuleType, Arguments...>>(std::move(module));
  }

  void check(const char* method) const {
    if (!content_) empty(method);
  }
  [[noreturn]] static void empty(const char* method);
  [[noreturn]] void wrong_module(const std::type_info& asked) const;

  std::shared_ptr<AnyModulePlaceholder> content_;  // never changed, so copies may share it
};

/// A module with a name, for braces: `Sequential({{"fc", Linear(2, 1)}, {"out", Sigmoid()}})`.
class NamedAnyModule {
 public:
  NamedAnyModule(std::string name, AnyModule module)
      : name_(std::move(name)), module_(std::move(module)) {}
  template <class ModuleType>
  requires(!std::is_same_v<std::decay_t<ModuleType>, AnyModule>)
      NamedAnyModule(std::string name, ModuleType&& module)
      : NamedAnyModule(std::move(name), AnyModule(std::forward<ModuleType>(module))) {}

  const std::string& name() const noexcept { return name_; }
  AnyModule& module() noexcept { return module_; }
  const AnyModule& module() const noexcept { return module_; }

 private:
  std::string name_;
  AnyModule module_;
};

namespace detail {
using DefaultArgument = std::pair<unsigned int, AnyValue>;
std::vector<AnyValue> add_default_arguments(const std::vector<DefaultArgument>& defaults,
                                            std::vector<AnyValue>&& given);
}  // namespace detail

}  // namespace glassgrad::nn

/// In a module whose forward has default arguments: their positions and values, so that AnyModule
/// knows them. `FORWARD_HAS_DEFAULT_ARGS({1, torch::nn::AnyValue(0.5)})`
#define FORWARD_HAS_DEFAULT_ARGS(...)                                                           \
  bool _forward_has_default_args() override { return true; }                                    \
  unsigned int _forward_num_required_args() override {                                          \
    return std::vector<::glassgrad::nn::detail::DefaultArgument>{__VA_ARGS__}[0].first;         \
  }                                                                                             \
  std::vector<::glassgrad::nn::AnyValue> _forward_populate_default_args(                        \
      std::vector<::glassgrad::nn::AnyValue>&& arguments) override {                            \
    return ::glassgrad::nn::detail::add_default_arguments({__VA_ARGS__}, std::move(arguments)); \
  }
