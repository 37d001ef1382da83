#pragma once
// A value of any type, on its way between modules.

#include <any>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace glassgrad::nn {

namespace detail {
[[noreturn]] void wrong_any_value(const std::type_info& asked, const std::type_info& actual);
[[noreturn]] void wrong_return_type(const std::type_info& asked, const std::type_info& actual);
}  // namespace detail

/// A value of any copyable type on its way between the modules of a Sequential. A tensor fits into
/// the object itself.
class AnyValue {
 public:
  template <class T>
  requires(!std::is_same_v<std::decay_t<T>, AnyValue>) explicit AnyValue(T&& value)
      : value_(std::forward<T>(value)) {}

  /// The value, or null if it is not a T.
  template <class T>
  T* try_get() {
    static_assert(std::is_same_v<T, std::decay_t<T>>, "AnyValue holds decayed types");
    return std::any_cast<T>(&value_);
  }
  /// @throws Error if the value is not a T
  template <class T>
  T get() {
    if (T* value = try_get<T>()) return *value;
    detail::wrong_any_value(typeid(T), type_info());
  }
  const std::type_info& type_info() const noexcept { return value_.type(); }

 private:
  std::any value_;
};

}  // namespace glassgrad::nn
