#pragma once
// Convolutions. The textbook's way has the patches of the image as columns of a matrix (patches.h):
// one product for each group of channels and so many samples that the matrices are not too narrow.
// A faster way does not write that matrix down (shifted.h), and one of many channels multiplies
// less (winograd.h); shifts_pay() and winograd_pays() say when.

#include <array>

#include "autograd/kernels/axis.h"
#include "autograd/types/scalar_type.h"

namespace glassgrad::kernels {

/// Sizes of image x [batch, in_channels, in...], weight w [out_channels, in_channels / groups,
/// kernel...] and result y [batch, out_channels, out...], all contiguous, of float or double.
struct Convolution {
  int64_t batch = 1, in_channels = 1, out_channels = 1, groups = 1;
  std::array<Axis, 3> axes;  ///< missing dimensions come first, as ones

  int64_t inputs() const { return axes[0].in * axes[1].in * axes[2].in; }
  int64_t outputs() const { return axes[0].out * axes[1].out * axes[2].out; }
  int64_t window() const { return axes[0].kernel * axes[1].kernel * axes[2].kernel; }
};

/// y[n,o,p] = bias[o] + sum_ck w[o,c,k] x[n,c, place of k at p]; without a bias (null), 0.
void convolve(ScalarType type, void* y, const void* x, const void* w, const void* bias,
              const Convolution& sizes);
/// x[n,c,q] = sum of w[o,c,k] y[n,o,p] over all (o,k,p) whose place is q.
void convolve_back(ScalarType type, void* x, const void* y, const void* w,
                   const Convolution& sizes);
/// w[o,c,k] = sum_np y[n,o,p] x[n,c, place of k at p].
void convolve_weight(ScalarType type, void* w, const void* x, const void* y,
                     const Convolution& sizes);

}  // namespace glassgrad::kernels
