// Steps of SGD and Adam in one pass over memory.
#include "autograd/kernels/optimizer.h"

#include <cmath>

#include "autograd/base/compiler.h"
#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {
namespace {

template <class T, bool kNesterov>
GLASSGRAD_MULTIVERSION void momentum_loop(T* GLASSGRAD_RESTRICT p, T* GLASSGRAD_RESTRICT v,
                                          const T* GLASSGRAD_RESTRICT g, int64_t n, T lr,
                                          T momentum, T share) {
  for (int64_t i = 0; i < n; ++i) {
    v[i] = std::fma(share, g[i], momentum * v[i]);
    const T d = kNesterov ? std::fma(momentum, v[i], g[i]) : v[i];
    p[i] = std::fma(-lr, d, p[i]);
  }
}

template <class T>
GLASSGRAD_MULTIVERSION void adam_loop(T* GLASSGRAD_RESTRICT p, T* GLASSGRAD_RESTRICT m,
                                      T* GLASSGRAD_RESTRICT v, const T* GLASSGRAD_RESTRICT g,
                                      int64_t n, const AdamStep& step) {
  const T beta1 = T(step.beta1), share1 = T(1 - step.beta1), beta2 = T(step.beta2);
  const T share2 = T(1 - step.beta2), scale = T(step.scale), eps = T(step.eps);
  const T rate = T(-step.rate);
  for (int64_t i = 0; i < n; ++i) {
    m[i] = std::fma(share1, g[i], beta1 * m[i]);
    v[i] = std::fma(share2 * g[i], g[i], beta2 * v[i]);
    p[i] = p[i] + rate * m[i] / (std::sqrt(v[i]) / scale + eps);
  }
}

}  // namespace

void momentum_step(ScalarType type, void* p, void* v, const void* g, int64_t n,
                   const MomentumStep& step) {
  visit_floating(type, [&]<class T>() {
    const auto loop = step.nesterov ? momentum_loop<T, true> : momentum_loop<T, false>;
    loop(static_cast<T*>(p), static_cast<T*>(v), static_cast<const T*>(g), n, T(step.lr),
         T(step.momentum), T(1 - step.dampening));
  });
}

void adam_step(ScalarType type, void* p, void* m, void* v, const void* g, int64_t n,
               const AdamStep& step) {
  visit_floating(type, [&]<class T>() {
    adam_loop(static_cast<T*>(p), static_cast<T*>(m), static_cast<T*>(v), static_cast<const T*>(g),
              n, step);
  });
}

}  // namespace glassgrad::kernels
