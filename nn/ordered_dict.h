#pragma once
// A dictionary that remembers the order of its keys.

#include <initializer_list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace glassgrad {

namespace detail {
[[noreturn]] void ordered_dict_error(const std::string& message);
inline const std::string& key_text(const std::string& key) { return key; }
template <class Key>
std::string key_text(const Key& key) {
  return std::to_string(key);
}
}  // namespace detail

/// A dictionary that remembers the order in which its keys were inserted.
///
/// `dict[key]` and `dict.find(key)` look a key up, `dict[0]` takes the first item; iterating gives
/// items with key() and value(). Inserting may move the items: it invalidates iterators and
/// references.
template <class Key, class Value>
class OrderedDict {
 public:
  /// A key and its value; dereferences to the value.
  class Item {
   public:
    Item(Key key, Value value) : pair_(std::move(key), std::move(value)) {}
    const Key& key() const noexcept { return pair_.first; }
    Value& value() noexcept { return pair_.second; }
    const Value& value() const noexcept { return pair_.second; }
    Value& operator*() { return pair_.second; }
    const Value& operator*() const { return pair_.second; }
    Value* operator->() { return &pair_.second; }
    const Value* operator->() const { return &pair_.second; }
    const std::pair<Key, Value>& pair() const noexcept { return pair_; }

   private:
    std::pair<Key, Value> pair_;
  };
  using Iterator = typename std::vector<Item>::iterator;
  using ConstIterator = typename std::vector<Item>::const_iterator;

  /// `key_description` is what error texts call a key: "Parameter 'p' already defined".
  explicit OrderedDict(std::string key_description = "Key")
      : key_description_(std::move(key_description)) {}
  OrderedDict(std::initializer_list<Item> items) : OrderedDict() {
    for (const Item& item : items) insert(item.key(), item.value());
  }

  const std::string& key_description() const noexcept { return key_description_; }
  size_t size() const noexcept { return items_.size(); }
  bool is_empty() const noexcept { return items_.empty(); }
  void reserve(size_t capacity) {
    index_.reserve(capacity);
    items_.reserve(capacity);
  }

  Iterator begin() { return items_.begin(); }
  Iterator end() { return items_.end(); }
  ConstIterator begin() const { return items_.begin(); }
  ConstIterator end() const { return items_.end(); }
  const std::vector<Item>& items() const noexcept { return items_; }

  Item& front() {
    return require(!is_empty(), "Called front() on an empty OrderedDict"), items_[0];
  }
  const Item& front() const { return const_cast<OrderedDict*>(this)->front(); }
  Item& back() {
    return require(!is_empty(), "Called back() on an empty OrderedDict"), items_.back();
  }
  const Item& back() const { return const_cast<OrderedDict*>(this)->back(); }
  /// The item at a position.
  Item& operator[](size_t index) {
    require(index < size(), "Index " + std::to_string(index) + " is out of bounds");
    return items_[index];
  }
  const Item& operator[](size_t index) const { return const_cast<OrderedDict&>(*this)[index]; }

  /// The value of a key. @throws Error if there is no such key
  Value& operator[](const Key& key) {
    Value* value = find(key);
    if (!value) error(key, "is not defined");
    return *value;
  }
  const Value& operator[](const Key& key) const { return const_cast<OrderedDict&>(*this)[key]; }
  /// The value of a key, or null.
  Value* find(const Key& key) noexcept {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &items_[found->second].value();
  }
  const Value* find(const Key& key) const noexcept {
    return const_cast<OrderedDict*>(this)->find(key);
  }
  bool contains(const Key& key) const noexcept { return find(key) != nullptr; }

  /// Appends an item; returns its value. @throws Error if the key is there already
  Value& insert(Key key, Value value) {
    if (!index_.emplace(key, size()).second) error(key, "already defined");
    items_.emplace_back(std::move(key), std::move(value));
    return items_.back().value();
  }
  /// Inserts all items of `other`. @throws Error for the first key that is there already
  void update(const OrderedDict& other) {
    reserve(size() + other.size());
    for (const Item& item : other) insert(item.key(), item.value());
  }
  /// Takes an item out. @throws Error if there is no such key
  void erase(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) error(key, "doesn't exist");
    const size_t position = found->second;
    index_.erase(found);
    items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(position));
    for (auto& entry : index_)
      if (entry.second > position) --entry.second;
  }
  void clear() {
    index_.clear();
    items_.clear();
  }

  std::vector<Key> keys() const {
    std::vector<Key> all;
    for (const Item& item : items_) all.push_back(item.key());
    return all;
  }
  std::vector<Value> values() const {
    std::vector<Value> all;
    for (const Item& item : items_) all.push_back(item.value());
    return all;
  }
  std::vector<std::pair<Key, Value>> pairs() const {
    std::vector<std::pair<Key, Value>> all;
    for (const Item& item : items_) all.push_back(item.pair());
    return all;
  }

  /// Whether both have the same items in the same order.
  friend bool operator==(const OrderedDict& a, const OrderedDict& b) {
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i < a.size(); ++i)
      if (a.items_[i].pair() != b.items_[i].pair()) return false;
    return true;
  }

 private:
  [[noreturn]] void error(const Key& key, const char* what) const {
    detail::ordered_dict_error(key_description_ + " '" + detail::key_text(key) + "' " + what);
  }
  static void require(bool ok, const std::string& message) {
    if (!ok) detail::ordered_dict_error(message);
  }

  std::unordered_map<Key, size_t> index_;
  std::vector<Item> items_;
  std::string key_description_;
};

}  // namespace glassgrad
