#pragma once
// Modules in a list.

#include <string>
#include <vector>

#include "cloneable.h"

namespace glassgrad::nn {

/// A list of modules that are children named "0", "1", ...; it has no forward of its own.
class ModuleListImpl : public Cloneable<ModuleListImpl> {
 public:
  using Iterator = std::vector<std::shared_ptr<Module>>::iterator;
  using ConstIterator = std::vector<std::shared_ptr<Module>>::const_iterator;

  ModuleListImpl();
  template <class First, class... Rest>
  requires(!std::is_base_of_v<ModuleListImpl, std::decay_t<First>>) explicit ModuleListImpl(
      First&& first, Rest&&... rest) {
    push_back(std::forward<First>(first));
    (push_back(std::forward<Rest>(rest)), ...);
  }

  /// Appends a module, its shared_ptr or its holder.
  void push_back(std::shared_ptr<Module> module);
  template <class M>
  requires(detail::is_module<M> || detail::is_module_holder<M>) void push_back(M&& module) {
    push_back(share(std::forward<M>(module)));
  }
  /// Appends everything in a container of modules.
  template <class Container>
  void extend(const Container& container) {
    for (const auto& module : container) push_back(module);
  }
  /// Puts a module in front of the one at `index`. @throws Error if index > size()
  void insert(size_t index, std::shared_ptr<Module> module);
  template <class M>
  requires(detail::is_module<M> || detail::is_module_holder<M>) void insert(size_t index,
                                                                            M&& module) {
    insert(index, share(std::forward<M>(module)));
  }

  Iterator begin() { return modules_.begin(); }
  Iterator end() { return modules_.end(); }
  ConstIterator begin() const { return modules_.begin(); }
  ConstIterator end() const { return modules_.end(); }
  size_t size() const noexcept { return modules_.size(); }
  bool is_empty() const noexcept { return modules_.empty(); }

  // These throw Error if the index is out of range.
  template <class T>
  T& at(size_t index) {
    return dynamic_cast<T&>(*ptr(index));
  }
  template <class T>
  const T& at(size_t index) const {
    return dynamic_cast<const T&>(*ptr(index));
  }
  std::shared_ptr<Module> ptr(size_t index) const;
  /// Null if the module is not a T.
  template <class T>
  std::shared_ptr<T> ptr(size_t index) const {
    return std::dynamic_pointer_cast<T>(ptr(index));
  }
  std::shared_ptr<Module> operator[](size_t index) const { return ptr(index); }

  std::shared_ptr<Module> clone(const optional<Device>& device = nullopt) const override;
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

 private:
  template <class M>
  static std::shared_ptr<Module> share(M&& module) {
    if constexpr (detail::is_module_holder<M>)
      return module.ptr();
    else
      return std::make_shared<std::decay_t<M>>(std::forward<M>(module));
  }

  std::vector<std::shared_ptr<Module>> modules_;
};
TORCH_MODULE(ModuleList);

}  // namespace glassgrad::nn
