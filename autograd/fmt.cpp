#include "autograd/fmt.h"

#include <fmt/format.h>

namespace glassgrad::detail {

namespace {
std::string text_of(const Tensor& tensor) { return to_string(tensor); }
std::string text_of(IntArrayRef values) { return to_string(values); }
std::string text_of(ScalarType type) { return toString(type); }
std::string text_of(TypeMeta type) { return type.name(); }
std::string text_of(const Device& device) { return device.str(); }
}  // namespace

template <class T>
fmt::format_context::iterator TextFormatter<T>::format(const T& value,
                                                       fmt::format_context& context) const {
  return fmt::formatter<fmt::string_view>::format(text_of(value), context);
}

template struct TextFormatter<Tensor>;
template struct TextFormatter<IntArrayRef>;
template struct TextFormatter<ScalarType>;
template struct TextFormatter<TypeMeta>;
template struct TextFormatter<Device>;

}  // namespace glassgrad::detail
