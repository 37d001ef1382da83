#pragma once
// Internal: the words of formulas (formulas/vocabulary.h) that tensors do not have as operations.

#include "autograd/formulas/elementary.h"
#include "autograd/formulas/symbol.h"
#include "autograd/functions.h"

namespace glassgrad {

/// a b + c, recorded as two operations.
template <class A, class B, class C>
requires(std::is_same_v<A, Tensor> || std::is_same_v<B, Tensor>) Tensor
    fma(const A& a, const B& b, const C& c) {
  return a * b + c;
}
/// 1 / (1 + e^-x); tensors have it as an operation, which can be differentiated even where the
/// exponential is infinite.
template <class T>
T logistic(const T& x) {
  return formulas::Sigmoid::value(x);
}
inline Tensor logistic(const Tensor& x) { return sigmoid(x); }
inline formulas::Symbol logistic(const formulas::Symbol& x) { return "sigmoid(" + x.text() + ")"; }

// Constants of a formula; a recorded operation rounds them itself.
inline double constant(const Tensor&, double c) { return c; }
inline const Scalar& constant(const Tensor&, const Scalar& c) { return c; }
inline double constant(const formulas::Symbol&, double c) { return c; }
inline double constant(const formulas::Symbol&, const Scalar& c) { return c.toDouble(); }
/// A condition on a constant holds for all elements or for none.
inline Tensor where(bool condition, const Scalar& a, const Tensor& b) {
  return condition ? full_like(b, a) : b;
}
inline const Tensor& in_double(const Tensor& x) { return x; }

}  // namespace glassgrad
