#pragma once
// Of what type a new tensor is, where it lives and whether it requires a gradient.

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "scalar_type.h"

namespace glassgrad {

/// Numbered as in PyTorch. Tensors live on the CPU; the others can be named, and are refused when
/// used.
enum class DeviceType : int8_t {
  CPU = 0,
  CUDA = 1,
  HIP = 6,
  XLA = 9,
  XPU = 12,
  MPS = 13,
  Meta = 14
};
constexpr DeviceType kCPU = DeviceType::CPU;
constexpr DeviceType kCUDA = DeviceType::CUDA;
constexpr DeviceType kHIP = DeviceType::HIP;
constexpr DeviceType kXLA = DeviceType::XLA;
constexpr DeviceType kXPU = DeviceType::XPU;
constexpr DeviceType kMPS = DeviceType::MPS;
constexpr DeviceType kMeta = DeviceType::Meta;
using DeviceIndex = int8_t;
std::ostream& operator<<(std::ostream& out, DeviceType type);

/// Where a tensor lives, and there the how manieth.
struct Device {
  Device(DeviceType type = kCPU, DeviceIndex index = -1) : type_(type), index_(index) {}
  /// "cpu", "cuda", "cuda:1", "mps"
  Device(const std::string& text);
  Device(const char* text) : Device(std::string(text)) {}
  DeviceType type() const { return type_; }
  DeviceIndex index() const { return index_; }
  bool has_index() const { return index_ != -1; }
  bool is_cpu() const { return type_ == kCPU; }
  bool is_cuda() const { return type_ == kCUDA; }
  bool is_mps() const { return type_ == kMPS; }
  std::string str() const;
  friend bool operator==(const Device&, const Device&) = default;

 private:
  DeviceType type_;
  DeviceIndex index_;
};
std::ostream& operator<<(std::ostream& out, const Device& d);

enum class Layout : int8_t { Strided, Sparse };
constexpr Layout kStrided = Layout::Strided;
constexpr Layout kSparse = Layout::Sparse;
std::ostream& operator<<(std::ostream& out, Layout layout);

/// The order of dimensions in memory; ChannelsLast: N, H, W, C of images [N, C, H, W], and so on.
enum class MemoryFormat : int8_t { Contiguous, Preserve, ChannelsLast, ChannelsLast3d };
std::ostream& operator<<(std::ostream& out, MemoryFormat format);

/// dtype, device, layout and requires_grad of a tensor to be made, each given or left to the
/// default; every one of them converts to it, and `torch::dtype(kFloat64).requires_grad(true)`
/// chains.
class TensorOptions {
 public:
  TensorOptions() = default;
  TensorOptions(ScalarType dtype) : dtype_(dtype), given_(kDtype) {}
  TensorOptions(TypeMeta dtype) : TensorOptions(dtype.toScalarType()) {}
  TensorOptions(Device device) : device_(device), given_(kDevice) {}
  TensorOptions(DeviceType device) : TensorOptions(Device(device)) {}
  TensorOptions(Layout layout) : layout_(layout), given_(kLayout) {}
  TensorOptions(MemoryFormat format) : memory_format_(format), given_(kMemoryFormat) {}
  TensorOptions(const std::string& device) : TensorOptions(Device(device)) {}
  // A template, so that the number 0 does not convert as a null pointer: arange(0, 1, 0).
  template <class Char>
  requires std::is_same_v<Char, char> TensorOptions(const Char* device)
      : TensorOptions(Device(device)) {}

  [[nodiscard]] TensorOptions dtype(std::optional<ScalarType> t) const;
  [[nodiscard]] TensorOptions device(std::optional<Device> d) const;
  [[nodiscard]] TensorOptions device(DeviceType type, DeviceIndex index) const {
    return device(Device(type, index));
  }
  [[nodiscard]] TensorOptions layout(std::optional<Layout> l) const;
  [[nodiscard]] TensorOptions requires_grad(std::optional<bool> r) const;
  /// Of memory for a graphics card: refused when a tensor is made.
  [[nodiscard]] TensorOptions pinned_memory(std::optional<bool> p) const;
  [[nodiscard]] TensorOptions memory_format(std::optional<MemoryFormat> format) const;

  TypeMeta dtype() const { return has_dtype() ? dtype_ : get_default_scalar_type(); }
  Device device() const { return device_; }
  DeviceIndex device_index() const { return device_.index(); }
  Layout layout() const { return layout_; }
  bool requires_grad() const { return requires_grad_; }
  bool pinned_memory() const { return pinned_memory_; }
  bool has_dtype() const { return given_ & kDtype; }
  bool has_device() const { return given_ & kDevice; }
  bool has_layout() const { return given_ & kLayout; }
  bool has_requires_grad() const { return given_ & kRequiresGrad; }
  bool has_pinned_memory() const { return given_ & kPinnedMemory; }
  bool has_memory_format() const { return given_ & kMemoryFormat; }
  std::optional<ScalarType> dtype_opt() const;
  std::optional<MemoryFormat> memory_format_opt() const;
  /// These options with those that `other` gives put over them.
  TensorOptions merge_in(TensorOptions other) const;

 private:
  enum Given : uint8_t {
    kDtype = 1,
    kDevice = 2,
    kLayout = 4,
    kRequiresGrad = 8,
    kPinnedMemory = 16,
    kMemoryFormat = 32
  };
  void set_given(Given what, bool given);

  // What is not given has its default value here, but for the dtype, whose default can change.
  ScalarType dtype_ = ScalarType::Undefined;
  Device device_;
  Layout layout_ = kStrided;
  bool requires_grad_ = false;
  bool pinned_memory_ = false;
  MemoryFormat memory_format_ = MemoryFormat::Contiguous;
  uint8_t given_ = 0;
};
std::ostream& operator<<(std::ostream& out, const TensorOptions& options);

inline TensorOptions dtype(ScalarType t) { return TensorOptions(t); }
inline TensorOptions dtype(TypeMeta t) { return TensorOptions(t); }
template <class T>
TensorOptions dtype() {
  return TensorOptions(scalar_type_of<T>);
}
inline TensorOptions device(Device d) { return TensorOptions(d); }
inline TensorOptions device_index(DeviceIndex index) { return TensorOptions(Device(kCUDA, index)); }
inline TensorOptions layout(Layout l) { return TensorOptions(l); }
inline TensorOptions requires_grad(bool r = true) { return TensorOptions().requires_grad(r); }

}  // namespace glassgrad
