#pragma once
// Numbers and tensors as Python prints them.

#include <string>

#include "../tensor/tensor.h"

namespace glassgrad {

/// The text that Python's `repr(value)` gives: the shortest decimal that reads back as the same
/// double, `0.0007497303886339068`, `5.960464477539063e-08`, `2.0`, `inf`.
std::string python_repr(double value);

/// The text that Python's `repr(tensor)` gives under PyTorch's default print options: four digits,
/// lines of 80 columns, three items at each edge of a tensor of more than 1000 elements.
///
///     python_repr(ones({2, 2}))    tensor([[1., 1.],
///                                          [1., 1.]])
///
/// A tensor of a dtype other than the default one, int64 or bool names it; a recorded result names
/// its grad_fn; a leaf that requires a gradient says so. An undefined tensor is `None`.
/// Python hands a number to an operation as a tensor, so the overloads for scalars (AddBackward1)
/// carry the name of those for tensors (AddBackward0), as Python shows them.
/// Source: https://pytorch.org/docs/1.13/generated/torch.set_printoptions.html
std::string python_repr(const Tensor& self);

}  // namespace glassgrad
