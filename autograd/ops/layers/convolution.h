#pragma once
// Internal: the form that convolutions are places of.

#include "autograd/functions/convolution.h"
#include "autograd/kernels/convolution.h"
#include "autograd/ops/op.h"

namespace glassgrad {

/// Image x, weight w and result y of a convolution are the three places of one form
///   T(x, w, y) = sum over n,o,c,p,k of  y[n,o,p] w[o,c,k] x[n, c, p * stride - padding + k *
///   dilation]
/// which is linear in each of them. The convolution is dT/dy, of x and w; the transposed one is
/// dT/dx, of y and w; and the gradients of both, and of these again, are dT/d(one) of the other
/// two.
enum class Place { Image, Weight, Result };

struct ConvGeometry {
  kernels::Convolution sizes;
  int64_t spatial;  ///< dimensions of an image: 1, 2 or 3

  /// Of the tensor in that place.
  Dims shape(Place place) const;
};

/// dT/dy of image and weight, plus bias[o], if there is one; recorded.
Tensor convolution(const Tensor& image, const Tensor& weight, const Tensor& bias,
                   const ConvGeometry& geometry);
/// dT/dx of result and weight, plus bias[c].
Tensor transposed_convolution(const Tensor& result, const Tensor& weight, const Tensor& bias,
                              const ConvGeometry& geometry);

}  // namespace glassgrad
