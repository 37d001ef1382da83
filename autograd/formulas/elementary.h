#pragma once
// The operations that scalars and tensors share, each as its formula and its rule.
//
// value(x) is y. rule(dy, saved) is dL/dx of dL/dy, in terms of x or of y, whichever the operation
// saves; operations of two numbers have rule_a and rule_b. T is whatever is computed with: a number
// in a loop, a tensor whose operations are recorded, a plain double (the local derivatives of a
// Value are rules with dL/dy = 1), or a Symbol, which writes the formula down. inverse(y) is an x
// with that y, for those who check a rule that saves y against differences of value.

#include "vocabulary.h"

namespace glassgrad::formulas {

/// y = a * b
struct Mul {
  template <class T>
  static T value(const T& a, const T& b) {
    return a * b;
  }
  template <class T>
  static T rule_a(const T& dy, const T& b) {
    return dy * b;
  }
  template <class T>
  static T rule_b(const T& dy, const T& a) {
    return dy * a;
  }
};

/// y = a / b
struct Div {
  template <class T>
  static T value(const T& a, const T& b) {
    return a / b;
  }
  template <class T>
  static T rule_a(const T& dy, const T& b) {
    return dy / b;
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return -dy * ((a / b) / b);
  }
};

/// y = a^b; a^0 is constant even where a^-1 is infinite, 0^b for b >= 0 although ln 0 is.
struct Pow {
  template <class T>
  static T value(const T& a, const T& b) {
    return pow(a, b);
  }
  template <class T, class B>
  static T rule_a(const T& dy, const T& a, const B& b) {
    return where(b == 0, 0, dy * (b * pow(a, b - 1)));
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b, const T& y) {
    return dy * where((a == 0) & (b >= 0), 0, y * log(a));
  }
};

/// y = the larger of a and b; where they are equal, each gets half of the gradient. A NaN wins.
struct Maximum {
  template <class T>
  static T value(const T& a, const T& b) {
    return where(a < b, b, where(isnan(b), b, a));
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return where(a < b, 0, where(a == b, dy / 2, dy));
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return rule_a(dy, b, a);
  }
};

/// y = the smaller of a and b, likewise.
struct Minimum {
  template <class T>
  static T value(const T& a, const T& b) {
    return where(a > b, b, where(isnan(b), b, a));
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return where(a > b, 0, where(a == b, dy / 2, dy));
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return rule_a(dy, b, a);
  }
};

/// y = -x
struct Neg {
  template <class T>
  static T value(const T& x) {
    return -x;
  }
  template <class T>
  static T rule(const T& dy) {
    return -dy;
  }
};

/// y = e^x.  Saves y.
struct Exp {
  template <class T>
  static T value(const T& x) {
    return exp(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * y;
  }
  static double inverse(double y) { return log(y); }
};

/// y = ln x.  Saves x.
struct Log {
  template <class T>
  static T value(const T& x) {
    return log(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / x;
  }
};

/// y = sqrt x.  Saves y.
struct Sqrt {
  template <class T>
  static T value(const T& x) {
    return sqrt(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy / (2 * y);
  }
  static double inverse(double y) { return y * y; }
};

/// y = sin x.  Saves x.
struct Sin {
  template <class T>
  static T value(const T& x) {
    return sin(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * cos(x);
  }
};

/// y = cos x.  Saves x.
struct Cos {
  template <class T>
  static T value(const T& x) {
    return cos(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * -sin(x);
  }
};

/// y = |x|, flat at 0.  Saves x.
struct Abs {
  template <class T>
  static T value(const T& x) {
    return abs(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * sign(x);
  }
};

/// y = tanh x.  Saves y: the forward has already computed it.
struct Tanh {
  template <class T>
  static T value(const T& x) {
    return tanh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * fma(-y, y, 1);
  }
  static double inverse(double y) { return __builtin_atanh(y); }
};

/// y = 1 / (1 + e^-x).  Saves y.
struct Sigmoid {
  template <class T>
  static T value(const T& x) {
    return 1 / (1 + exp(-x));
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * (1 - y) * y;
  }
  static double inverse(double y) { return log(y / (1 - y)); }
};

/// y = max(x, 0).  Saves y: x can then be freed or overwritten.
struct Relu {
  template <class T>
  static T value(const T& x) {
    return where(x < 0, 0, x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return where(y <= 0, 0, dy);
  }
  static double inverse(double y) { return y > 0 ? y : -1; }
};

}  // namespace glassgrad::formulas
