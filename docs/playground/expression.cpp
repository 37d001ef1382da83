// A parser by recursive descent: sums of products of powers of atoms.
#include "docs/playground/expression.h"

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

namespace playground {

using glassgrad::Value;

namespace {

constexpr int kMostNesting = 200;
constexpr size_t kMostValues = 400;  // more than a drawing can show

/// A plain number, or a Value.
struct Operand {
  std::optional<Value> value;
  double number = 0;
};

class Parser {
 public:
  explicit Parser(const std::string& text) : text_(text) {}

  Computation parse() {
    Operand last;
    for (skip_separators(); at_ < text_.size(); skip_separators()) {
      last = statement();
      skip_blanks();
      if (at_ < text_.size() && !is_separator(text_[at_]))
        fail("an operator or the end of the line");
    }
    if (!last.value) fail("a formula with a name in it, as a = 2 and then a * a");
    // The result comes last, also where the last line is the name of an earlier one.
    if (&computation_.values.back().node() != &last.value->node())
      computation_.values.push_back(*last.value);
    return std::move(computation_);
  }

 private:
  Operand statement() {
    const size_t start = at_;
    const std::string name = word();
    skip_blanks();
    if (name.empty() || peek() != '=') {
      at_ = start;
      return sum();
    }
    ++at_;
    Operand result = sum();
    if (!result.value) result = made(Value(result.number));
    result.value->set_name(name);
    names_.insert_or_assign(name, *result.value);
    return result;
  }

  Operand sum() {
    if (++nesting_ > kMostNesting) fail("fewer parentheses");
    Operand left = product();
    for (;;) {
      if (take('+'))
        left = combined(left, product(), [](auto a, auto b) { return a + b; });
      else if (take('-'))
        left = combined(left, product(), [](auto a, auto b) { return a - b; });
      else
        break;
    }
    --nesting_;
    return left;
  }

  Operand product() {
    Operand left = sign();
    for (;;) {
      if (take('*'))
        left = combined(left, sign(), [](auto a, auto b) { return a * b; });
      else if (take('/'))
        left = combined(left, sign(), [](auto a, auto b) { return a / b; });
      else
        return left;
    }
  }

  Operand sign() {
    bool negative = false;
    for (;;) {
      if (take('-'))
        negative = !negative;
      else if (!take('+'))
        break;
    }
    Operand operand = power();
    if (!negative) return operand;
    return operand.value ? made(-*operand.value) : Operand{{}, -operand.number};
  }

  // To the right: 2 ^ 3 ^ 2 is 2 ^ 9, and the exponent may have a sign.
  Operand power() {
    Operand base = atom();
    if (!take('^')) return base;
    if (++nesting_ > kMostNesting) fail("fewer powers of powers");
    Operand exponent = sign();
    --nesting_;
    return raised(base, exponent);
  }

  Operand atom() {
    skip_blanks();
    const size_t start = at_;
    if (take('(')) {
      Operand inner = sum();
      expect(')');
      return inner;
    }
    if (std::isdigit(static_cast<unsigned char>(peek())) || peek() == '.') return number();
    const std::string name = word();
    if (name.empty()) fail("a number, a name or (");
    if (take('(')) return function(name, start);
    const auto known = names_.find(name);
    if (known == names_.end()) {
      at_ = start;
      fail("a name that has a value (write " + name + " = 1 in a line before)");
    }
    return {known->second};
  }

  Operand number() {
    const char* const begin = text_.c_str() + at_;
    char* end = nullptr;
    const double result = std::strtod(begin, &end);
    if (end == begin) fail("a number");
    at_ += static_cast<size_t>(end - begin);
    return {{}, result};
  }

  Operand function(const std::string& name, size_t start) {
    const Operand x = sum();
    if (name == "max" || name == "min" || name == "pow") {
      expect(',');
      const Operand y = sum();
      expect(')');
      if (name == "pow") return raised(x, y);
      using std::max, std::min;
      if (name == "max") return combined(x, y, [](auto a, auto b) { return max(a, b); });
      return combined(x, y, [](auto a, auto b) { return min(a, b); });
    }
    expect(')');
    using Function = Value (*)(Value);
    static const std::map<std::string, Function> functions = {{"exp", [](Value v) { return v.exp(); }},
                                                              {"log", [](Value v) { return v.log(); }},
                                                              {"sqrt", [](Value v) { return v.sqrt(); }},
                                                              {"sin", [](Value v) { return v.sin(); }},
                                                              {"cos", [](Value v) { return v.cos(); }},
                                                              {"tanh", [](Value v) { return v.tanh(); }},
                                                              {"relu", [](Value v) { return v.relu(); }},
                                                              {"sigmoid", [](Value v) { return v.sigmoid(); }},
                                                              {"abs", [](Value v) { return v.abs(); }}};
    const auto known = functions.find(name);
    if (known == functions.end()) {
      at_ = start;
      fail("one of exp, log, sqrt, sin, cos, tanh, sigmoid, relu, abs, max, min, pow");
    }
    if (x.value) return made(known->second(*x.value));
    return {{}, known->second(Value(x.number)).data()};
  }

  Operand raised(const Operand& base, const Operand& exponent) {
    using std::pow;
    return combined(base, exponent, [](auto a, auto b) { return pow(a, b); });
  }

  /// An operation of two Values, of a Value and a number, or of two numbers, which makes no node.
  template <class Operation>
  Operand combined(const Operand& a, const Operand& b, Operation operation) {
    if (a.value && b.value) return made(operation(*a.value, *b.value));
    if (a.value) return made(operation(*a.value, b.number));
    if (b.value) return made(operation(a.number, *b.value));
    return {{}, operation(a.number, b.number)};
  }

  Operand made(Value value) {
    if (computation_.values.size() == kMostValues) fail("a shorter formula");
    computation_.values.push_back(value);
    return {std::move(value)};
  }

  static bool is_separator(char c) { return c == ';' || c == '\n'; }

  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r') ++at_;
  }
  void skip_separators() {
    for (skip_blanks(); is_separator(peek()); skip_blanks()) ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    skip_blanks();
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) fail(std::string(1, c));
  }

  std::string word() {
    skip_blanks();
    const size_t start = at_;
    const auto is_letter = [&] {
      const auto c = static_cast<unsigned char>(peek());
      return std::isalpha(c) || c == '_' || (at_ > start && std::isdigit(c));
    };
    while (is_letter()) ++at_;
    return text_.substr(start, at_ - start);
  }

  [[noreturn]] void fail(const std::string& expected) const {
    const bool is_end = at_ >= text_.size() || text_[at_] == '\n';
    std::string found = "the end";
    if (!is_end) found = "'" + text_.substr(at_, text_.find_first_of(" \n;", at_ + 1) - at_) + "'";
    throw SyntaxError("expected " + expected + ", found " + found, at_);
  }

  const std::string& text_;
  size_t at_ = 0;
  int nesting_ = 0;
  std::map<std::string, Value> names_;
  Computation computation_;
};

}  // namespace

Computation compute(const std::string& text) { return Parser(text).parse(); }

}  // namespace playground
