#pragma once
// Files of Python's torch.save and torch.load.

#include <string>
#include <vector>

#include "../autograd/graph/ivalue_containers.h"
#include "save.h"

namespace glassgrad {

/// What a file of Python's `torch.save`, or of libtorch's, says; its bytes are `data`. An
/// OrderedDict, as `state_dict()` gives it, is a dictionary like others:
///
///     for (const auto& entry : torch::pickle_load(bytes).toGenericDict())
///       std::cout << entry.key().toStringRef() << entry.value().toTensor();
///
/// Nothing in the file is run: it may hold tensors, numbers, strings, None, lists, tuples and
/// dictionaries. half and bfloat16 are read as float32; tensors of any device are on the CPU here.
/// Tensors that shared memory share it.
/// @throws Error  for all else, with the name of the class or the tensor; for a file that is
///                damaged, that contradicts itself, or of PyTorch before 1.6
IValue pickle_load(const std::vector<char>& data);

/// The bytes of a file that Python's `torch.load`, libtorch's and our `pickle_load` read.
/// @throws Error  if a tensor is undefined or strings are no UTF-8
std::vector<char> pickle_save(const IValue& value);

/// The same with files, and what state_dict() is in Python.
namespace pickle {

/// pickle_load of a file. One of 16 MB or more is mapped: its tensors take memory when they are
/// changed, and it must not be overwritten in place as long as they are there.
IValue load_file(const std::string& path);
/// pickle_save to a file, which appears whole or not at all; one that is replaced keeps its
/// permissions.
void save_file(const IValue& value, const std::string& path);
void save_file(const OrderedDict<std::string, Tensor>& tensors, const std::string& path);

/// The tensors of a dictionary, for Module::load_state_dict.
/// @throws Error  if it is none, or one of its values is no tensor
OrderedDict<std::string, Tensor> tensors(const IValue& dict);
/// The tensors as a dictionary.
IValue dict(const OrderedDict<std::string, Tensor>& tensors);

/// Python's `optimizer.state_dict()`: {"state": {0: {"momentum_buffer": ...}}, "param_groups":
/// [{"lr": 0.1, ..., "params": [0, 1]}]}, of SGD, Adam, AdamW, Adagrad, RMSprop and LBFGS.
IValue state_dict(const optim::Optimizer& optimizer);
/// Python's `optimizer.load_state_dict(dict)`.
/// @throws Error  if it is the state of another kind of optimizer or of other parameters, or has an
///                option that makes a difference and is unknown here; nothing has been changed then
void load_state_dict(optim::Optimizer& optimizer, const IValue& dict);

}  // namespace pickle
}  // namespace glassgrad
