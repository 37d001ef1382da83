#pragma once
// name_out(out, arguments...) of functions for which the library has none: the function, written
// into a tensor that is there.

#include "names.h"

// As templates, so that they take what the function takes.
#define GLASSGRAD_OUT(name)                                                         \
  namespace torch {                                                                 \
  template <class... Args>                                                          \
  Tensor& name##_out(Tensor& out, Args&&... args) {                                 \
    return glassgrad::write_out(out, glassgrad::name(std::forward<Args>(args)...)); \
  }                                                                                 \
  }                                                                                 \
  namespace at {                                                                    \
  using torch::name##_out;                                                          \
  }
// Two results: values and indices.
#define GLASSGRAD_OUT_PAIR(name)                                                           \
  namespace torch {                                                                        \
  template <class... Args>                                                                 \
  std::tuple<Tensor&, Tensor&> name##_out(Tensor& first, Tensor& second, Args&&... args) { \
    const auto [a, b] = glassgrad::name(std::forward<Args>(args)...);                      \
    glassgrad::write_out(first, a);                                                        \
    glassgrad::write_out(second, b);                                                       \
    return {first, second};                                                                \
  }                                                                                        \
  }                                                                                        \
  namespace at {                                                                           \
  using torch::name##_out;                                                                 \
  }

GLASSGRAD_OUT(acos)
GLASSGRAD_OUT(addcdiv)
GLASSGRAD_OUT(addcmul)
GLASSGRAD_OUT(addmv)
GLASSGRAD_OUT(addr)
GLASSGRAD_OUT(all)
GLASSGRAD_OUT(amax)
GLASSGRAD_OUT(amin)
GLASSGRAD_OUT(any)
GLASSGRAD_OUT(arange)
GLASSGRAD_OUT(argmax)
GLASSGRAD_OUT(argmin)
GLASSGRAD_OUT(asin)
GLASSGRAD_OUT(atan)
GLASSGRAD_OUT(baddbmm)
GLASSGRAD_OUT(bernoulli)
GLASSGRAD_OUT(bitwise_and)
GLASSGRAD_OUT(bitwise_not)
GLASSGRAD_OUT(bitwise_or)
GLASSGRAD_OUT(bitwise_xor)
GLASSGRAD_OUT(bucketize)
GLASSGRAD_OUT(clamp_max)
GLASSGRAD_OUT(clamp_min)
GLASSGRAD_OUT(cosh)
GLASSGRAD_OUT(cross)
GLASSGRAD_OUT(cumprod)
GLASSGRAD_OUT(cumsum)
GLASSGRAD_OUT(diag)
GLASSGRAD_OUT(digamma)
GLASSGRAD_OUT(elu)
GLASSGRAD_OUT(empty)
GLASSGRAD_OUT(erf)
GLASSGRAD_OUT(erfc)
GLASSGRAD_OUT(exp2)
GLASSGRAD_OUT(expm1)
GLASSGRAD_OUT(eye)
GLASSGRAD_OUT(floor_divide)
GLASSGRAD_OUT(frac)
GLASSGRAD_OUT(full)
GLASSGRAD_OUT(gelu)
GLASSGRAD_OUT(hardtanh)
GLASSGRAD_OUT(histc)
GLASSGRAD_OUT(hypot)
GLASSGRAD_OUT(index_add)
GLASSGRAD_OUT(index_copy)
GLASSGRAD_OUT(inverse)
GLASSGRAD_OUT(isin)
GLASSGRAD_OUT(kron)
GLASSGRAD_OUT(leaky_relu)
GLASSGRAD_OUT(lerp)
GLASSGRAD_OUT(lgamma)
GLASSGRAD_OUT(linspace)
GLASSGRAD_OUT(log10)
GLASSGRAD_OUT(log1p)
GLASSGRAD_OUT(log2)
GLASSGRAD_OUT(log_softmax)
GLASSGRAD_OUT(logaddexp)
GLASSGRAD_OUT(logical_not)
GLASSGRAD_OUT(logical_or)
GLASSGRAD_OUT(logical_xor)
GLASSGRAD_OUT(logspace)
GLASSGRAD_OUT(logsumexp)
GLASSGRAD_OUT(masked_select)
GLASSGRAD_OUT(mse_loss)
GLASSGRAD_OUT(multinomial)
GLASSGRAD_OUT(nan_to_num)
GLASSGRAD_OUT(nll_loss)
GLASSGRAD_OUT(nonzero)
GLASSGRAD_OUT(norm)
GLASSGRAD_OUT(normal)
GLASSGRAD_OUT(ones)
GLASSGRAD_OUT(outer)
GLASSGRAD_OUT(prod)
GLASSGRAD_OUT(quantile)
GLASSGRAD_OUT(rand)
GLASSGRAD_OUT(randint)
GLASSGRAD_OUT(randn)
GLASSGRAD_OUT(randperm)
GLASSGRAD_OUT(range)
GLASSGRAD_OUT(relu)
GLASSGRAD_OUT(renorm)
GLASSGRAD_OUT(scatter)
GLASSGRAD_OUT(scatter_add)
GLASSGRAD_OUT(searchsorted)
GLASSGRAD_OUT(silu)
GLASSGRAD_OUT(sinh)
GLASSGRAD_OUT(smooth_l1_loss)
GLASSGRAD_OUT(softmax)
GLASSGRAD_OUT(softplus)
GLASSGRAD_OUT(std)
GLASSGRAD_OUT(take)
GLASSGRAD_OUT(tensordot)
GLASSGRAD_OUT(threshold)
GLASSGRAD_OUT(tril)
GLASSGRAD_OUT(triu)
GLASSGRAD_OUT(true_divide)
GLASSGRAD_OUT(trunc)
GLASSGRAD_OUT(upsample_bilinear2d)
GLASSGRAD_OUT(upsample_nearest2d)
GLASSGRAD_OUT(var)
GLASSGRAD_OUT(xlogy)
GLASSGRAD_OUT(zeros)
GLASSGRAD_OUT_PAIR(cummax)
GLASSGRAD_OUT_PAIR(cummin)
GLASSGRAD_OUT_PAIR(kthvalue)
GLASSGRAD_OUT_PAIR(mode)
GLASSGRAD_OUT_PAIR(sort)
GLASSGRAD_OUT_PAIR(topk)
#undef GLASSGRAD_OUT
#undef GLASSGRAD_OUT_PAIR

namespace torch {
/// Of two tensors one result, along a dimension two.
inline Tensor& max_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return glassgrad::write_out(out, max(self, other));
}
inline Tensor& min_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return glassgrad::write_out(out, min(self, other));
}
inline std::tuple<Tensor&, Tensor&> max_out(Tensor& values, Tensor& indices, const Tensor& self,
                                            int64_t dim, bool keepdim = false) {
  const auto [v, i] = max(self, dim, keepdim);
  return {glassgrad::write_out(values, v), glassgrad::write_out(indices, i)};
}
inline std::tuple<Tensor&, Tensor&> min_out(Tensor& values, Tensor& indices, const Tensor& self,
                                            int64_t dim, bool keepdim = false) {
  const auto [v, i] = min(self, dim, keepdim);
  return {glassgrad::write_out(values, v), glassgrad::write_out(indices, i)};
}
}  // namespace torch
namespace at {
using torch::max_out;
using torch::min_out;
}  // namespace at
