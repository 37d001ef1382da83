// What must not happen in silence: a number taken for another thing, cut or wrapped on its way into
// an element, two rules of one operation that differ. Expectations are libtorch 1.13's or
// mathematics'.
#include <gtest/gtest.h>

#include <cmath>
#include <iomanip>
#include <limits>
#include <sstream>
#include <type_traits>

#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

using T = const Tensor&;

const double kNaN = std::nan(""), kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max(),
                  kLeast = std::numeric_limits<int64_t>::min(),
                  kOdd = (int64_t{1} << 53) + 1;  // a double has no room for it

Tensor matrix() { return tensor({1., 2., 4., 7., 3., 6.}).to(kDouble).view({2, 3}); }

// --- a dimension is no bool ---

TEST(Dimensions, OfAVarianceAreNumbers) {
  const Tensor x = matrix();
  const Tensor of_rows = x.var(IntArrayRef{1}), of_columns = x.std(IntArrayRef{0});
  for (T y : {x.var(1), x.var({1}), var(x, 1), var(x, {1}), x.var(int64_t{1}), x.var(size_t{1}),
              std::get<0>(var_mean(x, 1)), std::get<0>(var_mean(x, {1}))})
    EXPECT_TRUE(y.equal(of_rows)) << y;
  for (T y : {x.std(0), x.std({0}), glassgrad::std(x, 0), glassgrad::std(x, {0}),
              std::get<0>(std_mean(x, 0)), std::get<0>(std_mean(x, {0}))})
    EXPECT_TRUE(y.equal(of_columns)) << y;
  EXPECT_TRUE(x.var(short{-1}).equal(of_rows));
}

TEST(Dimensions, AreNotWhatABoolSays) {
  const Tensor x = matrix();
  const double mean = 23.0 / 6, squares = 115 - 6 * mean * mean;
  EXPECT_NEAR(x.var().item<double>(), squares / 5, 1e-12);
  EXPECT_NEAR(x.var(true).item<double>(), squares / 5, 1e-12);
  EXPECT_NEAR(x.var(false).item<double>(), squares / 6, 1e-12);
  EXPECT_NEAR(glassgrad::std(x, false).item<double>(), std::sqrt(squares / 6), 1e-12);
  EXPECT_NEAR(std::get<0>(std_mean(x)).item<double>(), std::sqrt(squares / 5), 1e-12);
}

// --- plain numbers keep their type ---

TEST(PlainNumbers, GiveResultsOfTheirType) {
  const Tensor c = matrix() > 3;
  EXPECT_EQ(where(c, 1, 0).scalar_type(), kLong);
  EXPECT_EQ(where(c, 1, 0.5).scalar_type(), kFloat);
  EXPECT_EQ(where(c, true, false).scalar_type(), kBool);
  EXPECT_EQ(where(c, kOdd, 0).max().item<int64_t>(), kOdd);
}

// --- integers are computed with as integers ---

TEST(Integers, DoNotGoThroughDouble) {
  const Tensor x = tensor({kOdd, kGreatest, kLeast + 1});
  EXPECT_TRUE(x.clamp_min(kLeast).equal(x));
  EXPECT_TRUE(x.clamp_max(kGreatest).equal(x));
  EXPECT_TRUE(x.clamp(kOdd, kGreatest).equal(tensor({kOdd, kGreatest, kOdd})));
  EXPECT_EQ(threshold(x, kOdd - 1, 0).select(0, 0).item<int64_t>(), kOdd);
  EXPECT_TRUE((x + 0).equal(x));
  EXPECT_TRUE((x == kOdd).equal(tensor({1, 0, 0}).to(kBool)));
  EXPECT_EQ(x.masked_fill(x > 0, kOdd).select(0, 1).item<int64_t>(), kOdd);
  EXPECT_EQ(full({1}, kOdd, kLong).item<int64_t>(), kOdd);
  EXPECT_EQ(zeros({1}, kLong).fill_(kGreatest).item<int64_t>(), kGreatest);
  EXPECT_EQ(x.index_fill(0, tensor({1}), kOdd).select(0, 1).item<int64_t>(), kOdd);
  EXPECT_EQ(x.add(tensor({1, 0, 0}), kOdd).select(0, 0).item<int64_t>(), 2 * kOdd);
  for (T y : {x.floor(), x.round(), x.trunc(), x.ceil(), relu(x.abs())})
    EXPECT_EQ(y.select(0, 1).item<int64_t>(), kGreatest);
}

TEST(Integers, HaveARemainderByMinusOne) {
  EXPECT_EQ((tensor({kLeast}) % -1).item<int64_t>(), 0);
  EXPECT_EQ((tensor({kLeast}) % tensor({-1})).item<int64_t>(), 0);
  EXPECT_EQ((tensor({255}).to(kByte) % tensor({255}).to(kByte)).item<int64_t>(), 0);
  EXPECT_EQ((tensor({254}).to(kByte) % tensor({255}).to(kByte)).item<int64_t>(), 254);
}

