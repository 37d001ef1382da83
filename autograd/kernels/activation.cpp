#include "autograd/kernels/activation.h"

#include <cmath>
#include <numbers>

#include "autograd/kernels/sleef.h"
#include "autograd/kernels/vector_math.h"

namespace glassgrad::kernels {

namespace {

// A formula is written once and gets its elementary functions as its first argument: those for
// groups of elements, or those for the rest.
struct Groups {
  GLASSGRAD_ALWAYS_INLINE static float exp(float x) { return sleef::exp(x); }
  GLASSGRAD_ALWAYS_INLINE static double exp(double x) { return vec::exp(x); }
  template <class T>
  GLASSGRAD_ALWAYS_INLINE static T log1p(T x) {
    return vec::log1p(x);
  }
  template <class T>
  GLASSGRAD_ALWAYS_INLINE static T tanh(T x) {
    return vec::tanh(x);
  }
  template <class T>
  GLASSGRAD_ALWAYS_INLINE static T erf(T x) {
    return vec::erf(x);
  }
};
struct Rest {
  template <class T>
  static T exp(T x) {
    return std::exp(x);
  }
  template <class T>
  static T log1p(T x) {
    return std::log1p(x);
  }
  template <class T>
  static T tanh(T x) {
    return std::tanh(x);
  }
  template <class T>
  static T erf(T x) {
    return std::erf(x);
  }
};

// y_i = f(functions, x_i)
template <class F>
void forward(ScalarType type, void* y, const void* x, int64_t n, F f) {
  visit_floating(type, [&]<class T>() {
    map(
        static_cast<T*>(y), static_cast<const T*>(x), n, [f](T v) { return f(Groups(), v); },
        [f](T v) { return f(Rest(), v); });
  });
}

// dx_i = f(functions, dy_i, saved_i)
template <class T, class F>
void short_row(int64_t n, const Operand& dx, const Operand& dy, const Operand& saved, F f) {
  for (int64_t i = 0; i < n; ++i)
    static_cast<T*>(dx.data)[i * dx.strides[0]] =
        f(Rest(), static_cast<const T*>(dy.data)[i * dy.strides[0]],
          static_cast<const T*>(saved.data)[i * saved.strides[0]]);
}
template <class F>
void backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
              const Operand& saved, F f) {
  int64_t n = 1;
  for (const int64_t size : sizes) n *= size;
  visit_floating(type, [&]<class T>() {
    if (n < kGroup && sizes.size() == 1)
      short_row<T>(n, dx, dy, saved, f);
    else if (n < kGroup)
      zip<T, T, T>(sizes, dx, dy, saved, [f](T g, T v) { return f(Rest(), g, v); });
    else
      zip_vectors<T>(sizes, dx, dy, saved, [f](T g, T v) { return f(Groups(), g, v); });
  });
}

// Every type; what compares with a number of that type is cut to it, as in PyTorch.
template <class F>
void choose(ScalarType type, void* y, const void* x, int64_t n, F f) {
  visit(type, [&]<class T>() {
    if constexpr (std::is_floating_point_v<T>) {
      map(static_cast<T*>(y), static_cast<const T*>(x), n, f);
    } else {
      T* to = static_cast<T*>(y);
      const T* from = static_cast<const T*>(x);
      for (int64_t i = 0; i < n; ++i) to[i] = f(from[i]);
    }
  });
}

template <class M, class T>
GLASSGRAD_ALWAYS_INLINE T logistic(M m, T x) {
  return T(1) / (T(1) + m.exp(-x));
}

}  // namespace

void sigmoid(ScalarType type, void* y, const void* x, int64_t n) {
  forward(type, y, x, n, [](auto m, auto v) { return logistic(m, v); });
}
void sigmoid_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                      const Operand& y) {
  backward(type, sizes, dx, dy, y, []<class T>(auto, T g, T v) { return g * (1 - v) * v; });
}

