#pragma once
// The words in which formulas are written, for plain numbers. Loops (kernels/number.h), tensors
// (ops/recorded.h) and text (formulas/symbol.h) have the same words for theirs.

namespace glassgrad::formulas {

inline double exp(double x) { return __builtin_exp(x); }
inline double log(double x) { return __builtin_log(x); }
inline double sqrt(double x) { return __builtin_sqrt(x); }
inline double sin(double x) { return __builtin_sin(x); }
inline double cos(double x) { return __builtin_cos(x); }
inline double tanh(double x) { return __builtin_tanh(x); }
inline double abs(double x) { return __builtin_fabs(x); }
inline double pow(double x, double y) { return __builtin_pow(x, y); }
/// 1, 0 or -1; 0 for NaN.
inline double sign(double x) { return (x > 0) - (x < 0); }
/// a b + c, rounded once.
inline double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
inline bool isnan(double x) { return x != x; }
inline double where(bool condition, double a, double b) { return condition ? a : b; }

}  // namespace glassgrad::formulas
