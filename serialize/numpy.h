#pragma once
// NumPy's files.

#include <string>

#include "../autograd/tensor/tensor.h"
#include "../nn/ordered_dict.h"

/// NumPy's files: one array in a .npy, arrays with names in a .npz. Types: float64, float32, int64,
/// int32, int16, int8, uint8, bool; float16 is read as float32.
/// Source: https://numpy.org/doc/1.24/reference/generated/numpy.lib.format.html
namespace glassgrad::numpy {

/// Writes one tensor, as `numpy.save`: row-major, little-endian, version 1.0. ".npy" is appended to
/// a path that does not end so. The file appears whole or not at all; one that is replaced keeps
/// its permissions.
/// @throws Error  if the tensor is undefined or the file cannot be written; the older file is as it
///                was then
void save(const std::string& path, const Tensor& tensor);

/// Reads one array, as `numpy.load`: versions 1.0, 2.0 and 3.0, both byte orders, row-major and
/// column-major. The result is contiguous and does not require grad.
/// @throws Error  that names the file, what was expected and what came, if anything in it
///                contradicts the format or itself, or the type is another one
Tensor load(const std::string& path);

/// Writes tensors under their names, as `numpy.savez(path, **tensors)`: not compressed. ".npz" is
/// appended to a path that does not end so.
/// @throws Error  as save
void savez(const std::string& path, const OrderedDict<std::string, Tensor>& tensors);

/// Reads the arrays of a file that `numpy.savez` or `numpy.savez_compressed` wrote, in their order.
/// @throws Error  as load; also for a wrong checksum
OrderedDict<std::string, Tensor> load_npz(const std::string& path);

}  // namespace glassgrad::numpy
