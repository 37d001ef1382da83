#pragma once
// Lists, tuples and dictionaries of values, as libtorch spells them.

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ivalue.h"

namespace glassgrad {

namespace detail {

struct ListImpl {
  std::vector<IValue> items;
};

/// Items in the order in which they were inserted.
struct DictImpl {
  using Item = std::pair<IValue, IValue>;

  /// The place of a key, or size() if it is not there.
  /// @throws Error  unless it is a string, a number, a bool or None
  size_t find(const IValue& key) const;
  /// The place of a key, and whether it was put there now.
  std::pair<size_t, bool> insert(IValue key, IValue value);
  bool erase(const IValue& key);
  void clear();

  std::vector<Item> items;
  std::unordered_map<std::string, size_t> index;  ///< by a text that tells keys apart
};
[[noreturn]] void no_such_key(const IValue& key);
void check_list_index(size_t index, size_t size);

/// A value as what it holds.
inline const IValue& as(const IValue& value, const IValue*) { return value; }
inline const Tensor& as(const IValue& value, const Tensor*) { return value.toTensor(); }
inline const std::string& as(const IValue& value, const std::string*) {
  return value.toStringRef();
}
inline int64_t as(const IValue& value, const int64_t*) { return value.toInt(); }
inline double as(const IValue& value, const double*) { return value.toDouble(); }
inline bool as(const IValue& value, const bool*) { return value.toBool(); }
template <class T>
optional<T> as(const IValue& value, const optional<T>*) {
  return value.isNone() ? nullopt : optional<T>(as(value, static_cast<const T*>(nullptr)));
}
template <class T>
decltype(auto) as(const IValue& value) {
  return as(value, static_cast<const T*>(nullptr));
}

}  // namespace detail

/// libtorch's containers are made with the types of what they hold. Here each value knows its own.
struct TypePtr {};

namespace detail {
/// What operator[] of a list gives: a T that, when it is assigned to, changes the list.
template <class T, bool = std::is_class_v<T>>
struct ElementValue : T {
  explicit ElementValue(T value) : T(std::move(value)) {}
};
template <class T>
struct ElementValue<T, false> {
  explicit ElementValue(T of) : value(of) {}
  operator T() const { return value; }
  T value;
};
}  // namespace detail

/// A list of T: IValue, Tensor, std::string, int64_t, double or bool, or an optional one. Copies
/// share the elements.
template <class T>
class List {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = decltype(detail::as<T>(std::declval<const IValue&>()));
    explicit Iterator(const IValue* at) : at_(at) {}
    reference operator*() const { return detail::as<T>(*at_); }
    Iterator& operator++() { return ++at_, *this; }
    Iterator operator++(int) { return Iterator(at_++); }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const IValue* at_;
  };

  List() : impl_(std::make_shared<detail::ListImpl>()) {}
  explicit List(TypePtr) : List() {}
  List(std::initializer_list<T> values) : List() {
    for (const T& value : values) push_back(value);
  }

  size_t size() const { return impl_->items.size(); }
  bool empty() const { return impl_->items.empty(); }
  /// @throws Error  if there is no such element
  decltype(auto) get(size_t index) const {
    detail::check_list_index(index, size());
    return detail::as<T>(impl_->items[index]);
  }
  /// An element, which can be assigned to.
  class Element : public detail::ElementValue<T> {
   public:
    /// @throws Error  if there is no such element
    Element(const List& list, size_t index)
        : detail::ElementValue<T>(list.get(index)), list_(list), index_(index) {}
    /// Puts the value into the list.
    const Element& operator=(T value) const {
      list_.set(index_, std::move(value));
      return *this;
    }
    /// Puts the other element's value into the list.
    const Element& operator=(const Element& other) const {
      return *this = static_cast<const T&>(other.list_.get(other.index_));
    }

   private:
    List list_;
    size_t index_;
  };
  /// For reading, and for `list[i] = value`.
  Element operator[](size_t index) const { return {*this, index}; }
  void set(size_t index, T value) const {
    detail::check_list_index(index, size());
    impl_->items[index] = std::move(value);
  }
  void push_back(T value) const { impl_->items.emplace_back(std::move(value)); }
  template <class... Args>
  void emplace_back(Args&&... args) const {
    push_back(T(std::forward<Args>(args)...));
  }
  void reserve(size_t capacity) const { impl_->items.reserve(capacity); }
  void clear() const { impl_->items.clear(); }
  std::vector<T> vec() const { return std::vector<T>(begin(), end()); }
  List copy() const {
    List other;
    other.impl_->items = impl_->items;
    return other;
  }
  /// Whether both are the same list.
  bool is(const List& other) const { return impl_ == other.impl_; }

  Iterator begin() const { return Iterator(impl_->items.data()); }
  Iterator end() const { return Iterator(impl_->items.data() + size()); }

