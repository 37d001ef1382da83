#pragma once
// What libtorch has in c10: texts, ranges of integers, warnings.

#include <ostream>
#include <sstream>
#include <string>

#include "names.h"
#include "print.h"

namespace c10 {

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

/// libtorch's name of any optional list.
template <class T>
using OptionalArrayRef =
    std::conditional_t<std::is_same_v<T, int64_t>, OptionalIntArrayRef, std::optional<ArrayRef<T>>>;

/// What IntArrayRef was called before.
using IntList = IntArrayRef;

/// Sizes that a tracer may not know yet; there is none here.
using SymInt = int64_t;
using SymIntArrayRef = IntArrayRef;

/// A number as a tensor without dimensions, of the widest type of its kind.
inline Tensor scalar_to_tensor(const Scalar& value) {
  return glassgrad::scalar_tensor(value, value.isFloatingPoint() ? kDouble
                                         : value.isBoolean()     ? kBool
                                                                 : kLong);
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

class LinAlgError : public Error {
  using Error::Error;
};

inline TypeMeta scalarTypeToTypeMeta(ScalarType type) { return type; }

struct SourceLocation {
  const char* function;
  const char* file;
  uint32_t line;
};

/// Receives warnings; derive, and write `process`.
class WarningHandler {
 public:
  virtual ~WarningHandler() = default;
  virtual void process(const SourceLocation& where, const std::string& message, bool verbatim);
};

namespace Warning {
namespace detail {
inline WarningHandler standard;
inline WarningHandler* handler = &standard;
inline SourceLocation where{"", "", 0};
inline bool always = false;
}  // namespace detail

inline WarningHandler* get_warning_handler() noexcept { return detail::handler; }
/// The library's own warnings reach the handler too. It must live until another is set.
inline void set_warning_handler(WarningHandler* handler) noexcept {
  detail::handler = handler;
  glassgrad::set_warning_handler(
      [](const std::string& message) { detail::handler->process(detail::where, message, false); });
}
inline void warn(const SourceLocation& where, const std::string& message, bool verbatim) {
  detail::handler->process(where, message, verbatim);
}
inline bool get_warnAlways() noexcept { return detail::always; }
inline void set_warnAlways(bool always) noexcept { detail::always = always; }

class WarningHandlerGuard {
 public:
  explicit WarningHandlerGuard(WarningHandler* handler) : before_(get_warning_handler()) {
    set_warning_handler(handler);
  }
  ~WarningHandlerGuard() { set_warning_handler(before_); }
  WarningHandlerGuard(const WarningHandlerGuard&) = delete;
  WarningHandlerGuard& operator=(const WarningHandlerGuard&) = delete;

 private:
  WarningHandler* before_;
};
struct WarnAlways {
  explicit WarnAlways(bool always = true) : before(get_warnAlways()) { set_warnAlways(always); }
  ~WarnAlways() { set_warnAlways(before); }
  WarnAlways(const WarnAlways&) = delete;
  WarnAlways& operator=(const WarnAlways&) = delete;
  bool before;
};
}  // namespace Warning

inline void WarningHandler::process(const SourceLocation& where, const std::string& message, bool) {
  std::cerr << "Warning: " << message << " (function " << where.function << ")\n";
}

namespace detail {
template <class... Args>
std::string check_message(const char* condition, const Args&... args) {
  if constexpr (sizeof...(args) == 0)
    return str("Expected ", condition,
               " to be true, but got false.  (Could this error message be improved?  If so, please "
               "report an enhancement request to PyTorch.)");
  else
    return str(args...);
}
}  // namespace detail
}  // namespace c10

namespace at {
using namespace c10;

/// Calls f(begin, end); here in the thread that asks.
template <class F>
void parallel_for(int64_t begin, int64_t end, int64_t, const F& f) {
  if (begin < end) f(begin, end);
}

/// The same where each call gives a result, which f2 joins to what was there before.
template <class Result, class F, class Join>
Result parallel_reduce(int64_t begin, int64_t end, int64_t, const Result& identity, const F& f,
                       const Join& join) {
  return begin < end ? join(identity, f(begin, end, identity)) : identity;
}
inline bool in_parallel_region() { return false; }
inline int get_thread_num() { return 0; }
inline int64_t divup(int64_t x, int64_t y) { return (x + y - 1) / y; }
inline int64_t ceil_div(int64_t x, int64_t y) { return (x + y - 1) / y; }

namespace detail {
inline const Generator& getDefaultCPUGenerator() { return glassgrad::default_generator(); }
inline Generator createCPUGenerator(uint64_t seed = 67280421310721) {
  return glassgrad::make_generator(seed);
}
}  // namespace detail

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

namespace torch {
// Short names of types.
inline constexpr auto kU8 = glassgrad::kUInt8;
inline constexpr auto kI8 = glassgrad::kInt8;
inline constexpr auto kI16 = glassgrad::kInt16;
inline constexpr auto kI32 = glassgrad::kInt32;
inline constexpr auto kI64 = glassgrad::kInt64;
inline constexpr auto kF32 = glassgrad::kFloat32;
inline constexpr auto kF64 = glassgrad::kFloat64;

using c10::IntList;
using c10::irange;
using c10::LinAlgError;
using c10::OptionalArrayRef;
using c10::scalar_to_tensor;
using c10::scalarTypeToTypeMeta;
using c10::str;
using c10::WarningHandler;
namespace Warning = c10::Warning;
}  // namespace torch