TEST(Integers, HavePowersOfNegativeExponents) {
  const Tensor y = pow(tensor({1, -1, -1, 2, 0}), tensor({-3, -3, -2, -1, 2}));
  EXPECT_TRUE(y.equal(tensor({1, -1, 1, 0, 0}))) << y;
  EXPECT_ERROR(pow(tensor({2}), -1), "Integers to negative integer powers are not allowed.");
}

TEST(Booleans, HaveNoPowers) {
  const Tensor t = tensor({1, 0}).to(kBool);
  EXPECT_ERROR(pow(t, t), "\"pow\" not implemented for 'Bool'");
  EXPECT_ERROR(pow(t, true), "\"pow\" not implemented for 'Bool'");
}

TEST(Booleans, AreNoFactorsOfASum) {
  const Tensor x = ones({2}), y = ones({2});
  EXPECT_ERROR(x.add(y, true), "Boolean alpha only supported for Boolean results.");
  EXPECT_ERROR(x.add_(y, true), "Boolean alpha only supported for Boolean results.");
  EXPECT_TRUE(x.equal(ones({2})));
  EXPECT_ERROR((void)-Scalar(true), "torch boolean negative, the `-` operator, is not supported.");
  EXPECT_FALSE(Scalar(true).equal(1));
}

// --- a bound of NaN ---

TEST(Bounds, OfNaNGiveNaN) {
  const Tensor x = matrix();
  for (T y : {x.clamp(kNaN, 5), x.clamp(0, kNaN), x.clamp_min(kNaN), hardtanh(x, kNaN, 1),
              hardtanh(x, 0, kNaN), x.clamp(tensor({kNaN}), nullopt)})
    EXPECT_TRUE(isnan(y).all().item<bool>()) << y;
  EXPECT_TRUE(isnan(tensor({kNaN}).clamp(0, 1)).item<bool>());
}

// --- numbers that do not fit ---

TEST(NumbersThatDoNotFit, AreRefusedWhereTheyBecomeElements) {
  const char* const text = "value cannot be converted to type";
  EXPECT_ERROR((void)tensor({3e9}).item<int>(), text);
  EXPECT_ERROR((void)tensor({300}).item<uint8_t>(), text);
  EXPECT_ERROR((void)tensor({kNaN}).item<int64_t>(), text);
  EXPECT_EQ(tensor({-1}).item<uint8_t>(), 255);
  EXPECT_EQ(tensor({2.9}).item<int>(), 2);
  EXPECT_EQ(tensor({int64_t{1} << 40}).item<float>(), 0x1p40f);

  const Tensor bytes = zeros({2}, kByte), longs = zeros({2}, kLong), floats = zeros({2});
  EXPECT_ERROR(bytes.fill_(300), "uint8_t without overflow");
  EXPECT_ERROR(longs.fill_(kNaN), "int64_t without overflow");
  EXPECT_ERROR(longs.fill_(kInfinity), text);
  EXPECT_ERROR(longs.fill_(9.3e18), text);
  EXPECT_ERROR(floats.fill_(1e300), "float without overflow");
  EXPECT_ERROR(bytes[0] = 300, text);
  EXPECT_ERROR((void)full({2}, 300, kByte), text);
  EXPECT_ERROR((void)bytes.masked_fill(bytes == 0, 300), text);
  EXPECT_ERROR((void)(bytes == 300), text);
  EXPECT_EQ(bytes.sum().item<int64_t>() + longs.sum().item<int64_t>(), 0);  // nothing was changed
  EXPECT_TRUE(isinf(floats.fill_(kInfinity)).all().item<bool>());
  EXPECT_EQ(longs.fill_(-9223372036854775808.0)[0].item<int64_t>(), kLeast);
  EXPECT_EQ((bytes + 300)[0].item<int64_t>(), 44);  // arithmetic wraps, as libtorch's
}

// --- the gradient of a remainder ---

TEST(Remainder, HasTheGradientOfItsOwnQuotient) {
  const Tensor a = tensor({1., 7., -7., 0.3}).to(kDouble).requires_grad_();
  const Tensor b = tensor({0.1, 2., 2., 0.1}).to(kDouble).requires_grad_();
  const Tensor y = remainder(a, b);
  y.sum().backward();
  EXPECT_TRUE(allclose(b.grad() * b + y.neg().detach(), -a.detach())) << b.grad();
  EXPECT_EQ(b.grad()[0].item<double>(), -9);
  EXPECT_EQ(b.grad()[2].item<double>(), 4);
}

