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

}  // namespace glassgrad
