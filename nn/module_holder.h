#pragma once
// ModuleHolder, the shared pointer that looks like its module, and TORCH_MODULE.

#include <iosfwd>
#include <type_traits>
#include <utility>

#include "../autograd/base/caller.h"
#include "../autograd/base/smart_ptr.h"

namespace glassgrad::nn {

class Module;
std::ostream& operator<<(std::ostream& stream, const Module& module);

namespace detail {
struct ModuleHolderTag {};
[[noreturn]] void empty_module_holder(const char* function);  ///< of which module
template <class T>
inline constexpr bool is_module_holder = std::is_base_of_v<ModuleHolderTag, std::decay_t<T>>;
/// Modules themselves, not their holders.
template <class T>
inline constexpr bool is_module = std::is_base_of_v<Module, std::decay_t<T>>;
}  // namespace detail

/// A shared pointer to a module that looks like the module: `Linear fc(2, 1)` makes a LinearImpl,
/// copies of `fc` share it, `fc->weight` is its member and `fc(x)` calls its forward.
template <class Contained>
class ModuleHolder : detail::ModuleHolderTag {
 public:
  using ContainedType = Contained;

  ModuleHolder() : ModuleHolder(make()) {}
  /// An empty holder, to be assigned later: `Linear fc{nullptr};`
  ModuleHolder(std::nullptr_t) {}
  ModuleHolder(std::shared_ptr<Contained> module)
      : impl_(module.get()), owner_(std::move(module)) {}
  /// Makes a module from the constructor's arguments.
  template <class First, class... Rest>
  requires(
      sizeof...(Rest) > 0 ||
      !std::is_base_of_v<ModuleHolder, std::decay_t<First>>) explicit ModuleHolder(First&& first,
                                                                                   Rest&&... rest)
      : ModuleHolder(std::shared_ptr<Contained>(
            new Contained(std::forward<First>(first), std::forward<Rest>(rest)...))) {}

  bool is_empty() const noexcept { return !owner_; }
  explicit operator bool() const noexcept { return !is_empty(); }
  // These throw Error for an empty holder.
  Contained* get() { return check(), impl_; }
  const Contained* get() const { return check(), impl_; }
  Contained* operator->() { return get(); }
  const Contained* operator->() const { return get(); }
  Contained& operator*() { return *get(); }
  const Contained& operator*() const { return *get(); }
  std::shared_ptr<Contained> ptr() const {
    return check(), std::shared_ptr<Contained>(owner_, impl_);
  }
  operator std::shared_ptr<Contained>() const { return ptr(); }

  /// forward of the module. Up to four arguments are followed by the line of the call, see Caller.
  template <class A>
  decltype(auto) operator()(A&& a, Caller caller = {}) {
    return caller.enter(), get()->forward(std::forward<A>(a));
  }
  template <class A, class B>
  decltype(auto) operator()(A&& a, B&& b, Caller caller = {}) {
    return caller.enter(), get()->forward(std::forward<A>(a), std::forward<B>(b));
  }
  template <class A, class B, class C>
  decltype(auto) operator()(A&& a, B&& b, C&& c, Caller caller = {}) {
    return caller.enter(),
           get()->forward(std::forward<A>(a), std::forward<B>(b), std::forward<C>(c));
  }
  template <class A, class B, class C, class D>
  decltype(auto) operator()(A&& a, B&& b, C&& c, D&& d, Caller caller = {}) {
    return caller.enter(), get()->forward(std::forward<A>(a), std::forward<B>(b),
                                          std::forward<C>(c), std::forward<D>(d));
  }
  template <class... Args>
  decltype(auto) operator()(Args&&... args) {
    return get()->forward(std::forward<Args>(args)...);
  }
  template <class Arg>
  decltype(auto) operator[](Arg&& arg) {
    return (*get())[std::forward<Arg>(arg)];
  }

 protected:
  Contained* impl_ = nullptr;

 private:
  static std::shared_ptr<Contained> make() {
    static_assert(std::is_default_constructible_v<Contained>,
                  "this module has no default constructor; for an empty holder, to be assigned "
                  "later, write `Name name{nullptr};`");
    return std::make_shared<Contained>();
  }
  void check() const {
    if (!owner_) detail::empty_module_holder(__PRETTY_FUNCTION__);
  }

  std::shared_ptr<void> owner_;  // one type for all holders: instantiating shared_ptr takes time
};

template <class Contained>
std::ostream& operator<<(std::ostream& stream, const ModuleHolder<Contained>& module) {
  return stream << *module;
}

}  // namespace glassgrad::nn

/// Declares the holder `Name` of the module `NameImpl`.
#define TORCH_MODULE(Name) TORCH_MODULE_IMPL(Name, Name##Impl)
#define TORCH_MODULE_IMPL(Name, ImplType)                        \
  class Name : public ::glassgrad::nn::ModuleHolder<ImplType> {  \
   public:                                                       \
    using ::glassgrad::nn::ModuleHolder<ImplType>::ModuleHolder; \
    using Impl [[maybe_unused]] = ImplType;                      \
  }
