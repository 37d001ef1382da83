#pragma once
// What few programs call.

#include <tuple>

#include "../tensor/tensor.h"
#include "../types/generator.h"

namespace glassgrad {

/// How often each of `count` trials succeeds, drawn with probability `prob`. Not differentiated.
/// Source: Hoermann (1993), "The generation of binomial random variates", BTRS; for few successes
/// the gaps between them are drawn.
Tensor binomial(const Tensor& count, const Tensor& prob, optional<Generator> generator = nullopt,
                Caller caller = {});

/// (layer_norm, mean [..., 1], 1 / sqrt(var + eps) [..., 1]); the latter two are not
/// differentiated.
std::tuple<Tensor, Tensor, Tensor> native_layer_norm(Traced input, IntArrayRef normalized_shape,
                                                     const optional<Tensor>& weight,
                                                     const optional<Tensor>& bias, double eps);

/// narrow from a place that a tensor of one integer tells.
Tensor narrow(Traced self, int64_t dim, const Tensor& start, int64_t length);
/// tensor_split with one number of sections, or the indices where parts begin, as int64.
std::vector<Tensor> tensor_split(Traced self, const Tensor& sections_or_indices, int64_t dim = 0);
/// A copy of self with `src` in place of self.as_strided(size, stride, storage_offset).
Tensor as_strided_scatter(Traced self, const Tensor& src, IntArrayRef size, IntArrayRef stride,
                          optional<int64_t> storage_offset = nullopt);
/// y[b, o] = sum over i, j of x1[b, i] weight[o, i, j] x2[b, j], plus bias[o].
Tensor bilinear(Traced input1, const Tensor& input2, const Tensor& weight,
                const optional<Tensor>& bias = {});
/// Of a real number x: pi if x < 0, NaN for NaN, else 0.
Tensor angle(Traced self);
/// Of real numbers, which are all there are here: self.
inline Tensor conj(Traced self) { return self.tensor; }
inline Tensor conj_physical(Traced self) { return self.tensor; }

}  // namespace glassgrad
