// Names of types for texts.
#include "nn/type_name.h"

#include <string_view>

#include "autograd/graph/function.h"

namespace glassgrad::nn {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

}  // namespace

std::string type_name(const std::type_info& type) {
  std::string name = autograd::demangle(type.name());
  replace_all(name, "glassgrad::Tensor", "at::Tensor");
  replace_all(name, "glassgrad::", "torch::");
  return name;
}

}  // namespace glassgrad::nn
