#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "autograd/scalar_type.h"

namespace glassgrad {

enum class DeviceType : int8_t { CPU = 0, CUDA = 1 };
constexpr DeviceType kCPU = DeviceType::CPU;
constexpr DeviceType kCUDA = DeviceType::CUDA;
std::ostream& operator<<(std::ostream& out, DeviceType type);

/// Where a tensor lives. Only the CPU exists here; "cuda" can be named and is refused when used.
struct Device {
  Device(DeviceType type = kCPU, int8_t index = -1) : type_(type), index_(index) {}
  /// "cpu", "cuda", "cuda:1"
  Device(const std::string& text);
  Device(const char* text) : Device(std::string(text)) {}
  DeviceType type() const { return type_; }
  int8_t index() const { return index_; }
  bool has_index() const { return index_ != -1; }
  bool is_cpu() const { return type_ == kCPU; }
  bool is_cuda() const { return type_ == kCUDA; }
  std::string str() const;
  friend bool operator==(const Device&, const Device&) = default;

 private:
  DeviceType type_;
  int8_t index_;
};
std::ostream& operator<<(std::ostream& out, const Device& d);

enum class Layout : int8_t { Strided, Sparse };
constexpr Layout kStrided = Layout::Strided;
constexpr Layout kSparse = Layout::Sparse;
std::ostream& operator<<(std::ostream& out, Layout layout);

enum class MemoryFormat : int8_t { Contiguous, Preserve };

/// dtype, device, layout and requires_grad of a tensor to be made, each given or left to the
/// default; every one of them converts to it, and `torch::dtype(kFloat64).requires_grad(true)`
/// chains.
class TensorOptions {
 public:
  TensorOptions() = default;
  TensorOptions(ScalarType dtype) : dtype_(dtype) {}
  TensorOptions(TypeMeta dtype) : dtype_(dtype.toScalarType()) {}
  TensorOptions(Device device) : device_(device) {}
  TensorOptions(DeviceType device) : device_(Device(device)) {}
  TensorOptions(Layout layout) : layout_(layout) {}
  TensorOptions(const std::string& device) : device_(Device(device)) {}
  // A template, so that the number 0 does not convert as a null pointer: arange(0, 1, 0).
  template <class Char>
  requires std::is_same_v<Char, char> TensorOptions(const Char* device) : device_(Device(device)) {}

  [[nodiscard]] TensorOptions dtype(std::optional<ScalarType> t) const;
  [[nodiscard]] TensorOptions device(std::optional<Device> d) const;
  [[nodiscard]] TensorOptions layout(std::optional<Layout> l) const;
  [[nodiscard]] TensorOptions requires_grad(std::optional<bool> r) const;

  TypeMeta dtype() const { return dtype_.value_or(get_default_scalar_type()); }
  Device device() const { return device_.value_or(Device()); }
  Layout layout() const { return layout_.value_or(kStrided); }
  bool requires_grad() const { return requires_grad_.value_or(false); }
  bool has_dtype() const { return dtype_.has_value(); }
  bool has_device() const { return device_.has_value(); }
  bool has_layout() const { return layout_.has_value(); }
  bool has_requires_grad() const { return requires_grad_.has_value(); }
  std::optional<ScalarType> dtype_opt() const { return dtype_; }
  /// These options with those that `other` gives put over them.
  TensorOptions merge_in(TensorOptions other) const;

 private:
  std::optional<ScalarType> dtype_;
  std::optional<Device> device_;
  std::optional<Layout> layout_;
  std::optional<bool> requires_grad_;
};
std::ostream& operator<<(std::ostream& out, const TensorOptions& options);

inline TensorOptions dtype(ScalarType t) { return TensorOptions(t); }
inline TensorOptions dtype(TypeMeta t) { return TensorOptions(t); }
template <class T>
TensorOptions dtype() {
  return TensorOptions(scalar_type_of<T>);
}
inline TensorOptions device(Device d) { return TensorOptions(d); }
inline TensorOptions layout(Layout l) { return TensorOptions(l); }
inline TensorOptions requires_grad(bool r = true) { return TensorOptions().requires_grad(r); }

}  // namespace glassgrad
