#pragma once
// Parameters by name and in a list.

#include <string>
#include <utility>
#include <vector>

#include "cloneable.h"

namespace glassgrad::nn {

/// Parameters by name, in the order of insertion.
class ParameterDictImpl : public Cloneable<ParameterDictImpl> {
 public:
  using Iterator = OrderedDict<std::string, Tensor>::Iterator;
  using ConstIterator = OrderedDict<std::string, Tensor>::ConstIterator;

  ParameterDictImpl();
  explicit ParameterDictImpl(const OrderedDict<std::string, Tensor>& params);

  /// Registers a parameter that requires grad if `param` does.
  Tensor& insert(std::string key, Tensor param);
  /// Inserts parameters, in place of those that have their names already.
  template <class Container>
  void update(const Container& container) {
    for (auto& item : container) set(item.key(), item.value());
  }
  /// Takes a parameter out and returns it. @throws Error if there is no such key
  Tensor pop(const std::string& key);
  void clear();

  std::vector<std::string> keys() const;
  std::vector<Tensor> values() const;
  Iterator begin();
  Iterator end();
  ConstIterator begin() const;
  ConstIterator end() const;
  size_t size() const noexcept;
  bool empty() const noexcept;
  bool contains(const std::string& key) const noexcept;
  // These throw Error if there is no such key.
  Tensor& get(const std::string& key);
  const Tensor& get(const std::string& key) const;
  Tensor& operator[](const std::string& key) { return get(key); }
  const Tensor& operator[](const std::string& key) const { return get(key); }

  std::shared_ptr<Module> clone(const optional<Device>& device = nullopt) const override;
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

 private:
  void set(const std::string& key, const Tensor& param);
};
TORCH_MODULE(ParameterDict);

/// A list of parameters, named "0", "1", ...
class ParameterListImpl : public Cloneable<ParameterListImpl> {
 public:
  using Iterator = std::vector<OrderedDict<std::string, Tensor>::Item>::iterator;
  using ConstIterator = std::vector<OrderedDict<std::string, Tensor>::Item>::const_iterator;

  ParameterListImpl();
  template <class First, class... Rest>
  requires std::is_convertible_v<First, Tensor>
  explicit ParameterListImpl(First&& first, Rest&&... rest) {
    append(Tensor(std::forward<First>(first)));
    (append(Tensor(std::forward<Rest>(rest))), ...);
  }

  /// Registers a parameter that requires grad if `param` does.
  void append(const Tensor& param);
  void append(const OrderedDict<std::string, Tensor>::Item& item);
  template <class Container>
  void extend(const Container& container) {
    for (const auto& param : container) append(param);
  }
  template <class Container>
  ParameterListImpl& operator+=(const Container& other) {
    return extend(other), *this;
  }

  Iterator begin();
  Iterator end();
  ConstIterator begin() const;
  ConstIterator end() const;
  size_t size() const noexcept;
  bool is_empty() const noexcept;
  // These throw Error if the index is out of range.
  Tensor& at(size_t index);
  const Tensor& at(size_t index) const { return const_cast<ParameterListImpl*>(this)->at(index); }
  Tensor& operator[](size_t index) { return at(index); }
  const Tensor& operator[](size_t index) const { return at(index); }

  std::shared_ptr<Module> clone(const optional<Device>& device = nullopt) const override;
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(ParameterList);

}  // namespace glassgrad::nn
