// Modules of any type: errors and default arguments.
#include "nn/any_module.h"

#include "autograd/base/check.h"
#include "nn/type_name.h"

namespace glassgrad::nn {

void detail::wrong_any_value(const std::type_info& asked, const std::type_info& actual) {
  throw Error(fmt::format("Attempted to cast AnyValue to {}, but its actual type is {}",
                          type_name(asked), type_name(actual)));
}

void detail::wrong_return_type(const std::type_info& asked, const std::type_info& actual) {
  throw Error(fmt::format("The type of the return value is {}, but you asked for type {}",
                          type_name(actual), type_name(asked)));
}

std::vector<AnyValue> AnyModulePlaceholder::complete(Module& module, size_t expected,
                                                     AnyValue* arguments, size_t count) const {
  const bool has_defaults = module._forward_has_default_args();
  if (has_defaults) {
    const size_t required = module._forward_num_required_args();
    check(required <= count && count <= expected,
          "{}'s forward() method expects at least {} argument(s) and at most {} argument(s), but "
          "received {}.",
          type_name(type()), required, expected, count);
  } else {
    check(count == expected, "{}'s forward() method expects {} argument(s), but received {}.{}",
          type_name(type()), expected, count,
          count > expected ? ""
                           : " If " + type_name(type()) +
                                 "'s forward() method has default arguments, please make sure the "
                                 "forward() method is declared with a corresponding "
                                 "`FORWARD_HAS_DEFAULT_ARGS` macro.");
  }
  std::vector<AnyValue> all(std::make_move_iterator(arguments),
                            std::make_move_iterator(arguments + count));
  return has_defaults ? module._forward_populate_default_args(std::move(all)) : std::move(all);
}

void AnyModulePlaceholder::wrong_argument(size_t index, const std::type_info& expected,
                                          const std::type_info& actual) {
  throw Error(fmt::format("Expected argument #{} to be of type {}, but received value of type {}",
                          index, type_name(expected), type_name(actual)));
}

AnyModule AnyModule::clone(const optional<Device>& device) const {
  AnyModule copy;
  if (content_) copy.content_ = content_->clone(device);
  return copy;
}

void AnyModule::empty(const char* method) {
  throw Error(fmt::format("Cannot call {} on an empty AnyModule", method));
}

void AnyModule::wrong_module(const std::type_info& asked) const {
  throw Error(fmt::format("Attempted to cast module of type {} to type {}",
                          type_name(content_->type()), type_name(asked)));
}

std::vector<AnyValue> detail::add_default_arguments(const std::vector<DefaultArgument>& defaults,
                                                    std::vector<AnyValue>&& given) {
  std::vector<AnyValue> all = std::move(given);
  for (const auto& [position, value] : defaults)
    if (position >= all.size()) all.push_back(value);
  return all;
}

}  // namespace glassgrad::nn
