#pragma once
// Activations that overwrite what they are applied to, as functions: x = f(x), with history. And
// functions that few programs call.

#include "../tensor/indexing.h"
#include "activation.h"

namespace glassgrad {

Tensor& leaky_relu_(Tensor& self, const Scalar& negative_slope = 0.01, Caller = {});
Tensor& elu_(Tensor& self, const Scalar& alpha = 1, const Scalar& scale = 1,
             const Scalar& input_scale = 1, Caller = {});
Tensor& selu_(Tensor& self, Caller = {});
Tensor& celu_(Tensor& self, const Scalar& alpha = 1.0, Caller = {});
Tensor& gelu_(Tensor& self, const std::string& approximate = "none", Caller = {});
Tensor& silu_(Tensor& self, Caller = {});
Tensor& mish_(Tensor& self, Caller = {});
Tensor& hardtanh_(Tensor& self, const Scalar& min_val = -1, const Scalar& max_val = 1, Caller = {});
Tensor& relu6_(Tensor& self, Caller = {});
Tensor& hardsigmoid_(Tensor& self, Caller = {});
Tensor& hardswish_(Tensor& self, Caller = {});
Tensor& threshold_(Tensor& self, const Scalar& threshold, const Scalar& value, Caller = {});
Tensor& rrelu_(Tensor& self, const Scalar& lower = 1.0 / 8, const Scalar& upper = 1.0 / 3,
               bool training = false, optional<Generator> generator = nullopt, Caller = {});
Tensor& dropout_(Tensor& self, double p, bool train, Caller = {});
inline Tensor& detach_(Tensor& self) { return self.detach_(); }
inline Tensor& clip_(Tensor& self, const optional<Scalar>& min,
                     const optional<Scalar>& max = nullopt, Caller caller = {}) {
  return self.clamp_(min, max, caller);
}
inline Tensor& negative_(Tensor& self, Caller caller = {}) { return self.neg_(caller); }
inline Tensor& nan_to_num_(Tensor& self, optional<double> nan = nullopt,
                           optional<double> posinf = nullopt, optional<double> neginf = nullopt,
                           Caller caller = {}) {
  return self.nan_to_num_(nan, posinf, neginf, caller);
}
/// nonzero's columns, the index of each dimension by itself.
inline std::vector<Tensor> nonzero_numpy(Traced self) {
  return self.tensor.nonzero_numpy(self.caller);
}
/// Memory of unknown contents with these strides.
Tensor empty_strided(IntArrayRef size, IntArrayRef stride, const TensorOptions& options = {},
                     Caller = {});
/// [N, C, *]: channel g * (C / groups) + i goes to place i * groups + g.
Tensor channel_shuffle(Traced self, int64_t groups);
/// Sequences [L_i, *] of different lengths as [L, B, *] (or [B, L, *]), filled up.
Tensor pad_sequence(TensorList sequences, bool batch_first = false, double padding_value = 0,
                    Caller = {});
/// The p-norm over all dimensions but one, whose place it keeps.
Tensor norm_except_dim(Traced v, int64_t pow = 2, int64_t dim = 0);
/// One vector of all elements; and back to the shapes of `tensors`.
Tensor flatten_dense_tensors(TensorList tensors, Caller = {});
std::vector<Tensor> unflatten_dense_tensors(const Tensor& flat, TensorList tensors, Caller = {});

}  // namespace glassgrad