 private:
  friend class IValue;
  explicit List(std::shared_ptr<detail::ListImpl> impl) : impl_(std::move(impl)) {}

  std::shared_ptr<detail::ListImpl> impl_;
};

/// A key and its value in a dictionary.
template <class Key, class Value>
class DictEntry {
 public:
  explicit DictEntry(detail::DictImpl::Item* item) : item_(item) {}
  decltype(auto) key() const { return detail::as<Key>(item_->first); }
  decltype(auto) value() const { return detail::as<Value>(item_->second); }
  void setValue(Value value) const { item_->second = std::move(value); }
  /// Whether both are the same entry.
  friend bool operator==(const DictEntry&, const DictEntry&) = default;

 private:
  template <class, class>
  friend class Dict;
  detail::DictImpl::Item* item_;
};

/// A dictionary that remembers the order of its keys, which are strings, numbers, bools or None.
/// Copies share the items; inserting and erasing invalidates iterators and references.
///
/// `for (const auto& entry : dict)` gives entries with key() and value().
template <class Key, class Value>
class Dict {
 public:
  using Entry = DictEntry<Key, Value>;
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry*;
    using reference = const Entry&;
    explicit Iterator(detail::DictImpl::Item* at) : entry_(at) {}
    const Entry& operator*() const { return entry_; }
    const Entry* operator->() const { return &entry_; }
    Iterator& operator++() { return ++entry_.item_, *this; }
    Iterator operator++(int) { return Iterator(entry_.item_++); }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.entry_ == b.entry_; }

   private:
    Entry entry_;
  };
  using iterator = Iterator;

  Dict() : impl_(std::make_shared<detail::DictImpl>()) {}
  Dict(TypePtr, TypePtr) : Dict() {}

  size_t size() const { return impl_->items.size(); }
  bool empty() const { return impl_->items.empty(); }
  Iterator begin() const { return Iterator(impl_->items.data()); }
  Iterator end() const { return Iterator(impl_->items.data() + size()); }

  Iterator find(const Key& key) const { return at_place(impl_->find(key)); }
  bool contains(const Key& key) const { return impl_->find(key) != size(); }
  /// @throws Error  if there is no such key
  decltype(auto) at(const Key& key) const {
    const Iterator found = find(key);
    if (found == end()) detail::no_such_key(key);
    return found->value();
  }
  /// Inserts unless the key is there. Gives its place, and whether it is new.
  std::pair<Iterator, bool> insert(Key key, Value value) const {
    const auto [place, is_new] = impl_->insert(std::move(key), std::move(value));
    return {at_place(place), is_new};
  }
  /// The same, and a key that is there gets the value.
  std::pair<Iterator, bool> insert_or_assign(Key key, Value value) const {
    const auto result = insert(std::move(key), value);
    if (!result.second) result.first->setValue(std::move(value));
    return result;
  }
  /// How many there were: 0 or 1.
  size_t erase(const Key& key) const { return impl_->erase(key) ? 1 : 0; }
  void clear() const { impl_->clear(); }
  Dict copy() const {
    Dict other;
    *other.impl_ = *impl_;
    return other;
  }
  /// Whether both are the same dictionary.
  bool is(const Dict& other) const { return impl_ == other.impl_; }

 private:
  friend class IValue;
  explicit Dict(std::shared_ptr<detail::DictImpl> impl) : impl_(std::move(impl)) {}
  Iterator at_place(size_t place) const { return Iterator(impl_->items.data() + place); }

  std::shared_ptr<detail::DictImpl> impl_;
};

namespace impl {
using GenericList = List<IValue>;
using GenericDict = Dict<IValue, IValue>;
}  // namespace impl

namespace ivalue {
/// Values that belong together: `IValue(ivalue::Tuple::create({1, 2.5, "x"}))`.
struct Tuple {
  static std::shared_ptr<Tuple> create(std::vector<IValue> elements) {
    return std::make_shared<Tuple>(Tuple{std::move(elements)});
  }
  const std::vector<IValue>& elements() const { return elements_; }
  size_t size() const { return elements_.size(); }

  std::vector<IValue> elements_;
};
}  // namespace ivalue

template <class T>
T IValue::to() const {
  return detail::as<T>(*this);
}
template <class... Ts>
IValue::IValue(const std::tuple<Ts...>& tuple)
    : IValue(std::apply(
          [](const Ts&... elements) { return ivalue::Tuple::create({IValue(elements)...}); },
          tuple)) {}
template <class T>
IValue::IValue(const List<T>& list) : IValue(Tag::List, list.impl_) {}
template <class Key, class Value>
IValue::IValue(const Dict<Key, Value>& dict) : IValue(Tag::Dict, dict.impl_) {}

}  // namespace glassgrad
