// Reads devices from texts, and merges options.
#include "autograd/types/tensor_options.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "autograd/base/check.h"

namespace glassgrad {

namespace {
constexpr struct {
  const char* name;
  DeviceType type;
} kDevices[] = {{"cpu", kCPU}, {"cuda", kCUDA}, {"hip", kHIP},  {"xla", kXLA},
                {"xpu", kXPU}, {"mps", kMPS},   {"meta", kMeta}};
}  // namespace

Device::Device(const std::string& text) : type_(kCPU), index_(-1) {
  const size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  const auto* const named = std::find_if(std::begin(kDevices), std::end(kDevices),
                                         [&](const auto& known) { return kind == known.name; });
  check(
      named != std::end(kDevices),
      "Device: expected \"cpu\", \"cuda\" or either with an index as in \"cuda:1\", but got \"{}\"",
      text);
  type_ = named->type;
  if (colon == std::string::npos) return;
  const std::string digits = text.substr(colon + 1);
  check(!digits.empty() && digits.size() < 3 &&
            digits.find_first_not_of("0123456789") == std::string::npos,
        "Device: expected a number after ':', but got \"{}\"", text);
  index_ = static_cast<int8_t>(std::atoi(digits.c_str()));
}

std::string Device::str() const {
  const std::string kind =
      std::find_if(std::begin(kDevices), std::end(kDevices), [this](const auto& known) {
        return type_ == known.type;
      })->name;
  return has_index() ? kind + ":" + std::to_string(index_) : kind;
}

void TensorOptions::set_given(Given what, bool given) {
  given_ = given ? given_ | what : given_ & ~what;
}

TensorOptions TensorOptions::dtype(std::optional<ScalarType> t) const {
  TensorOptions changed = *this;
  changed.dtype_ = t.value_or(ScalarType::Undefined);
  changed.set_given(kDtype, t.has_value());
  return changed;
}
TensorOptions TensorOptions::device(std::optional<Device> d) const {
  TensorOptions changed = *this;
  changed.device_ = d.value_or(Device());
  changed.set_given(kDevice, d.has_value());
  return changed;
}
TensorOptions TensorOptions::layout(std::optional<Layout> l) const {
  TensorOptions changed = *this;
  changed.layout_ = l.value_or(kStrided);
  changed.set_given(kLayout, l.has_value());
  return changed;
}
TensorOptions TensorOptions::requires_grad(std::optional<bool> r) const {
  TensorOptions changed = *this;
  changed.requires_grad_ = r.value_or(false);
  changed.set_given(kRequiresGrad, r.has_value());
  return changed;
}
TensorOptions TensorOptions::pinned_memory(std::optional<bool> p) const {
  TensorOptions changed = *this;
  changed.pinned_memory_ = p.value_or(false);
  changed.set_given(kPinnedMemory, p.has_value());
  return changed;
}

TensorOptions TensorOptions::memory_format(std::optional<MemoryFormat> format) const {
  TensorOptions changed = *this;
  changed.memory_format_ = format.value_or(MemoryFormat::Contiguous);
  changed.set_given(kMemoryFormat, format.has_value());
  return changed;
}

std::optional<MemoryFormat> TensorOptions::memory_format_opt() const {
  return has_memory_format() ? std::optional(memory_format_) : std::nullopt;
}
std::optional<ScalarType> TensorOptions::dtype_opt() const {
  return has_dtype() ? std::optional(dtype_) : std::nullopt;
}

TensorOptions TensorOptions::merge_in(TensorOptions other) const {
  TensorOptions merged = *this;
  if (other.has_dtype()) merged.dtype_ = other.dtype_;
  if (other.has_device()) merged.device_ = other.device_;
  if (other.has_layout()) merged.layout_ = other.layout_;
  if (other.has_requires_grad()) merged.requires_grad_ = other.requires_grad_;
  if (other.has_pinned_memory()) merged.pinned_memory_ = other.pinned_memory_;
  if (other.has_memory_format()) merged.memory_format_ = other.memory_format_;
  merged.given_ |= other.given_;
  return merged;
}

}  // namespace glassgrad
