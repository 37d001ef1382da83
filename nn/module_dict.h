#pragma once
// Modules by name.

#include <string>
#include <utility>
#include <vector>

#include "cloneable.h"

namespace glassgrad::nn {

/// Modules by name, in the order of insertion; they are children under these names. It has no
/// forward of its own.
class ModuleDictImpl : public Cloneable<ModuleDictImpl> {
 public:
  using Pairs = std::vector<std::pair<std::string, std::shared_ptr<Module>>>;
  using Iterator = OrderedDict<std::string, std::shared_ptr<Module>>::Iterator;
  using ConstIterator = OrderedDict<std::string, std::shared_ptr<Module>>::ConstIterator;

  ModuleDictImpl();
  explicit ModuleDictImpl(const Pairs& modules);
  explicit ModuleDictImpl(const OrderedDict<std::string, std::shared_ptr<Module>>& modules);

  Pairs items() const;
  std::vector<std::string> keys() const;
  std::vector<std::shared_ptr<Module>> values() const;
  Iterator begin();
  Iterator end();
  ConstIterator begin() const;
  ConstIterator end() const;
  size_t size() const noexcept;
  bool empty() const noexcept;
  bool contains(const std::string& key) const noexcept;

  // These throw Error if there is no such key.
  std::shared_ptr<Module> operator[](const std::string& key) const;
  template <class T>
  T& at(const std::string& key) {
    return dynamic_cast<T&>(*(*this)[key]);
  }
  template <class T>
  const T& at(const std::string& key) const {
    return dynamic_cast<const T&>(*(*this)[key]);
  }
  /// Takes a module out of the dictionary; it stays registered as a child, as in Python.
  std::shared_ptr<Module> pop(const std::string& key);
  /// Empties the dictionary; its modules stay registered as children.
  void clear();

  /// Inserts modules, in place of those that have their names already.
  void update(const Pairs& modules);
  /// The same of anything whose items have key() and value().
  template <class Container>
  void update(const Container& container) {
    for (auto& item : container) insert(item.key(), item.value());
  }

  std::shared_ptr<Module> clone(const optional<Device>& device = nullopt) const override;
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

 private:
  void insert(const std::string& key, std::shared_ptr<Module> module);

  OrderedDict<std::string, std::shared_ptr<Module>> modules_;
};
TORCH_MODULE(ModuleDict);

}  // namespace glassgrad::nn