void tanh(ScalarType type, void* y, const void* x, int64_t n) {
  visit_floating(type, [&]<class T>() {
    map_padded(
        static_cast<T*>(y), static_cast<const T*>(x), n, [](T v) { return vec::tanh(v); },
        [](T v) { return sleef::tanh(v); });
  });
}
void tanh_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                   const Operand& y) {
  backward(type, sizes, dx, dy, y,
           []<class T>(auto, T g, T v) { return g * std::fma(-v, v, T(1)); });
}

void relu(ScalarType type, void* y, const void* x, int64_t n) {
  choose(type, y, x, n, []<class T>(T v) { return v < T(0) ? T(0) : v; });
}

void threshold(ScalarType type, void* y, const void* x, int64_t n, double threshold, double value) {
  choose(type, y, x, n,
         [=]<class T>(T v) { return v <= static_cast<T>(threshold) ? static_cast<T>(value) : v; });
}
void threshold_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                        const Operand& x, double threshold) {
  backward(type, sizes, dx, dy, x,
           [=]<class T>(auto, T g, T v) { return v <= T(threshold) ? T(0) : g; });
}

void leaky_relu(ScalarType type, void* y, const void* x, int64_t n, double slope) {
  forward(type, y, x, n, [=]<class T>(auto, T v) { return v > 0 ? v : v * T(slope); });
}
void leaky_relu_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                         const Operand& x, double slope) {
  backward(type, sizes, dx, dy, x,
           [=]<class T>(auto, T g, T v) { return v > 0 ? g : g * T(slope); });
}

void elu(ScalarType type, void* y, const void* x, int64_t n, EluParameters p) {
  forward(type, y, x, n, [=]<class T>(auto m, T v) {
    const T below = (m.exp(v * T(p.input_scale)) - 1) * (T(p.alpha) * T(p.scale));
    return select(v <= 0, below, v * T(p.scale));
  });
}
void elu_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                  const Operand& x, EluParameters p) {
  backward(type, sizes, dx, dy, x, [=]<class T>(auto m, T g, T v) {
    const T below = g * T(p.input_scale) * (T(p.alpha) * T(p.scale)) * m.exp(v * T(p.input_scale));
    return select(v <= 0, below, g * T(p.scale));
  });
}

void softplus(ScalarType type, void* y, const void* x, int64_t n, double beta, double threshold) {
  forward(type, y, x, n, [=]<class T>(auto m, T v) {
    const T z = v * T(beta), bent = m.log1p(m.exp(z)) / T(beta);
    return select(z > T(threshold), v, bent);
  });
}
void softplus_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                       const Operand& x, double beta, double threshold) {
  backward(type, sizes, dx, dy, x, [=]<class T>(auto m, T g, T v) {
    const T e = m.exp(v * T(beta));
    return select(v * T(beta) > T(threshold), g, g * e / (e + 1));
  });
}

namespace {
constexpr double kInvSqrt2Pi = std::numbers::inv_sqrtpi * std::numbers::sqrt2 / 2;
constexpr double kGeluScale = std::numbers::inv_sqrtpi * std::numbers::sqrt2;
constexpr double kGeluCube = 0.044715;

template <class M, class T>
GLASSGRAD_ALWAYS_INLINE T gelu_tanh_of(M m, T x) {
  return m.tanh(T(kGeluScale) * std::fma(T(kGeluCube), x * x * x, x));
}
}  // namespace

void gelu(ScalarType type, void* y, const void* x, int64_t n) {
  forward(type, y, x, n, []<class T>(auto m, T v) {
    return v * T(0.5) * (1 + m.erf(v * T(std::numbers::sqrt2 / 2)));
  });
}
void gelu_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                   const Operand& x) {
  backward(type, sizes, dx, dy, x, []<class T>(auto m, T g, T v) {
    const T twice_phi = 1 + m.erf(v * T(std::numbers::sqrt2 / 2));
    const T density = T(kInvSqrt2Pi) * m.exp(v * v * T(-0.5));
    return g * std::fma(T(0.5), twice_phi, v * density);
  });
}

