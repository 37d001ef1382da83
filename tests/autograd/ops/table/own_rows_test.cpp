// The table of operations that are held against mathematics alone: to add an operation takes one
// row here, and nobody needs PyTorch for it. (Rows with PyTorch's numbers are in ops_table.h's
// tables.)
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "autograd/functions.h"
#include "autograd/functions/special.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"
#include "tests/support/check_gradient.h"

namespace glassgrad {
namespace {

using T = const Tensor&;
using support::Tensors;

/// An operation, the inputs to try it on, and what its values must be.
struct Row {
  std::string name;
  std::function<Tensor(const Tensors&)> function;
  std::vector<std::vector<int64_t>> shapes;  ///< one for each input
  double low, high;                          ///< its elements are drawn from between
  /// Of an elementwise operation: y of one element of each input.
  std::function<double(const double*)> value = nullptr;
  /// Of any other: the same by another way, made of operations that have rows elsewhere.
  std::function<Tensor(const Tensors&)> oracle = nullptr;
};
std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.name; }

/// For an elementwise operation of one number.
Row unary(std::string name, Tensor (*function)(Traced), double low, double high,
          double (*value)(double)) {
  return {std::move(name),
          [=](const Tensors& x) { return function(x[0]); },
          {{3, 4}},
          low,
          high,
          [=](const double* x) { return value(*x); }};
}

/// For one of two numbers, the second of which is stretched.
Row binary(std::string name, Tensor (*function)(Traced, const Tensor&),
           double (*value)(double, double), double low = 0.3, double high = 2) {
  return {std::move(name),
          [=](const Tensors& x) { return function(x[0], x[1]); },
          {{3, 4}, {4}},
          low,
          high,
          [=](const double* at) { return value(at[0], at[1]); }};
}

/// For one of three.
Row ternary(std::string name, std::function<Tensor(const Tensors&)> function,
            std::function<double(const double*)> value) {
  return {std::move(name), std::move(function), {{3, 4}, {4}, {3, 1}}, 0.1, 0.9, std::move(value)};
}

/// Operations of one number beside constants.
std::vector<Row> rows_with_constants() {
  const auto row = [](std::string name, Tensor (*function)(T), double (*value)(double)) {
    return Row{std::move(name),
               [=](const Tensors& x) { return function(x[0]); },
               {{3, 4}},
               0.55,
               1.9,
               [=](const double* x) { return value(*x); }};
  };
  return {
      row(
          "nan_to_num", [](T x) { return nan_to_num(x); }, [](double x) { return x; }),
      row(
          "round_decimals", [](T x) { return round(x, 1); },
          [](double x) { return std::nearbyint(x * 10) / 10; }),
      row(
          "round_tens", [](T x) { return round(x * 10, -1); },
          [](double x) { return std::nearbyint(x) * 10; }),
      row(
          "mvlgamma", [](T x) { return mvlgamma(x, 2); },
          [](double x) {
            return std::lgamma(x) + std::lgamma(x - 0.5) + std::log(std::acos(-1.0)) / 2;
          }),
      row(
          "xlogy_of_number", [](T x) { return xlogy(-2, x); },
          [](double x) { return -2 * std::log(x); }),
      row(
          "xlogy_with_number", [](T x) { return xlogy(x, 0.2); },
          [](double x) { return x * std::log(0.2); }),
      row(
          "copysign_of_number", [](T x) { return copysign(x, -0.0); }, [](double x) { return -x; }),
      row(
          "fmod_of_number", [](T x) { return fmod(x - 1.2, 0.7); },
          [](double x) { return std::fmod(x - 1.2, 0.7); }),
      row(
          "remainder_of_number", [](T x) { return remainder(x - 1.2, 0.7); },
          [](double x) { return x - 1.2 - std::floor((x - 1.2) / 0.7) * 0.7; }),
  };
}

std::vector<Row> rows_of_three() {
  return {
      ternary(
          "addcmul", [](const Tensors& x) { return addcmul(x[0], x[1], x[2], -0.7); },
          [](const double* at) { return at[0] - 0.7 * at[1] * at[2]; }),
      ternary(
          "addcdiv", [](const Tensors& x) { return addcdiv(x[0], x[1], x[2], -0.7); },
          [](const double* at) { return at[0] - 0.7 * at[1] / at[2]; }),
      ternary(
          "lerp", [](const Tensors& x) { return lerp(x[0], x[1], x[2]); },
          [](const double* at) { return at[0] * (1 - at[2]) + at[1] * at[2]; }),
      ternary(
          "clamp_between", [](const Tensors& x) { return clamp(x[0], x[1], x[2]); },
          [](const double* at) { return std::min(std::max(at[0], at[1]), at[2]); }),
  };
}

std::vector<Row> rows() {
  return {
      unary("exp", exp, -2, 2, std::exp),
      unary("sigmoid", sigmoid, -4, 4, [](double x) { return 1 / (1 + std::exp(-x)); }),
      unary("log_sigmoid", log_sigmoid, -4, 4, [](double x) { return -std::log1p(std::exp(-x)); }),
      unary("atan", atan, -3, 3, std::atan),
      unary("asin", asin, -0.9, 0.9, std::asin),
      unary("acos", acos, -0.9, 0.9, std::acos),
      unary("sinh", sinh, -2, 2, std::sinh),
      unary("cosh", cosh, -2, 2, std::cosh),
      unary("asinh", asinh, -3, 3, std::asinh),
      unary("acosh", acosh, 1.2, 4, std::acosh),
      unary("atanh", atanh, -0.9, 0.9, std::atanh),
      unary("erfc", erfc, -2, 2, std::erfc),
      unary("exp2", exp2, -2, 2, std::exp2),
      unary("deg2rad", deg2rad, -9, 9, [](double x) { return x / 180 * std::acos(-1.0); }),
      unary("rad2deg", rad2deg, -2, 2, [](double x) { return x / std::acos(-1.0) * 180; }),
      unary("sinc", sinc, 0.2, 2,
            [](double x) { return std::sin(x * std::acos(-1.0)) / (x * std::acos(-1.0)); }),
      unary("sgn", sgn, 0.1, 2, [](double) { return 1.0; }),
      unary("floor", floor, 0.1, 0.9, std::floor),
      unary("ceil", ceil, 0.1, 0.9, std::ceil),
      unary("entr", special::entr, 0.3, 2, [](double x) { return -x * std::log(x); }),
      binary("xlogy", xlogy, [](double a, double b) { return a * std::log(b); }),
      binary("xlog1py", special::xlog1py, [](double a, double b) { return a * std::log1p(b); }),
      binary(
          "copysign", copysign, [](double a, double b) { return std::copysign(a, b); }, -2, 2),
      binary("fmax", fmax, [](double a, double b) { return std::fmax(a, b); }),
      binary("fmin", fmin, [](double a, double b) { return std::fmin(a, b); }),
      binary("clamp_min", clamp_min, [](double a, double b) { return std::max(a, b); }),
      binary("clamp_max", clamp_max, [](double a, double b) { return std::min(a, b); }),
      binary("fmod", fmod, [](double a, double b) { return std::fmod(a, b); }),
      binary("remainder", remainder, [](double a, double b) { return a - std::floor(a / b) * b; }),
      {"rsub",
       [](const Tensors& x) { return rsub(x[0], x[1], 2.5); },
       {{3, 4}, {4}},
       -2,
       2,
       [](const double* at) { return at[1] - 2.5 * at[0]; }},
      {"lerp_of_number",
       [](const Tensors& x) { return lerp(x[0], x[1], 0.7); },
       {{3, 4}, {4}},
       -2,
       2,
       [](const double* at) { return at[0] * 0.3 + at[1] * 0.7; }},
      unary("frac", frac, 0.1, 0.9, [](double x) { return x - std::trunc(x); }),
      {"atan2",
       [](const Tensors& x) { return atan2(x[0], x[1]); },
       {{3, 4}, {4}},
       0.2,
       2,
       [](const double* at) { return std::atan2(at[0], at[1]); }},
      {"hypot",
       [](const Tensors& x) { return hypot(x[0], x[1]); },
       {{3, 4}, {4}},
       0.2,
       2,
       [](const double* at) { return std::hypot(at[0], at[1]); }},
      {"roll",
       [](const Tensors& x) {
         return roll(x[0], {1, -6}, {0, 1});
       },
       {{3, 4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) {
         return x[0].index_select(0, tensor({2, 0, 1})).index_select(1, tensor({2, 3, 0, 1}));
       }},
      {"rot90",
       [](const Tensors& x) { return rot90(x[0], 5); },
       {{3, 4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) {
         return x[0].t().index_select(0, tensor({3, 2, 1, 0}));
       }},
      {"cumprod",
       [](const Tensors& x) { return cumprod(x[0], 1); },
       {{3, 4}},
       0.5,
       2,
       nullptr,
       [](const Tensors& x) { return exp(cumsum(log(x[0]), 1)); }},
      {"cumprod_of_zeros",
       [](const Tensors& x) {
         return cumprod(x[0] * tensor({1., 0., 1., 0.}), 1);
       },
       {{3, 4}},
       0.5,
       2,
       nullptr,
       [](const Tensors& x) {
         return cat({x[0].narrow(1, 0, 1), zeros({3, 3}, kDouble)}, 1);
       }},
      {"logcumsumexp",
       [](const Tensors& x) { return logcumsumexp(x[0], 1); },
       {{3, 4}},
       -2,
       2,
       nullptr,
       [](const Tensors& x) { return log(cumsum(exp(x[0]), 1)); }},
      {"cummax",
       [](const Tensors& x) { return std::get<0>(cummax(x[0], 1)); },
       {{3, 4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) {
         return cat(
             {x[0].narrow(1, 0, 1), std::get<0>(x[0].narrow(1, 0, 2).max(1, true)),
              std::get<0>(x[0].narrow(1, 0, 3).max(1, true)), std::get<0>(x[0].max(1, true))},
             1);
       }},
      {"cummin",
       [](const Tensors& x) { return std::get<0>(cummin(x[0], 1)); },
       {{3, 4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) { return -std::get<0>(cummax(-x[0], 1)); }},
      {"kthvalue",
       [](const Tensors& x) { return std::get<0>(kthvalue(x[0], 2, 0)); },
       {{3, 4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) { return std::get<0>(sort(x[0], 0)).select(0, 1); }},
      {"median",
       [](const Tensors& x) { return median(x[0]); },
       {{3, 4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) { return std::get<0>(sort(x[0].flatten())).select(0, 5); }},
      {"median_along",
       [](const Tensors& x) { return std::get<0>(median(x[0], 1)); },
       {{3, 4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) { return std::get<0>(sort(x[0], 1)).select(1, 1); }},
      {"mode",
       [](const Tensors& x) {
         return std::get<0>(mode(cat({x[0], x[0].narrow(1, 2, 1)}, 1), 1));
       },
       {{3, 4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) { return x[0].select(1, 2); }},
      {"bincount",
       [](const Tensors& x) { return bincount((x[0] * 5).to(kLong).flatten(), {}, 9); },
       {{3, 4}},
       0,
       1,
       nullptr,
       [](const Tensors& x) {
         return one_hot((x[0] * 5).to(kLong).flatten(), 9).sum(IntArrayRef{0});
       }},
      {"histc",
       [](const Tensors& x) { return histc(x[0], 4, 0, 1); },
       {{3, 4}},
       0,
       1,
       nullptr,
       [](const Tensors& x) {
         return one_hot((x[0] * 4).to(kLong).flatten(), 4).sum(IntArrayRef{0}).to(kDouble);
       }},
      {"searchsorted",
       [](const Tensors& x) {
         return searchsorted(tensor({0.25, 0.5, 0.75}).to(x[0].scalar_type()), x[0]);
       },
       {{3, 4}},
       0,
       1,
       nullptr,
       [](const Tensors& x) {
         return (x[0].unsqueeze(-1) > tensor({0.25, 0.5, 0.75}).to(x[0].scalar_type()))
             .sum(IntArrayRef{-1});
       }},
      {"cross",
       [](const Tensors& x) { return cross(x[0], x[1]); },
       {{4, 3}, {4, 3}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) {
         return stack(
             {x[0].select(1, 1) * x[1].select(1, 2) - x[0].select(1, 2) * x[1].select(1, 1),
              x[0].select(1, 2) * x[1].select(1, 0) - x[0].select(1, 0) * x[1].select(1, 2),
              x[0].select(1, 0) * x[1].select(1, 1) - x[0].select(1, 1) * x[1].select(1, 0)},
             1);
       }},
      {"kron",
       [](const Tensors& x) { return kron(x[0], x[1]); },
       {{2, 3}, {3, 2}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) {
         return cat({cat({x[0][0][0] * x[1], x[0][0][1] * x[1], x[0][0][2] * x[1]}, 1),
                     cat({x[0][1][0] * x[1], x[0][1][1] * x[1], x[0][1][2] * x[1]}, 1)},
                    0);
       }},
      {"tensordot",
       [](const Tensors& x) {
         return tensordot(x[0], x[1], {2, 0}, {0, 1});
       },
       {{2, 3, 4}, {4, 2, 5}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) {
         return (x[0].permute({1, 2, 0}).reshape({3, 4, 2, 1}) * x[1].unsqueeze(0))
             .sum(IntArrayRef{1, 2});
       }},
      {"einsum",
       [](const Tensors& x) {
         return einsum("bij,bjk,k->ib", {x[0], x[1], x[2]});
       },
       {{2, 3, 4}, {2, 4, 5}, {5}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) { return bmm(x[0], x[1]).matmul(x[2]).t(); }},
      {"einsum_ellipsis",
       [](const Tensors& x) {
         return einsum("i...j,j->...", {x[0], x[1]});
       },
       {{2, 3, 4}, {4}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) { return x[0].matmul(x[1]).sum(IntArrayRef{0}); }},
      {"einsum_diagonal",
       [](const Tensors& x) { return einsum("iji", {x[0]}); },
       {{3, 4, 3}},
       -1,
       1,
       nullptr,
       [](const Tensors& x) { return x[0].diagonal(0, 0, 2).sum(IntArrayRef{-1}); }},
  };
}

class OwnRow : public testing::TestWithParam<Row> {
 protected:
  /// Numbers of the row's domain; the same at every call.
  Tensors inputs(ScalarType type = kDouble, bool requires_grad = true) const {
    manual_seed(7);
    const Row& row = GetParam();
    Tensors inputs;
    for (const auto& shape : row.shapes) {
      const Tensor x = rand(shape, kDouble) * (row.high - row.low) + row.low;
      inputs.push_back(x.to(type).requires_grad_(requires_grad));
    }
    return inputs;
  }
  Tensors apply(const Tensors& inputs) const { return {GetParam().function(inputs)}; }
  static Tensors random_like(const Tensors& outputs) {
    Tensors directions;
    for (T y : outputs) directions.push_back(randn(y.sizes(), kDouble));
    return directions;
  }
  Tensors gradients(const Tensors& x, const Tensors& directions, bool create_graph) const {
    return autograd::grad(apply(x), x, directions, /*retain_graph=*/true, create_graph);
  }
};

TEST_P(OwnRow, HasTheValuesOfTheFormula) {
  const Row& row = GetParam();
  ASSERT_TRUE(row.value || row.oracle) << "the row says nothing of its values";
  const Tensors x = inputs(kDouble, false);
  const Tensor y = row.function(x);
  if (row.oracle) {
    const Tensor expected = row.oracle(x);
    EXPECT_EQ(y.sizes(), expected.sizes());
    EXPECT_TRUE(allclose(y.to(kDouble), expected.to(kDouble), 1e-12, 1e-13)) << y << expected;
    return;
  }
  Tensors operands;
  for (T input : x) operands.push_back(input.expand(y.sizes()).contiguous());
  for (int64_t i = 0; i < y.numel(); ++i) {
    std::vector<double> at;
    for (T operand : operands) at.push_back(operand.data_ptr<double>()[i]);
    const double expected = row.value(at.data());
    EXPECT_NEAR(y.contiguous().data_ptr<double>()[i], expected, 1e-13 * (1 + std::abs(expected)));
  }
}

TEST_P(OwnRow, IsTheSameInFloat) {
  const Tensor y = GetParam().function(inputs(kDouble, false));
  const Tensor single = GetParam().function(inputs(kFloat, false));
  EXPECT_EQ(single.scalar_type(), y.is_floating_point() ? kFloat : y.scalar_type());
  EXPECT_TRUE(allclose(single.to(kDouble), y.to(kDouble), 1e-5, 1e-5)) << single << y;
}

TEST_P(OwnRow, HasTheGradientOfDifferences) {
  const Tensors x = inputs(), y = apply(x);
  if (!y[0].requires_grad()) return;
  const auto function = [this](const Tensors& at) { return apply(at); };
  EXPECT_TRUE(support::check_gradient(GetParam().name, function, x, random_like(y)));
  EXPECT_TRUE(support::check_second_gradient(GetParam().name, function, x, random_like(y)));
}

TEST_P(OwnRow, TakesMemoryInAnyOrder) {
  const Tensors x = inputs();
  Tensors strided;
  for (T input : x) {
    if (input.dim() < 2) {
      strided.push_back(input);
      continue;
    }
    const Tensor other = input.detach().transpose(0, 1).contiguous().transpose(0, 1);
    strided.push_back(other.requires_grad_());
  }
  const Tensors y = apply(x), z = apply(strided);
  EXPECT_TRUE(y[0].equal(z[0])) << y[0] << z[0];
  if (!y[0].requires_grad()) return;
  const Tensors directions = random_like(y);
  const Tensors expected = gradients(x, directions, false),
                got = gradients(strided, directions, false);
  for (size_t i = 0; i < x.size(); ++i)
    EXPECT_TRUE(got[i].allclose(expected[i], 1e-12, 1e-12)) << got[i] << expected[i];
}

TEST_P(OwnRow, GivesTheSameGradientWhenItIsRecorded) {
  const Tensors x = inputs(), y = apply(x);
  if (!y[0].requires_grad()) return;
  const Tensors directions = random_like(y);
  const Tensors fused = gradients(x, directions, false), recorded = gradients(x, directions, true);
  for (size_t i = 0; i < x.size(); ++i)
    EXPECT_TRUE(fused[i].allclose(recorded[i], 1e-12, 1e-13)) << fused[i] << recorded[i];
}

TEST_P(OwnRow, WorksOnNoElements) {
  const Row& row = GetParam();
  if (!row.value) return;  // what a sum of nothing is, is another question
  Tensors nothing;
  for (std::vector<int64_t> shape : row.shapes) {
    if (shape.size() == row.shapes[0].size()) shape[0] = 0;  // a shorter one is stretched
    nothing.push_back(zeros(shape, kDouble).requires_grad_());
  }
  const Tensors y = apply(nothing);
  EXPECT_EQ(y[0].numel(), 0);
  if (y[0].requires_grad()) {
    EXPECT_EQ(gradients(nothing, y, false)[0].numel(), 0);
  }
}

TEST_P(OwnRow, SaysItsRule) {
  const Row& row = GetParam();
  const Tensors x = inputs(), y = apply(x);
  if (!row.value || !y[0].requires_grad()) return;
  const auto node = y[0].grad_fn();
  EXPECT_NE(node->formula(), "") << node->name();
  const Tensors directions = random_like(y);
  const Tensors by_rule = gradients(x, directions, false);
  for (size_t i = 0; i < x.size(); ++i) {
    const Tensor by_differences = node->differences({directions[0]}, i);
    ASSERT_TRUE(by_differences.defined()) << node->name();
    EXPECT_TRUE(by_rule[i].allclose(by_differences, 1e-4, 1e-5)) << by_rule[i] << by_differences;
  }
}

INSTANTIATE_TEST_SUITE_P(Table, OwnRow, testing::ValuesIn(rows()),
                         [](const auto& row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(WithConstants, OwnRow, testing::ValuesIn(rows_with_constants()),
                         [](const auto& row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(OfThree, OwnRow, testing::ValuesIn(rows_of_three()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace glassgrad
