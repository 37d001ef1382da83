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
// Of a shape, which programs write in braces.
#define GLASSGRAD_OUT_OF_SHAPE(name)                                        \
  namespace torch {                                                         \
  inline Tensor& name##_out(Tensor& out, IntArrayRef size) {                \
    return glassgrad::write_out(out, glassgrad::name(size, out.options())); \
  }                                                                         \
  }                                                                         \
  namespace at {                                                            \
  using torch::name##_out;                                                  \
  }
// Over dimensions, which programs write in braces too.
#define GLASSGRAD_OUT_OVER(name)                                                               \
  namespace torch {                                                                            \
  template <class... Args>                                                                     \
  Tensor& name##_out(Tensor& out, const Tensor& self, IntArrayRef dim, Args&&... args) {       \
    return glassgrad::write_out(out, glassgrad::name(self, dim, std::forward<Args>(args)...)); \
  }                                                                                            \
  }                                                                                            \
  namespace at {                                                                               \
  using torch::name##_out;                                                                     \
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
GLASSGRAD_OUT_OVER(amax)
GLASSGRAD_OUT_OVER(amin)
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
GLASSGRAD_OUT(erf)
GLASSGRAD_OUT(erfc)
GLASSGRAD_OUT(exp2)
GLASSGRAD_OUT(expm1)
GLASSGRAD_OUT(eye)
GLASSGRAD_OUT(floor_divide)
GLASSGRAD_OUT(frac)
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
GLASSGRAD_OUT_OVER(logsumexp)
GLASSGRAD_OUT(masked_select)
GLASSGRAD_OUT(mse_loss)
GLASSGRAD_OUT(multinomial)
GLASSGRAD_OUT(nan_to_num)
GLASSGRAD_OUT(nll_loss)
GLASSGRAD_OUT(nonzero)
GLASSGRAD_OUT(norm)
GLASSGRAD_OUT(normal)
GLASSGRAD_OUT(outer)
GLASSGRAD_OUT(prod)
GLASSGRAD_OUT(quantile)
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
GLASSGRAD_OUT_OVER(std)
GLASSGRAD_OUT(take)
GLASSGRAD_OUT(tensordot)
GLASSGRAD_OUT(threshold)
GLASSGRAD_OUT(tril)
GLASSGRAD_OUT(triu)
GLASSGRAD_OUT(true_divide)
GLASSGRAD_OUT(trunc)
GLASSGRAD_OUT(upsample_bilinear2d)
GLASSGRAD_OUT(upsample_nearest2d)
GLASSGRAD_OUT_OVER(var)
GLASSGRAD_OUT(xlogy)
GLASSGRAD_OUT_OF_SHAPE(empty)
GLASSGRAD_OUT_OF_SHAPE(ones)
GLASSGRAD_OUT_OF_SHAPE(rand)
GLASSGRAD_OUT_OF_SHAPE(randn)
GLASSGRAD_OUT_OF_SHAPE(zeros)
GLASSGRAD_OUT_PAIR(cummax)
GLASSGRAD_OUT_PAIR(cummin)
GLASSGRAD_OUT_PAIR(kthvalue)
GLASSGRAD_OUT_PAIR(mode)
GLASSGRAD_OUT_PAIR(sort)
GLASSGRAD_OUT_PAIR(topk)
#undef GLASSGRAD_OUT
#undef GLASSGRAD_OUT_OF_SHAPE
#undef GLASSGRAD_OUT_OVER
#undef GLASSGRAD_OUT_PAIR

namespace torch {
inline Tensor& full_out(Tensor& out, IntArrayRef size, const Scalar& value) {
  return glassgrad::write_out(out, glassgrad::full(size, value, out.options()));
}
inline Tensor& randint_out(Tensor& out, int64_t high, IntArrayRef size) {
  return glassgrad::write_out(out, glassgrad::randint(high, size, out.options()));
}
inline Tensor& randint_out(Tensor& out, int64_t low, int64_t high, IntArrayRef size) {
  return glassgrad::write_out(out, glassgrad::randint(low, high, size, out.options()));
}
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
using torch::full_out;
using torch::max_out;
using torch::min_out;
using torch::randint_out;
}  // namespace at