void gelu_tanh(ScalarType type, void* y, const void* x, int64_t n) {
  forward(type, y, x, n,
          []<class T>(auto m, T v) { return T(0.5) * v * (1 + gelu_tanh_of(m, v)); });
}
void gelu_tanh_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                        const Operand& x) {
  backward(type, sizes, dx, dy, x, []<class T>(auto m, T g, T v) {
    const T t = gelu_tanh_of(m, v);
    const T u_prime = T(kGeluScale) * std::fma(3 * T(kGeluCube), v * v, T(1));
    return g * (T(0.5) * (1 + t) + T(0.5) * v * std::fma(-t, t, T(1)) * u_prime);
  });
}

void silu(ScalarType type, void* y, const void* x, int64_t n) {
  forward(type, y, x, n, []<class T>(auto m, T v) { return v / (1 + m.exp(-v)); });
}
void silu_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                   const Operand& x) {
  backward(type, sizes, dx, dy, x, []<class T>(auto m, T g, T v) {
    const T s = logistic(m, v);
    return g * s * std::fma(v, 1 - s, T(1));
  });
}

void mish(ScalarType type, void* y, const void* x, int64_t n) {
  forward(type, y, x, n, [](auto m, auto v) { return v * m.tanh(m.log1p(m.exp(v))); });
}
void mish_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                   const Operand& x) {
  backward(type, sizes, dx, dy, x, []<class T>(auto m, T g, T v) {
    const T s = logistic(m, v), t = m.tanh(m.log1p(m.exp(v)));
    return g * std::fma(v * s, std::fma(-t, t, T(1)), t);
  });
}

void hardtanh_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                       const Operand& x, double low, double high) {
  backward(type, sizes, dx, dy, x,
           [=]<class T>(auto, T g, T v) { return v <= T(low) || v >= T(high) ? T(0) : g; });
}

void hardshrink(ScalarType type, void* y, const void* x, int64_t n, double lambda) {
  forward(type, y, x, n,
          [=]<class T>(auto, T v) { return v >= -T(lambda) && v <= T(lambda) ? T(0) : v; });
}
void softshrink(ScalarType type, void* y, const void* x, int64_t n, double lambda) {
  forward(type, y, x, n, [=]<class T>(auto, T v) {
    const T l = T(lambda);
    return v > l ? v - l : v < -l ? v + l : T(0);
  });
}
void shrink_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                     const Operand& x, double lambda) {
  backward(type, sizes, dx, dy, x,
           [=]<class T>(auto, T g, T v) { return v >= -T(lambda) && v <= T(lambda) ? T(0) : g; });
}

// PyTorch takes vector functions here even for a single element.
namespace {
GLASSGRAD_ALWAYS_INLINE float decay(float x) { return sleef::exp(-std::fabs(x)); }
GLASSGRAD_ALWAYS_INLINE double decay(double x) { return vec::exp(-std::fabs(x)); }
GLASSGRAD_ALWAYS_INLINE float softplus_of_decay(float x) { return sleef::log1p(decay(x)); }
GLASSGRAD_ALWAYS_INLINE double softplus_of_decay(double x) { return vec::log1p(decay(x)); }
}  // namespace

void log_sigmoid(ScalarType type, void* y, const void* x, int64_t n) {
  visit_floating(type, [&]<class T>() {
    const auto f = [](T v) { return (v < 0 ? v : T(0)) - softplus_of_decay(v); };
    map_padded(static_cast<T*>(y), static_cast<const T*>(x), n, f, f);
  });
}
void log_sigmoid_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                          const Operand& x) {
  backward(type, sizes, dx, dy, x, []<class T>(auto, T g, T v) {
    const T e = decay(v), falling = e / (1 + e);
    return g * (v < 0 ? 1 - falling : falling);
  });
}

}  // namespace glassgrad::kernels
