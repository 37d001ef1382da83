#pragma once
// Convolutions without a matrix of patches: its rows are the image itself, at other addresses.

#include "autograd/kernels/convolution.h"

namespace glassgrad::kernels {

/// Whether the functions below are faster than a matrix of patches and a product of CBLAS: on
/// processors with vectors of 32 bytes or more, for images that are not tiny.
bool shifts_pay(const Convolution& sizes);

// As in convolution.h; T is float or double.

template <class T>
void convolve_shifted(T* y, const T* x, const T* w, const T* bias, const Convolution& sizes);
template <class T>
void convolve_back_shifted(T* x, const T* y, const T* w, const Convolution& sizes);
template <class T>
void convolve_weight_shifted(T* w, const T* x, const T* y, const Convolution& sizes);

}  // namespace glassgrad::kernels
