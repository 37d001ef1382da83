#pragma once
// Files of the Python package safetensors.

#include <string>

#include "../autograd/tensor/tensor.h"
#include "../nn/ordered_dict.h"

/// Model files that are safe to open, as the Python package `safetensors` reads and writes them:
/// numbers, their names and nothing that could be run. The format is an 8-byte little-endian length
/// n, n bytes of JSON {name: {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}, and the
/// elements, row-major and little-endian.
///
/// Types: F64, F32, I64, I32, I16, I8, U8, BOOL; F16 and BF16 are read as float32.
/// Source: the safetensors project, "Format".
namespace glassgrad::safetensors {

/// Writes tensors under their names, for example `save_file(model->state_dict(), path)`.
///
/// The data is ordered as the Python package does it, the larger types first and then by name. The
/// file appears whole or not at all; one that is replaced keeps its permissions.
/// @param metadata  texts that are stored beside them
/// @throws Error  if a tensor is undefined, a name is "__metadata__" or no UTF-8, or the file
///                cannot be written; the older file is as it was then
void save_file(const OrderedDict<std::string, Tensor>& tensors, const std::string& path,
               const OrderedDict<std::string, std::string>& metadata);
void save_file(const OrderedDict<std::string, Tensor>& tensors, const std::string& path);

/// The tensors of a file in the order of their data; they do not require grad.
/// @throws Error  that names file and tensor, what was expected and what came, if anything in the
///                file contradicts the format or itself
OrderedDict<std::string, Tensor> load_file(const std::string& path);

/// The texts stored beside the tensors. @throws Error as load_file
OrderedDict<std::string, std::string> load_metadata(const std::string& path);

}  // namespace glassgrad::safetensors
