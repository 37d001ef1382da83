#pragma once
// Internal: a number that writes down what is done to it.

#include <string>

namespace glassgrad::formulas {

/// Given to a formula in place of a number, it comes out as the formula's text:
///   Sigmoid::rule(Symbol("dL/dy"), Symbol("y")).text() is "dL/dy * (1 - y) * y"
class Symbol {
 public:
  /// How tightly a text binds: what binds less than its place asks for gets brackets.
  enum Level { kChoice, kSum, kNegative, kProduct, kPower, kAtom };

  Symbol(const char* name) : Symbol(std::string(name)) {}
  Symbol(std::string text, Level level = kAtom) : text_(std::move(text)), level_(level) {}
  /// In four digits.
  Symbol(double number);
  Symbol(int number) : Symbol(double(number)) {}

  /// Stands for a divisor of 1, and is not written.
  static Symbol nothing() { return Symbol(std::string()); }

  const std::string& text() const { return text_; }

  friend Symbol operator+(const Symbol& a, const Symbol& b);
  friend Symbol operator-(const Symbol& a, const Symbol& b);
  friend Symbol operator*(const Symbol& a, const Symbol& b);
  friend Symbol operator/(const Symbol& a, const Symbol& b);
  friend Symbol operator-(const Symbol& a);
  friend Symbol operator<(const Symbol& a, const Symbol& b) { return compare(a, " < ", b); }
  friend Symbol operator>(const Symbol& a, const Symbol& b) { return compare(a, " > ", b); }
  friend Symbol operator<=(const Symbol& a, const Symbol& b) { return compare(a, " <= ", b); }
  friend Symbol operator>=(const Symbol& a, const Symbol& b) { return compare(a, " >= ", b); }
  friend Symbol operator==(const Symbol& a, const Symbol& b) { return compare(a, " = ", b); }
  friend Symbol operator&(const Symbol& a, const Symbol& b) { return compare(a, " and ", b); }
  friend Symbol operator|(const Symbol& a, const Symbol& b) { return compare(a, " or ", b); }
  /// "a where condition, else b"
  friend Symbol where(const Symbol& condition, const Symbol& a, const Symbol& b);

  friend Symbol exp(const Symbol& x);  ///< e^x
  friend Symbol pow(const Symbol& x, const Symbol& y);
  friend Symbol fma(const Symbol& a, const Symbol& b, const Symbol& c) { return a * b + c; }
  friend Symbol sqrt(const Symbol& x) { return x.inside("sqrt"); }
  friend Symbol log(const Symbol& x) { return x.inside("ln"); }
  friend Symbol log1p(const Symbol& x) { return (1 + x).inside("ln"); }
  friend Symbol log2(const Symbol& x) { return x.inside("log2"); }
  friend Symbol log10(const Symbol& x) { return x.inside("log10"); }
  friend Symbol expm1(const Symbol& x) { return exp(x) - 1; }
  friend Symbol sin(const Symbol& x) { return x.inside("sin"); }
  friend Symbol cos(const Symbol& x) { return x.inside("cos"); }
  friend Symbol tan(const Symbol& x) { return x.inside("tan"); }
  friend Symbol sinh(const Symbol& x) { return x.inside("sinh"); }
  friend Symbol cosh(const Symbol& x) { return x.inside("cosh"); }
  friend Symbol tanh(const Symbol& x) { return x.inside("tanh"); }
  friend Symbol erf(const Symbol& x) { return x.inside("erf"); }
  friend Symbol sign(const Symbol& x) { return x.inside("sign"); }
  friend Symbol round(const Symbol& x) { return x.inside("round"); }
  friend Symbol abs(const Symbol& x) { return "|" + x.text_ + "|"; }
  friend Symbol isnan(const Symbol& x) { return x.inside("isnan"); }
  friend Symbol hypot(const Symbol& a, const Symbol& b) { return (a * a + b * b).inside("sqrt"); }
  friend Symbol remainder(const Symbol& a, const Symbol& b);

 private:
  static Symbol compare(const Symbol& a, const char* sign, const Symbol& b);
  /// "f(x)"
  Symbol inside(const char* function) const { return {std::string(function) + "(" + text_ + ")"}; }
  /// The text for a place that asks for at least `level`.
  std::string in(Level level) const { return level_ < level ? "(" + text_ + ")" : text_; }

  std::string text_;
  Level level_;
};

/// Does nothing to a text; see kernels/number.h.
inline const Symbol& in_double(const Symbol& x) { return x; }

}  // namespace glassgrad::formulas
