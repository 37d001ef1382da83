// Text of formulas, with the fewest brackets.

#include "autograd/formulas/symbol.h"

#include <fmt/core.h>

namespace glassgrad::formulas {

Symbol::Symbol(double number)
    : text_(fmt::format("{:.4g}", number)), level_(text_[0] == '-' ? kNegative : kAtom) {}

Symbol operator+(const Symbol& a, const Symbol& b) {
  if (b.level_ == Symbol::kNegative)
    return {a.in(Symbol::kSum) + " - " + b.text_.substr(1), Symbol::kSum};
  if (a.level_ == Symbol::kNegative) return b - Symbol(a.text_.substr(1), Symbol::kProduct);
  return {a.in(Symbol::kSum) + " + " + b.in(Symbol::kSum), Symbol::kSum};
}

Symbol operator-(const Symbol& a, const Symbol& b) {
  return {a.in(Symbol::kSum) + " - " + b.in(Symbol::kProduct), Symbol::kSum};
}

Symbol operator*(const Symbol& a, const Symbol& b) {
  if (a.text_ == b.text_ && a.level_ == Symbol::kAtom) return {a.text_ + "^2", Symbol::kPower};
  if (a.text_.empty()) return b;
  const bool negative = a.level_ == Symbol::kNegative;
  return {(negative ? a.text_ : a.in(Symbol::kProduct)) + " * " + b.in(Symbol::kPower),
          negative ? Symbol::kNegative : Symbol::kProduct};
}

Symbol operator/(const Symbol& a, const Symbol& b) {
  if (b.text_.empty()) return a.text_ == "1" ? b : a;
  const bool negative = a.level_ == Symbol::kNegative;
  return {(negative ? a.text_ : a.in(Symbol::kProduct)) + " / " + b.in(Symbol::kPower),
          negative ? Symbol::kNegative : Symbol::kProduct};
}

Symbol operator-(const Symbol& a) {
  if (a.level_ == Symbol::kNegative) return {a.text_.substr(1), Symbol::kProduct};
  return {"-" + a.in(Symbol::kProduct), Symbol::kNegative};
}

Symbol exp(const Symbol& x) { return {"e^" + x.in(Symbol::kAtom), Symbol::kPower}; }

Symbol pow(const Symbol& x, const Symbol& y) {
  if (y.text_ == "1") return x;
  return {x.in(Symbol::kAtom) + "^" + y.in(Symbol::kAtom), Symbol::kPower};
}

Symbol remainder(const Symbol& a, const Symbol& b) {
  return {a.text_ + " mod " + b.text_, Symbol::kSum};
}

Symbol where(const Symbol& condition, const Symbol& a, const Symbol& b) {
  return {a.in(Symbol::kSum) + " where " + condition.text_ + ", else " + b.text_, Symbol::kChoice};
}

Symbol Symbol::compare(const Symbol& a, const char* sign, const Symbol& b) {
  return {a.in(kSum) + sign + b.in(kSum), kChoice};
}

}  // namespace glassgrad::formulas
