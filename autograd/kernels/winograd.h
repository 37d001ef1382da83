#pragma once
// Convolutions with windows of 3 x 3 that move by one, with fewer multiplications than they have
// terms.

#include "autograd/kernels/convolution.h"

namespace glassgrad::kernels {

/// Whether the functions below can do it: images of two dimensions, in one group of channels.
bool has_winograd(const Convolution& sizes);
/// Whether they are faster than the others: with many channels, and results that are many enough
/// for the transformed weights to be worth their memory; with at most two threads, since the others
/// share work better. So the last digits of such a convolution depend on set_num_threads.
bool winograd_pays(const Convolution& sizes);

// As in convolution.h; T is float or double. A result's error is in proportion to the largest
// number of its tile, 4 x 4 of the image, rather than of its window: results that see an infinity
// may be NaN in its place, and sums of four numbers of the image must be finite.

template <class T>
void convolve_winograd(T* y, const T* x, const T* w, const T* bias, const Convolution& sizes);
template <class T>
void convolve_back_winograd(T* x, const T* y, const T* w, const Convolution& sizes);
template <class T>
void convolve_weight_winograd(T* w, const T* x, const T* y, const Convolution& sizes);

}  // namespace glassgrad::kernels
