#pragma once
// Internal: plain values among tensors under names, as archives have them.

#include "autograd/graph/ivalue_containers.h"
#include "serialize/save.h"

namespace glassgrad::serialize {

/// What follows the name of a plain value in the file, by its kind; nothing follows a tensor's.
namespace kinds {
constexpr std::string_view kTensor = "", kNone = " (none)", kInt = " (int)", kDouble = " (double)",
                           kBool = " (bool)", kString = " (string)", kInts = " (ints)",
                           kTensors = " (tensors)", kValue = " (value)", kEmpty = " (archive)";
}

/// " (int)" of "epoch (int)".
std::string_view kind_of(const std::string& name);
/// "epoch" of "epoch" and "epoch (int)".
std::string without_kind(const std::string& name);
/// "epoch (int)".
inline std::string with_kind(const std::string& key, std::string_view kind) {
  return std::string(key).append(kind);
}

/// Puts a tensor under a name. What is there is replaced if it is of the same kind.
void put_tensor(StateDict& state, const std::string& key, std::string_view kind,
                const Tensor& tensor);
/// Puts a plain value under a name. @throws Error for dictionaries and lists of other values
void put_value(StateDict& state, const std::string& key, const IValue& value);
/// The value under a name; false if there is none. `prefix` is what error texts put before it.
bool find_value(const StateDict& state, const std::string& key, const std::string& prefix,
                IValue& value);

/// What a file of Python says as an archive would: {"epoch": 3, "model": {"weight": w}} gives
/// "epoch (int)" and "model.weight". A list of tensors has the names "0", "1", ... where it is all
/// there is, as a tensor has "0".
/// @param name  of the file, for error texts
StateDict flatten(const IValue& value, const std::string& name);
/// The other way round, but for the dots: {"epoch": 3, "model.weight": w}.
IValue unflatten(const StateDict& state);

}  // namespace glassgrad::serialize
