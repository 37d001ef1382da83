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

template <class T>
class weak_intrusive_ptr;

/// What intrusive_ptr can share: a base with the counts. All owners together are one weak
/// reference.
class intrusive_ptr_target : public glassgrad::RefCounted {
 public:
  intrusive_ptr_target() { weak_.retain_new(); }
  virtual ~intrusive_ptr_target() = default;

 protected:
  /// Called when the last owner goes while others still look at the object, which lives on for
  /// them.
  virtual void release_resources() {}

 private:
  template <class T>
  friend class weak_intrusive_ptr;
  friend void dispose(intrusive_ptr_target* target) {
    if (target->weak_.use_count() > 1) target->release_resources();
    drop_weak(target);
  }
  static void drop_weak(const intrusive_ptr_target* target) {
    if (target->weak_.release()) delete target;
  }
  glassgrad::RefCounted weak_;
};

/// Looks at an object that intrusive_ptrs own without keeping it.
template <class T>
class weak_intrusive_ptr {
 public:
  explicit weak_intrusive_ptr(const intrusive_ptr<T>& owner) : p_(owner.get()) {
    if (p_) weak().retain();
  }
  weak_intrusive_ptr(const weak_intrusive_ptr& other) : p_(other.p_) {
    if (p_) weak().retain();
  }
  weak_intrusive_ptr(weak_intrusive_ptr&& other) noexcept : p_(other.release()) {}
  weak_intrusive_ptr& operator=(weak_intrusive_ptr other) noexcept {
    swap(other);
    return *this;
  }
  ~weak_intrusive_ptr() { reset(); }

  /// An owner, or null where there is none any more.
  intrusive_ptr<T> lock() const noexcept {
    return p_ && p_->retain_if_alive() ? intrusive_ptr<T>::reclaim(p_) : intrusive_ptr<T>();
  }
  bool expired() const noexcept { return use_count() == 0; }
  size_t use_count() const noexcept { return p_ ? p_->use_count() : 0; }
  size_t weak_use_count() const noexcept { return p_ ? weak().use_count() : 0; }
  void reset() noexcept {
    if (T* before = release()) intrusive_ptr_target::drop_weak(before);
  }
  void swap(weak_intrusive_ptr& other) noexcept { std::swap(p_, other.p_); }
  /// Hands the counted reference to the caller, and takes one.
  T* release() noexcept { return std::exchange(p_, nullptr); }
  static weak_intrusive_ptr reclaim(T* counted) {
    weak_intrusive_ptr result{intrusive_ptr<T>()};
    result.p_ = counted;
    return result;
  }
  T* _unsafe_get_target() const noexcept { return p_; }
  friend bool operator==(const weak_intrusive_ptr&, const weak_intrusive_ptr&) = default;

 private:
  const glassgrad::RefCounted& weak() const {
    return static_cast<const intrusive_ptr_target*>(p_)->weak_;
  }
  T* p_ = nullptr;
};

template <class To, class From>
intrusive_ptr<To> static_intrusive_pointer_cast(const intrusive_ptr<From>& from) {
  return intrusive_ptr<To>(static_cast<To*>(from.get()));
}
template <class To, class From>
intrusive_ptr<To> dynamic_intrusive_pointer_cast(const intrusive_ptr<From>& from) {
  return intrusive_ptr<To>(dynamic_cast<To*>(from.get()));
}
template <class T, class... Args>
intrusive_ptr<T> make_intrusive(Args&&... args) {
  return intrusive_ptr<T>(new T(std::forward<Args>(args)...));
}

/// What operators of a program's own hold while they compute what their node will differentiate:
/// nothing is recorded.
struct AutoDispatchBelowAutograd : glassgrad::NoGradGuard {};
struct AutoDispatchBelowADInplaceOrView : glassgrad::NoGradGuard {};
struct AutoNonVariableTypeMode {
  explicit AutoNonVariableTypeMode(bool enabled = true) : recording(!enabled) {}
  glassgrad::AutoGradMode recording;
};

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

template <class T>
struct std::hash<glassgrad::intrusive_ptr<T>> {
  size_t operator()(const glassgrad::intrusive_ptr<T>& p) const { return hash<T*>()(p.get()); }
};
template <class T>
struct std::hash<c10::weak_intrusive_ptr<T>> {
  size_t operator()(const c10::weak_intrusive_ptr<T>& p) const {
    return hash<T*>()(p._unsafe_get_target());
  }
};
namespace glassgrad {
template <class T>
void swap(intrusive_ptr<T>& a, intrusive_ptr<T>& b) noexcept {
  a.swap(b);
}
}  // namespace glassgrad

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
