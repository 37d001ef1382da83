#pragma once
// Small things of c10's and caffe2's that programs name: another spelling of the standard
// library's, shared pointers that count in the object, types as values.

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "c10.h"

namespace c10 {

using std::get;
using std::get_if;
using std::holds_alternative;
using std::in_place;
using std::in_place_t;
using std::in_place_type_t;
using std::make_optional;
using std::monostate;
using std::string_view;
using std::variant;
using std::visit;
template <class T>
using OptionalRef = std::optional<std::reference_wrapper<const T>>;
using DimVector = glassgrad::Dims;
using DeviceIndex = glassgrad::DeviceIndex;
constexpr size_t kDimVectorStaticSize = 5;

namespace guts {
using std::apply;
using std::bool_constant;
using std::conjunction;
using std::disjunction;
using std::invoke;
using std::make_unique;
using std::negation;
using std::to_string;
using std::void_t;
template <class>
using false_t = std::false_type;
template <class>
using true_t = std::true_type;
/// The object's address, by which optimizers of libtorch's keep the state of a parameter; ours
/// writes it otherwise.
inline std::string to_string(glassgrad::TensorImpl* impl) {
  return glassgrad::optim::param_key(Tensor(glassgrad::intrusive_ptr<glassgrad::TensorImpl>(impl)));
}
}  // namespace guts

/// The items with `delimiter` between them.
template <class Container>
std::string Join(const std::string& delimiter, const Container& items) {
  std::ostringstream text;
  const char* separator = "";
  for (const auto& item : items) text << std::exchange(separator, delimiter.c_str()) << item;
  return text.str();
}

/// The value, or what f() gives.
template <class T, class F>
T value_or_else(const std::optional<T>& value, F&& f) {
  return value ? *value : f();
}

/// The type's name as it is written in C++.
inline std::string demangle(const char* name) { return glassgrad::autograd::demangle(name); }
template <class T>
std::string demangle_type() {
  return demangle(typeid(T).name());
}

template <class Container>
int64_t multiply_integers(const Container& numbers) {
  int64_t product = 1;
  for (const auto n : numbers) product *= static_cast<int64_t>(n);
  return product;
}
template <class Container>
int64_t sum_integers(const Container& numbers) {
  int64_t sum = 0;
  for (const auto n : numbers) sum += static_cast<int64_t>(n);
  return sum;
}

/// Called when the block is left.
template <class F>
class ScopeExit {
 public:
  explicit ScopeExit(F f) : f_(std::move(f)) {}
  ~ScopeExit() { f_(); }
  ScopeExit(const ScopeExit&) = delete;
  ScopeExit& operator=(const ScopeExit&) = delete;

 private:
  F f_;
};
template <class F>
ScopeExit<F> make_scope_exit(F f) {
  return ScopeExit<F>(std::move(f));
}

/// What intrusive_ptr can share: a base with the count.
class intrusive_ptr_target : public glassgrad::RefCounted {
 public:
  virtual ~intrusive_ptr_target() = default;

 protected:
  virtual void release_resources() {}
  friend void dispose(intrusive_ptr_target* target) {
    target->release_resources();
    delete target;
  }
};
template <class T, class... Args>
intrusive_ptr<T> make_intrusive(Args&&... args) {
  return intrusive_ptr<T>(new T(std::forward<Args>(args)...));
}

/// There is but the CPU: nothing to switch.
template <class... Args>
struct NoGuard {
  NoGuard() = default;
  template <class... Any>
  explicit NoGuard(const Any&...) {}
};
using DeviceGuard = NoGuard<Device>;
using OptionalDeviceGuard = NoGuard<Device, Device>;
using StreamGuard = NoGuard<int>;

/// How accessors hold their pointer, which here is always the same.
template <class T>
struct DefaultPtrTraits {
  using PtrType = T*;
};
template <class T>
struct RestrictPtrTraits {
  using PtrType = T* __restrict__;
};
template <class T, size_t N, template <class> class = DefaultPtrTraits>
using PackedTensorAccessor32 = TensorAccessor<T, N>;
template <class T, size_t N, template <class> class = DefaultPtrTraits>
using PackedTensorAccessor64 = TensorAccessor<T, N>;

namespace ivalue {
using glassgrad::ivalue::Tuple;
}
namespace impl {
using glassgrad::impl::GenericDict;
using glassgrad::impl::GenericList;
/// The C++ type of an element type: `ScalarTypeToCPPType<kFloat>::type`.
template <ScalarType type>
struct ScalarTypeToCPPType;
template <ScalarType type>
using ScalarTypeToCPPTypeT = typename ScalarTypeToCPPType<type>::type;
#define GLASSGRAD_CPP_TYPE(scalar_type, cpp_type)       \
  template <>                                           \
  struct ScalarTypeToCPPType<ScalarType::scalar_type> { \
    using type = cpp_type;                              \
  };
GLASSGRAD_CPP_TYPE(Byte, uint8_t)
GLASSGRAD_CPP_TYPE(Char, int8_t)
GLASSGRAD_CPP_TYPE(Short, int16_t)
GLASSGRAD_CPP_TYPE(Int, int32_t)
GLASSGRAD_CPP_TYPE(Long, int64_t)
GLASSGRAD_CPP_TYPE(Half, glassgrad::Half)
GLASSGRAD_CPP_TYPE(Float, float)
GLASSGRAD_CPP_TYPE(Double, double)
GLASSGRAD_CPP_TYPE(Bool, bool)
GLASSGRAD_CPP_TYPE(BFloat16, glassgrad::BFloat16)
#undef GLASSGRAD_CPP_TYPE
}  // namespace impl

constexpr double pi_of_double = 3.14159265358979323846;
template <class T>
constexpr T pi = static_cast<T>(pi_of_double);
}  // namespace c10

namespace caffe2 {
/// The element type of a C++ type: `caffe2::TypeMeta::Make<float>()`.
struct TypeMeta : glassgrad::TypeMeta {
  using glassgrad::TypeMeta::TypeMeta;
  constexpr TypeMeta(glassgrad::TypeMeta type) : glassgrad::TypeMeta(type) {}
  template <class T>
  static TypeMeta Make() {
    return {glassgrad::scalar_type_of<T>};
  }
};
}  // namespace caffe2

namespace torch {
using c10::DefaultPtrTraits;
using c10::make_intrusive;
using c10::make_optional;
using c10::PackedTensorAccessor32;
using c10::PackedTensorAccessor64;
using c10::RestrictPtrTraits;
using std::make_unique;

namespace autograd {
using AutoGradMode = glassgrad::AutoGradMode;
}
namespace jit {
using IValue = glassgrad::IValue;
using Stack = std::vector<IValue>;
}  // namespace jit

namespace data {
namespace example = glassgrad::data::example;

}  // namespace data

namespace nn::parallel {
/// There are no devices to divide a batch between: the module's forward.
template <class Module>
Tensor data_parallel(Module module, Tensor input, const optional<std::vector<Device>>& = nullopt,
                     const optional<Device>& = nullopt, int64_t = 0) {
  return module->forward(std::move(input));
}
}  // namespace nn::parallel
}  // namespace torch
