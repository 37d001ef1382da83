// Expectations are PyTorch 1.13.1's: the tests pass when they are built against libtorch.
#include <gtest/gtest.h>

#include <cmath>

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

TEST(Norm, OfEveryOrder) {
  const Tensor x = doubles({3, -4, 0});
  EXPECT_EQ(x.norm().item<double>(), 5);
  EXPECT_EQ(x.norm(1).item<double>(), 7);
  EXPECT_EQ(x.norm(0).item<double>(), 2);
  EXPECT_EQ(x.norm(INFINITY).item<double>(), 4);
  EXPECT_EQ(x.norm(-INFINITY).item<double>(), 0);
  EXPECT_NEAR(x.norm(3).item<double>(), std::cbrt(91), 1e-14);
  EXPECT_NEAR(x.norm(0.5).item<double>(), std::pow(std::sqrt(3) + 2, 2), 1e-14);
  EXPECT_TRUE(std::isnan(doubles({NAN, 1}).norm(INFINITY).item<double>()));
}

TEST(Norm, AlongDimensions) {
  const Tensor x = doubles({3, 4, 6, 8}, {2, 2});
  EXPECT_EQ(values(x.norm(2, 1)), (Values{5, 10}));
  EXPECT_EQ(x.norm(torch::nullopt, Sizes{0, 1}, true).sizes(), (Sizes{1, 1}));
  EXPECT_EQ(values(x.norm(1, Sizes{-2}, false)), (Values{9, 12}));
}

TEST(Norm, OfNothingIsZero) {
  for (const double p : {2.0, 1.0, 3.0, 0.0, -1.0, static_cast<double>(INFINITY)})
    EXPECT_EQ(torch::empty({0}).norm(p).item<float>(), 0) << p;
  EXPECT_EQ(values(torch::empty({2, 0}).norm(INFINITY, 1)), (Values{0, 0}));
}

TEST(Norm, WantsFloatingTypes) {
  EXPECT_ERROR(torch::ones({2}, torch::kInt64).norm(),
               "norm(): input dtype should be either floating point or complex. Got Long instead.");
}

TEST(Norm, GradientAtZeroIsASubgradient) {
  for (const double p : {0.5, 1.0, 1.5, 2.0, 3.0, 0.0}) {
    const Tensor x = leaf({0, 0});
    x.norm(p).backward();
    EXPECT_EQ(values(x.grad()), (Values{0, 0})) << p;
    const Tensor y = leaf({0, 2});
    y.norm(p).backward();
    EXPECT_EQ(values(y.grad()), (Values{0, p == 0 ? 0.0 : 1.0})) << p;
  }
}

TEST(Norm, OfInfiniteOrderSharesTheGradient) {
  const Tensor x = leaf({4, -4, 1});
  x.norm(INFINITY).backward();
  EXPECT_EQ(values(x.grad()), (Values{0.5, -0.5, 0}));
}

TEST(Norm, DerivativesOfEveryOrder) {
  for (const double p : {1.0, 1.5, 2.0, 2.5, 3.0, -1.0, static_cast<double>(INFINITY)}) {
    const auto function = [p](const std::vector<Tensor>& in) {
      const Tensor x = in[0] * in[0] * in[0];
      return std::vector<Tensor>{x.norm(p), x.norm(p, Sizes{0, 2}, true)};
    };
    const std::vector<Tensor> cotangents = {support::waves({}, 1), support::waves({1, 3, 1}, 2)};
    const std::vector<Tensor> inputs = {support::wave_leaf({2, 3, 2}, 0.4)};
    const std::string name = "norm " + std::to_string(p);
    EXPECT_TRUE(support::check_gradient(name, function, inputs, cotangents));
    EXPECT_TRUE(support::check_second_gradient(name, function, inputs, cotangents));
  }
}

TEST(Norm, NamesItsNode) {
  EXPECT_EQ(leaf({1, 2}).norm(3).grad_fn()->name(), "NormBackward0");
  EXPECT_EQ(leaf({1, 2}).norm(2, 0).grad_fn()->name(), "NormBackward1");
  EXPECT_EQ(leaf({1, 2}).logsumexp(0).grad_fn()->name(), "LogsumexpBackward0");
}

TEST(Logsumexp, DoesNotOverflow) {
  EXPECT_DOUBLE_EQ(doubles({1000, 1000}).logsumexp(0).item<double>(), 1000 + std::log(2));
  EXPECT_EQ(doubles({-INFINITY, -INFINITY}).logsumexp(0).item<double>(), -INFINITY);
  EXPECT_EQ(doubles({INFINITY, 1}).logsumexp(0).item<double>(), INFINITY);
  EXPECT_EQ(values(torch::empty({2, 0}).logsumexp(1)), (Values{-INFINITY, -INFINITY}));
  EXPECT_EQ(torch::tensor({1, 2}).logsumexp(0).scalar_type(), torch::kFloat32);
}

TEST(Logsumexp, DerivativesOfEveryOrder) {
  const auto function = [](const std::vector<Tensor>& in) {
    return std::vector<Tensor>{in[0].logsumexp(1), in[0].logsumexp(Sizes{0, -1}, true)};
  };
  const std::vector<Tensor> cotangents = {support::waves({2, 4}, 1), support::waves({1, 3, 1}, 2)};
  const std::vector<Tensor> inputs = {support::wave_leaf({2, 3, 4})};
  EXPECT_TRUE(support::check_gradient("logsumexp", function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient("logsumexp", function, inputs, cotangents));
}

}  // namespace