// --- two rules of one operation ---

/// dy/dx by the loop, and by recorded operations.
void expect_one_rule(const char* name, const std::function<Tensor(const Tensor&)>& f) {
  const std::vector<double> grid = {-kInfinity, -100, -2, -1, -0.5, -1e-9, -0., 0.,        1e-9,
                                    0.5,        1,    2,  6,  20,   30,    100, kInfinity, kNaN};
  const Tensor x = tensor(grid).to(kDouble).requires_grad_();
  const Tensor dy = linspace(0.5, 2, static_cast<int64_t>(grid.size()), kDouble);
  const Tensor fused = autograd::grad({f(x)}, {x}, {dy})[0];
  const Tensor recorded = autograd::grad({f(x)}, {x}, {dy}, true, /*create_graph=*/true)[0];
  EXPECT_TRUE(recorded.requires_grad()) << name;
  for (size_t i = 0; i < grid.size(); ++i) {
    const double a = fused[i].item<double>(), b = recorded[i].item<double>();
    EXPECT_TRUE((std::isnan(a) && std::isnan(b)) || a == b || std::abs(a - b) < 1e-12 * std::abs(a))
        << name << " at " << grid[i] << ": " << a << " by the loop, " << b << " recorded";
  }
}

TEST(TwoRulesOfOneOperation, GiveOneGradient) {
  expect_one_rule("sigmoid", [](T x) { return sigmoid(x); });
  expect_one_rule("tanh", [](T x) { return tanh(x); });
  expect_one_rule("log_sigmoid", [](T x) { return log_sigmoid(x); });
  expect_one_rule("silu", [](T x) { return silu(x); });
  expect_one_rule("mish", [](T x) { return mish(x); });
  expect_one_rule("gelu", [](T x) { return gelu(x); });
  expect_one_rule("gelu_tanh", [](T x) { return gelu(x, "tanh"); });
  expect_one_rule("relu", [](T x) { return relu(x); });
  expect_one_rule("selu", [](T x) { return selu(x); });
  for (const double slope : {0.25, 0., -2.})
    expect_one_rule("prelu", [=](T x) { return prelu(x, full({1}, slope, kDouble)); });
  for (const double odd : {-2., -0.5, 0., 0.5, 3.}) {
    expect_one_rule("softplus", [=](T x) { return softplus(x, odd == 0 ? 1 : odd, 2); });
    expect_one_rule("leaky_relu", [=](T x) { return leaky_relu(x, odd); });
    expect_one_rule("hardshrink", [=](T x) { return hardshrink(x, odd); });
    expect_one_rule("hardtanh", [=](T x) { return hardtanh(x, odd, odd + 1); });
    expect_one_rule("threshold", [=](T x) { return threshold(x, odd, 1); });
    for (const double other : {-1., 0.5, 2.}) {
      expect_one_rule("elu", [=](T x) { return elu(x, odd, other, other); });
      if (odd != 0) expect_one_rule("celu", [=](T x) { return celu(x, odd); });
    }
  }
  const Tensor t = full({18}, 0.25, kDouble);
  for (const auto reduction : {Reduction::Mean, Reduction::Sum}) {
    expect_one_rule("mse", [=](T x) { return mse_loss(x, t, reduction).expand(18); });
    expect_one_rule("l1", [=](T x) { return l1_loss(x, t, reduction).expand(18); });
    expect_one_rule("smooth_l1",
                    [=](T x) { return smooth_l1_loss(x, t, reduction, 0.75).expand(18); });
    expect_one_rule("huber", [=](T x) { return huber_loss(x, t, reduction, 0.75).expand(18); });
    expect_one_rule("bce_with_logits", [=](T x) {
      return binary_cross_entropy_with_logits(x, t, {}, {}, reduction).expand(18);
    });
  }
}

TEST(TwoRulesOfOneOperation, KnowACeluOfNegativeAlpha) {
  const Tensor x = tensor({-2., -1., -0.5}).to(kDouble).requires_grad_();
  const Tensor dx = autograd::grad({celu(x, -2)}, {x}, {ones({3}, kDouble)}, true, true)[0];
  EXPECT_TRUE(allclose(dx, exp(tensor({1., 0.5, 0.25}).to(kDouble)))) << dx;  // e^(x / alpha)
}

// --- printing ---

TEST(Printing, TakesAnyWidthAndPrecision) {
  std::ostringstream wide, precise;
  wide << std::setw(600) << tensor(1.5);
  precise << std::setprecision(700) << tensor({0.1, 1e-5}).to(kDouble);
  EXPECT_NE(wide.str().find("1.5"), std::string::npos);
  EXPECT_NE(precise.str().find("DoubleType"), std::string::npos);
}

}  // namespace
}  // namespace glassgrad
