#pragma once
// The patches of an image as the columns of a matrix. Row (c, k) of it holds what element k of the
// window sees in channel c, for one output after the other.

#include "autograd/kernels/convolution.h"

namespace glassgrad::kernels {

/// Writes the patches of image [channels, in...], row by row, `row_stride` apart. T is float or
/// double, here and below.
template <class T>
void gather_patches(T* patches, int64_t row_stride, const T* image, int64_t channels,
                    const Convolution& sizes);
/// Adds every element of the patches where it came from.
template <class T>
void scatter_patches(const T* patches, int64_t row_stride, T* image, int64_t channels,
                     const Convolution& sizes);
/// Writes every element where it came from; for patches that do not overlap.
template <class T>
void return_patches(const T* patches, int64_t row_stride, T* image, int64_t channels,
                    const Convolution& sizes);

// Convolutions as products of such a matrix; as in convolution.h.

template <class T>
void convolve_patches(T* y, const T* x, const T* w, const T* bias, const Convolution& sizes);
template <class T>
void convolve_back_patches(T* x, const T* y, const T* w, const Convolution& sizes);
template <class T>
void convolve_weight_patches(T* w, const T* x, const T* y, const Convolution& sizes);

}  // namespace glassgrad::kernels
