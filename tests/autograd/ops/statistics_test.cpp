// Expectations are PyTorch 1.13.1's: the tests pass when they are built against libtorch.
#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "tests/support/check_gradient.h"
#include "tests/support/expect_error.h"
#include "tests/support/numbers.h"

namespace {

using support::doubles;
using support::leaf;
using support::Sizes;
using support::values;
using torch::Tensor;
using Values = std::vector<double>;

TEST(Var, DividesByOneLessUnlessBiased) {
  const Tensor x = doubles({1, 2, 3, 6}, {2, 2});
  EXPECT_DOUBLE_EQ(x.var().item<double>(), 14.0 / 3);
  EXPECT_DOUBLE_EQ(x.var(false).item<double>(), 3.5);
  EXPECT_EQ(values(x.var(Sizes{0})), (Values{2, 8}));
  EXPECT_EQ(x.var(Sizes{0, 1}, true, true).sizes(), (Sizes{1, 1}));
  EXPECT_DOUBLE_EQ(x.std().item<double>(), std::sqrt(14.0 / 3));
}

TEST(Var, OfTooFewIsNotANumber) {
  EXPECT_TRUE(std::isnan(torch::ones({1}).var().item<float>()));
  EXPECT_TRUE(std::isnan(torch::tensor(1.0).std().item<float>()));
  EXPECT_TRUE(std::isnan(torch::empty({0}).var().item<float>()));
  EXPECT_TRUE(std::isnan(torch::empty({0}).var(false).item<float>()));
  EXPECT_EQ(torch::ones({1}).var(false).item<float>(), 0);
}

TEST(Var, WantsFloatingTypes) {
  const Tensor whole = torch::ones({2}, torch::kInt64);
  EXPECT_ERROR(whole.var(), "std and var only support floating point and complex dtypes");
  EXPECT_ERROR(whole.std(0), "std and var only support floating point and complex dtypes");
  EXPECT_ERROR(torch::var_mean(whole), "var_mean only support floating point and complex dtypes");
}

TEST(Std, GradientIsZeroWhereAllIsEqual) {
  const Tensor x = leaf({2, 2, 2});
  x.std().backward();
  EXPECT_EQ(values(x.grad()), (Values{0, 0, 0}));
}

TEST(Moments, ComeTogether) {
  const Tensor x = leaf({1, 2, 3, 6}, {2, 2});
  const auto [variance, mean] = torch::var_mean(x, Sizes{1}, false);
  EXPECT_EQ(values(variance), (Values{0.25, 2.25}));
  EXPECT_EQ(values(mean), (Values{1.5, 4.5}));
  EXPECT_EQ(variance.grad_fn()->name(), "VarMeanBackward0");
  EXPECT_EQ(mean.grad_fn()->name(), "VarMeanBackward0");
  mean.sum().backward();  // the variance gets no gradient
  EXPECT_EQ(values(x.grad()), (Values{0.5, 0.5, 0.5, 0.5}));
}

TEST(Moments, NameTheirNodes) {
  const Tensor x = leaf({1, 2});
  EXPECT_EQ(x.var().grad_fn()->name(), "VarBackward0");
  EXPECT_EQ(x.std(0).grad_fn()->name(), "StdBackward0");
  EXPECT_EQ(std::get<1>(torch::std_mean(x)).grad_fn()->name(), "StdMeanBackward0");
}

TEST(Moments, DerivativesOfEveryOrder) {
  const auto function = [](const std::vector<Tensor>& in) {
    const auto [variance, mean] = torch::var_mean(in[0], Sizes{1}, false);
    const auto [deviation, other_mean] = torch::std_mean(in[0], Sizes{0}, true, true);
    return std::vector<Tensor>{in[0].var(), in[0].std(Sizes{0, 2}), variance, mean, deviation,
                               other_mean};
  };
  const std::vector<Tensor> cotangents = {
      support::waves({}, 1),     support::waves({3}, 2),       support::waves({2, 4}, 3),
      support::waves({2, 4}, 4), support::waves({1, 3, 4}, 5), support::waves({1, 3, 4}, 6)};
  const std::vector<Tensor> inputs = {support::wave_leaf({2, 3, 4})};
  EXPECT_TRUE(support::check_gradient("moments", function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient("moments", function, inputs, cotangents));
}

}  // namespace
