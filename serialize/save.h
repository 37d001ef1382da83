#pragma once
// save and load for modules, optimizers and tensors.

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "../autograd/tensor/tensor.h"
#include "../nn/module_holder.h"
#include "../nn/ordered_dict.h"

namespace glassgrad {

namespace nn {
class Module;
}
namespace optim {
class Optimizer;
}

/// What `save` writes and `load` reads: names and tensors.
namespace serialize {

using StateDict = OrderedDict<std::string, Tensor>;
class InputArchive;
class OutputArchive;

/// {"0": tensor}
StateDict state_of(const Tensor& tensor);
/// {"0": first, "1": second, ...}
StateDict state_of(const std::vector<Tensor>& tensors);
/// module.state_dict()
StateDict state_of(const nn::Module& module);
/// {"param_groups.0.lr": options of the groups, "state.0.exp_avg": what the algorithm remembers of
/// each parameter}. @throws NotImplementedError for an optimizer that is not of this library
StateDict state_of(const optim::Optimizer& optimizer);
template <class M>
StateDict state_of(const nn::ModuleHolder<M>& module) {
  return state_of(static_cast<const nn::Module&>(*module));
}
template <class M>
requires nn::detail::is_module<M> StateDict state_of(const std::shared_ptr<M>& module) {
  return state_of(static_cast<const nn::Module&>(*module));
}

/// What a value writes itself, as samplers do.
template <class T>
concept SavesItself =
    !std::is_base_of_v<nn::Module, T> && !std::is_base_of_v<optim::Optimizer, T> &&
    requires(const T& value, OutputArchive& archive) {
  value.save(archive);
};
template <SavesItself T, class Archive = OutputArchive>
StateDict state_of(const T& value) {
  Archive archive;
  value.save(archive);
  return archive.state();
}

void set_state(Tensor& tensor, const StateDict& state);
void set_state(std::vector<Tensor>& tensors, const StateDict& state);
void set_state(nn::Module& module, const StateDict& state);
void set_state(optim::Optimizer& optimizer, const StateDict& state);
template <SavesItself T, class Archive = InputArchive>
void set_state(T& value, const StateDict& state) {
  Archive archive(state);
  value.load(archive);
}
template <class M>
void set_state(nn::ModuleHolder<M>& module, const StateDict& state) {
  set_state(static_cast<nn::Module&>(*module), state);
}
template <class M>
requires nn::detail::is_module<M>
void set_state(std::shared_ptr<M>& module, const StateDict& state) {
  set_state(static_cast<nn::Module&>(*module), state);
}

/// Whether the ending is .pt or .pth, as Python's torch.save has it.
bool is_python_path(const std::string& path);
/// Writes what Python's torch.save is given: a tensor, a list of tensors, a state_dict().
void write_python(const Tensor& tensor, const std::string& path);
void write_python(const std::vector<Tensor>& tensors, const std::string& path);
void write_python(const nn::Module& module, const std::string& path);
void write_python(const optim::Optimizer& optimizer, const std::string& path);
template <class M>
void write_python(const nn::ModuleHolder<M>& module, const std::string& path) {
  write_python(static_cast<const nn::Module&>(*module), path);
}
template <class M>
requires nn::detail::is_module<M>
void write_python(const std::shared_ptr<M>& module, const std::string& path) {
  write_python(static_cast<const nn::Module&>(*module), path);
}

/// The ending of the path says how: .pt or .pth, .npz, else safetensors.
void write_state(const StateDict& state, const std::string& path);
void write_state(const StateDict& state, std::ostream& stream);
/// `write` gets one piece after the other and returns how many of its bytes it has taken.
void write_state(const StateDict& state,
                 const std::function<size_t(const void* bytes, size_t count)>& write);
StateDict read_state(const std::string& path);
StateDict read_state(std::istream& stream);
StateDict read_state(const char* bytes, size_t count);
/// `read` copies bytes from a position and returns how many; `size` tells how many there are.
StateDict read_state(const std::function<size_t(uint64_t position, void* to, size_t count)>& read,
                     const std::function<size_t()>& size);

}  // namespace serialize

/// Saves a tensor, a std::vector of tensors, a module (itself, its holder or a shared_ptr to it) or
/// an optimizer, as libtorch's `torch::save`: to a path, a std::ostream, or a function that takes
/// bytes (the forms of serialize::write_state).
///
/// The ending of the path says how. To one of .pt or .pth a file is written that Python's
/// `torch.load` opens (serialize/pickle.h): the tensor, a list of the tensors, the `state_dict()`
/// of the module or the optimizer. To .npz it is one of NumPy (serialize/numpy.h), else, and to all
/// that is no path, a safetensors file (serialize/safetensors.h), for Python's
/// `safetensors.torch.load_file`. It is never libtorch's own archive.
/// @throws Error  if a tensor is undefined, or writing fails; an older file is as it was then
template <class Value, class... Target>
void save(const Value& value, Target&&... target) {
  if constexpr (requires { serialize::write_python(value, target...); }) {
    if (serialize::is_python_path(target...)) return serialize::write_python(value, target...);
  }
  serialize::write_state(serialize::state_of(value), target...);
}

/// Loads what `save`, Python's `torch.save` or libtorch's `torch::save` has written into a value of
/// the same kind: from a path, a std::istream, memory (const char*, size_t), or functions that give
/// bytes and their number (the forms of serialize::read_state). The bytes say which format it is.
///   - A tensor gets new memory, type and shape (`set_data`, if it is defined).
///   - A std::vector of tensors gets them appended.
///   - The parameters and buffers of a module get values; each must be there with its shape, more
///     in the file is no error.
///   - An optimizer must be of the saved kind, with as many parameters in the same order.
/// @throws Error  "No such serialized tensor 'fc.weight'", or as safetensors::load_file and
///                pickle_load; nothing has been changed then
template <class Value, class... Source>
void load(Value& value, Source&&... source) {
  serialize::set_state(value, serialize::read_state(source...));
}
/// A device may follow a path or a stream; there is but the CPU.
template <class Value, class Source>
void load(Value& value, Source&& source, Device) {
  load(value, source);
}
template <class Value, class Source>
void load(Value& value, Source&& source, DeviceType device) {
  load(value, source, Device(device));
}

}  // namespace glassgrad
