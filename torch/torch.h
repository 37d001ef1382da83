#pragma once
// For programs written for libtorch's C++ frontend: the same names under the same header, and the
// standard headers that such programs get through it.

#ifndef __cpp_exceptions
#error "<torch/torch.h> needs exceptions: compile without -fno-exceptions or use <glassgrad.h>"
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cmath>
#include <complex>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../include/glassgrad.h"

namespace torch = glassgrad;

/// There is none, which programs ask first.
namespace glassgrad::cuda {
inline bool is_available() { return false; }
inline bool cudnn_is_available() { return false; }
inline size_t device_count() { return 0; }
inline void manual_seed(uint64_t) {}
inline void manual_seed_all(uint64_t) {}
/// @throws Error
inline void synchronize(int64_t = -1) { throw Error("No CUDA GPUs are available"); }
}  // namespace glassgrad::cuda
namespace glassgrad {
inline bool hasCUDA() { return false; }
inline void init_num_threads() {}  // threads are made where they are needed
namespace autograd {
/// A leaf with the data of a tensor.
inline Variable make_variable(const Tensor& data, bool requires_grad = false) {
  return data.detach().set_requires_grad(requires_grad);
}
}  // namespace autograd
}  // namespace glassgrad

namespace c10 {
using namespace glassgrad;

/// The arguments, written to one string.
template <class... Args>
std::string str(const Args&... args) {
  std::ostringstream text;
  (text << ... << args);
  return text.str();
}

/// The numbers begin, begin + 1, ..., end - 1: `for (auto i : c10::irange(n))`.
template <class Integer>
struct IntegerRange {
  struct Iterator {
    Integer value;
    Integer operator*() const { return value; }
    Iterator& operator++() { return ++value, *this; }
    bool operator==(const Iterator&) const = default;
  };
  Iterator begin() const { return {first}; }
  Iterator end() const { return {last}; }
  Integer first, last;
};
template <class Integer>
IntegerRange<Integer> irange(Integer end) {
  return {0, end > 0 ? end : 0};
}
template <class First, class Last>
IntegerRange<Last> irange(First begin, Last end) {
  const Last first = static_cast<Last>(begin);
  return {first, first < end ? end : first};
}

/// What dictionaries and lists of values hold: `c10::impl::GenericDict(c10::StringType::get(),
/// c10::TensorType::get())`. It makes no difference here.
template <int>
struct NamedType {
  static TypePtr get() { return {}; }
};
using AnyType = NamedType<0>;
using TensorType = NamedType<1>;
using StringType = NamedType<2>;
using IntType = NamedType<3>;
using FloatType = NamedType<4>;
using BoolType = NamedType<5>;

namespace detail {
template <class... Args>
std::string check_message(const char* condition, const Args&... args) {
  if constexpr (sizeof...(args) == 0)
    return str("Expected ", condition, " to be true, but got false.");
  else
    return str(args...);
}
}  // namespace detail
}  // namespace c10

namespace at {
using namespace glassgrad;

/// Unlike torch::tensor, keeps the C++ type of its values, and a number gives one dimension.
template <class T>
requires std::is_arithmetic_v<T> Tensor tensor(ArrayRef<T> values,
                                               const TensorOptions& options = {}) {
  return glassgrad::tensor(values,
                           options.has_dtype() ? options : options.dtype(scalar_type_of<T>));
}
template <class T>
requires std::is_arithmetic_v<T> Tensor tensor(std::initializer_list<T> values,
                                               const TensorOptions& options = {}) {
  return at::tensor(ArrayRef<T>(values), options);
}
template <class T>
requires std::is_arithmetic_v<T> Tensor tensor(const std::vector<T>& values,
                                               const TensorOptions& options = {}) {
  return at::tensor(ArrayRef<T>(values), options);
}
template <class T>
requires std::is_arithmetic_v<T> Tensor tensor(T value, const TensorOptions& options = {}) {
  return at::tensor(ArrayRef<T>(value), options);
}
}  // namespace at

/// Throws c10::Error with the other arguments as its text unless the condition holds.
#define TORCH_CHECK(condition, ...)                                                            \
  do {                                                                                         \
    if (!(condition))                                                                          \
      throw ::c10::Error(::c10::detail::check_message(#condition __VA_OPT__(, ) __VA_ARGS__)); \
  } while (false)
#define TORCH_INTERNAL_ASSERT(condition, ...)                                             \
  do {                                                                                    \
    if (!(condition))                                                                     \
      throw ::c10::Error(::c10::str(#condition " INTERNAL ASSERT FAILED at \"", __FILE__, \
                                    "\":", __LINE__, ". " __VA_OPT__(, ) __VA_ARGS__));   \
  } while (false)
#define AT_ASSERT(...) TORCH_INTERNAL_ASSERT(__VA_ARGS__)
#define TORCH_WARN(...) ::glassgrad::warn(::c10::str(__VA_ARGS__))
/// The first time that this line is reached.
#define TORCH_WARN_ONCE(...)                                                     \
  do {                                                                           \
    [[maybe_unused]] static const bool warned = (TORCH_WARN(__VA_ARGS__), true); \
  } while (false)
