#pragma once
// Loops over formulas (autograd/formulas): y_i = value(x_i) and dx_i = rule(dy_i, saved_i).
//
// Fewer than 16 floats give the bits of PyTorch 1.13's AVX2 build, with its fused multiply-adds;
// from there on whole groups take vector functions, within 2 units in the last place.

#include "autograd/kernels/number.h"

namespace glassgrad::kernels {

// --- which functions whole groups of elements take, and which the rest ---

/// Vector functions, scalar functions.
struct Usual {
  using Groups = VectorFunctions;
  using Rest = ScalarFunctions;
  static constexpr bool is_padded = false;
};
/// PyTorch takes vector functions even for a single float: what does not fill a group is padded.
struct Padded {
  using Groups = VectorFunctions;
  using Rest = VectorFunctions;
  static constexpr bool is_padded = true;
};

// --- forward ---

/// y_i = value(x_i) for n elements of a floating type in dense memory; y may be x itself.
template <class Way, class F>
void forward(const F& formula, ScalarType type, void* y, const void* x, int64_t n) {
  visit_floating(type, [&]<class T>() {
    const auto groups = [formula](T v) {
      return formula.value(Number<T, typename Way::Groups>(v)).v;
    };
    const auto rest = [formula](T v) { return formula.value(Number<T, typename Way::Rest>(v)).v; };
    T* to = static_cast<T*>(y);
    const T* from = static_cast<const T*>(x);
    if constexpr (Way::is_padded)
      map_padded(to, from, n, groups, rest);
    else
      map(to, from, n, groups, rest);
  });
}

/// The same for every type; bool is left alone.
template <class F>
void forward_all_types(const F& formula, ScalarType type, void* y, const void* x, int64_t n) {
  if (isFloatingType(type)) return forward<Usual>(formula, type, y, x, n);
  visit(type, [&]<class T>() {
    T* to = static_cast<T*>(y);
    const T* from = static_cast<const T*>(x);
    for (int64_t i = 0; i < n; ++i) {
      if constexpr (std::is_same_v<T, bool>)
        to[i] = from[i];
      else
        to[i] = formula.value(Number<T, ScalarFunctions>(from[i])).v;
    }
  });
}

/// y = F::value(a, b) over a common shape, floating types.
template <class F>
void zip_formula(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b) {
  visit_floating(type, [&]<class T>() {
    using N = Number<T, ScalarFunctions>;
    zip_vectors<T>(sizes, y, a, b, [](T p, T q) { return F::value(N(p), N(q)).v; });
  });
}

/// y = f(a, b, c), contiguous.
template <class T, class F>
GLASSGRAD_MULTIVERSION void zip_three_rows(T* y, const T* a, const T* b, const T* c, int64_t n,
                                           F f) {
  GLASSGRAD_INDEPENDENT
  for (int64_t i = 0; i < n; ++i) y[i] = f(a[i], b[i], c[i]);
}
/// y = value(a, b, c) over a common shape, for every type but bool.
template <class F>
void zip_three(const F& formula, ScalarType type, IntArrayRef sizes, const Operand& y,
               const Operand& a, const Operand& b, const Operand& c) {
  visit(type, [&]<class T>() {
    if constexpr (!std::is_same_v<T, bool>) {
      using N = Number<T, ScalarFunctions>;
      const auto f = [formula](T p, T q, T r) { return formula.value(N(p), N(q), N(r)).v; };
      T* py = static_cast<T*>(y.data);
      const T* pa = static_cast<const T*>(a.data);
      const T* pb = static_cast<const T*>(b.data);
      const T* pc = static_cast<const T*>(c.data);
      for_each_row(sizes, {y.strides, a.strides, b.strides, c.strides},
                   [&](const int64_t* at, const int64_t* by, int64_t n) {
                     T* to = py + at[0];
                     const T *p = pa + at[1], *q = pb + at[2], *r = pc + at[3];
                     if (by[0] == 1 && by[1] == 1 && by[2] == 1 && by[3] == 1)
                       return zip_three_rows(to, p, q, r, n, f);
                     for (int64_t i = 0; i < n; ++i)
                       to[i * by[0]] = f(p[i * by[1]], q[i * by[2]], r[i * by[3]]);
                   });
    }
  });
}

// --- backward ---

/// dx_i = rule(dy_i, saved_i) over a common shape, floating types; `saved` is x or y.
template <class Way = Usual, class F>
void backward(const F& formula, ScalarType type, IntArrayRef sizes, const Operand& dx,
              const Operand& dy, const Operand& saved) {
  int64_t n = 1;
  for (const int64_t size : sizes) n *= size;
  visit_floating(type, [&]<class T>() {
    using Rest = Number<T, typename Way::Rest>;
    using Groups = Number<T, typename Way::Groups>;
    const int64_t grouped = n - n % kGroup;
    if (sizes.size() == 1) {  // flat: whole groups, then the rest
      if (grouped > 0)
        zip_vectors<T>({grouped}, dx, dy, saved,
                       [formula](T g, T v) { return formula.rule(Groups(g), Groups(v)).v; });
      for (int64_t i = grouped; i < n; ++i)
        static_cast<T*>(dx.data)[i * dx.strides[0]] =
            formula
                .rule(Rest(static_cast<const T*>(dy.data)[i * dy.strides[0]]),
                      Rest(static_cast<const T*>(saved.data)[i * saved.strides[0]]))
                .v;
    } else if (n < kGroup) {
      zip<T, T, T>(sizes, dx, dy, saved,
                   [formula](T g, T v) { return formula.rule(Rest(g), Rest(v)).v; });
    } else {
      zip_vectors<T>(sizes, dx, dy, saved,
                     [formula](T g, T v) { return formula.rule(Groups(g), Groups(v)).v; });
    }
  });
}

}  // namespace glassgrad::kernels
