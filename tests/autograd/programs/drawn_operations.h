#pragma once
// What programs are made of: for every operation how the library does it, and a rule for one
// element.

#include <algorithm>
#include <cmath>
#include <iterator>

#include "autograd/functions.h"
#include "tests/autograd/programs/naive.h"

namespace fuzz {

namespace gg = glassgrad;
using naive::Number;
using naive::Sizes;

inline double sign(double x) { return static_cast<double>((x > 0) - (x < 0)); }

struct Unary {
  const char* name;
  gg::Tensor (*call)(const gg::Tensor&);
  naive::Rule rule;
  char saves;  ///< 'x', 'y' or 0
  gg::Tensor& (*in_place)(const gg::Tensor&) = nullptr;
  double edge = NAN;  ///< where it has no derivative
};

#define CALL(expression) [](const gg::Tensor& x) { return expression; }
#define CHANGE(expression) [](const gg::Tensor& x) -> gg::Tensor& { return expression; }
#define RULE(f, d, dd)                 \
  [](const Number& n, const Number&) { \
    const double x = n.v, y = f;       \
    (void)y, (void)x;                  \
    return chain(n, y, d, dd);         \
  }
inline const Unary kUnary[] = {
    {"neg", CALL(-x), RULE(-x, -1, 0), 0, CHANGE(x.neg_())},
    {"exp", CALL(x.exp()), RULE(std::exp(x), y, y), 'y', CHANGE(x.exp_())},
    {"tanh", CALL(x.tanh()), RULE(std::tanh(x), 1 - y * y, -2 * y * (1 - y * y)), 'y',
     CHANGE(x.tanh_())},
    {"sigmoid", CALL(x.sigmoid()), RULE(1 / (1 + std::exp(-x)), y*(1 - y), y*(1 - y) * (1 - 2 * y)),
     'y', CHANGE(x.sigmoid_())},
    {"sin", CALL(x.sin()), RULE(std::sin(x), std::cos(x), -y), 'x', CHANGE(x.sin_())},
    {"cos", CALL(x.cos()), RULE(std::cos(x), -std::sin(x), -y), 'x', CHANGE(x.cos_())},
    {"relu", CALL(x.relu()), RULE(x > 0 ? x : 0, x > 0, 0), 'y', CHANGE(x.relu_()), 0},
    {"abs", CALL(x.abs()), RULE(std::abs(x), sign(x), 0), 'x', CHANGE(x.abs_()), 0},
    {"square", CALL(x.square()), RULE(x* x, 2 * x, 2), 'x'},
    {"cube", CALL(x.pow(3)), RULE(x* x* x, 3 * x * x, 6 * x), 'x'},
    {"half", CALL(x * 0.5), RULE(x / 2, 0.5, 0), 0, CHANGE(x.mul_(0.5))},
    {"plus one", CALL(x + 1), RULE(x + 1, 1, 0), 0, CHANGE(x.add_(1))},
    {"one minus", CALL(1 - x), RULE(1 - x, -1, 0), 0},
    {"length", CALL((x * x + 1).sqrt()), RULE(std::sqrt(x* x + 1), x / y, 1 / (y * y * y)), 'b'},
    {"softplus", CALL(gg::softplus(x)),
     RULE(std::log1p(std::exp(x)), 1 / (1 + std::exp(-x)),
          1 / (1 + std::exp(-x)) / (1 + std::exp(x))),
     'x'},
    {"log1p of square", CALL((x * x).log1p()),
     RULE(std::log1p(x* x), 2 * x / (1 + x * x), 2 * (1 - x * x) / (1 + x * x) / (1 + x * x)), 'x'},
    {"clamp", CALL(x.clamp(-1.5, 1.5)), RULE(std::clamp(x, -1.5, 1.5), std::abs(x) <= 1.5, 0), 'x',
     CHANGE(x.clamp_(-1.5, 1.5)), 1.5},
    {"clone", CALL(x.clone()), RULE(x, 1, 0), 0},
    {"contiguous", nullptr, nullptr, 0},
};
#undef CALL
#undef CHANGE
#undef RULE

struct Binary {
  const char* name;
  gg::Tensor (*call)(const gg::Tensor&, const gg::Tensor&);
  naive::Rule rule;
  bool saves;
  gg::Tensor& (*in_place)(const gg::Tensor&, const gg::Tensor&) = nullptr;
};
inline const Binary kBinary[] = {
    {"add", [](auto& x, auto& y) { return x + y; }, [](auto& x, auto& y) { return x + y; }, false,
     [](auto& x, auto& y) -> gg::Tensor& { return x.add_(y); }},
    {"sub", [](auto& x, auto& y) { return x - y; },
     [](auto& x, auto& y) {
       return x + y * Number{-1, 0, 0, 0};
     },
     false, [](auto& x, auto& y) -> gg::Tensor& { return x.sub_(y); }},
    {"mul", [](auto& x, auto& y) { return x * y; }, [](auto& x, auto& y) { return x * y; }, true,
     [](auto& x, auto& y) -> gg::Tensor& { return x.mul_(y); }},
    {"div", [](auto& x, auto& y) { return x / y; }, [](auto& x, auto& y) { return x * inverse(y); },
     true, [](auto& x, auto& y) -> gg::Tensor& { return x.div_(y); }},
    {"add twice", [](auto& x, auto& y) { return gg::add(x, y, 2); },
     [](auto& x, auto& y) { return x + y + y; }, false,
     [](auto& x, auto& y) -> gg::Tensor& { return x.add_(y, 2); }},
    {"maximum", [](auto& x, auto& y) { return gg::maximum(x, y); },
     [](auto& x, auto& y) { return x.v > y.v ? x : y; }, true},
    {"squared distance", [](auto& x, auto& y) { return (x - y).square(); },
     [](auto& x, auto& y) {
       const Number d = x + y * Number{-1, 0, 0, 0};
       return d * d;
     },
     true},
    {"lerp", [](auto& x, auto& y) { return gg::lerp(x, y, 0.25); },
     [](auto& x, auto& y) {
       return x * Number{0.75, 0, 0, 0} + y * Number{0.25, 0, 0, 0};
     },
     false},
};
constexpr int kAdd = 0, kMul = 2, kMaximum = 5;

template <class Table>
constexpr int length(const Table& table) {
  return static_cast<int>(std::size(table));
}

}  // namespace fuzz
