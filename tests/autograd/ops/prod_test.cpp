// Expectations are PyTorch 1.13.1's: the tests pass when they are built against libtorch.
#include <gtest/gtest.h>

#include "tests/support/check_gradient.h"
#include "tests/support/numbers.h"

namespace {

using support::doubles;
using support::leaf;
using support::values;
using torch::Tensor;
using Values = std::vector<double>;

TEST(Prod, MultipliesAllOrAlongADimension) {
  const Tensor x = doubles({1, 2, 3, 4, 5, 6}, {2, 3});
  EXPECT_EQ(values(x.prod()), Values{720});
  EXPECT_EQ(values(x.prod(0)), (Values{4, 10, 18}));
  EXPECT_EQ(x.prod(-1, true).sizes(), (support::Sizes{2, 1}));
  EXPECT_EQ(values(torch::empty({0}).prod()), Values{1});
  EXPECT_EQ(values(torch::tensor(3.0).prod(0)), Values{3});
}

TEST(Prod, ChoosesTheTypeOfTheResult) {
  EXPECT_EQ(torch::ones({3}, torch::kInt32).prod().scalar_type(), torch::kInt64);
  EXPECT_EQ(torch::ones({3}, torch::kBool).prod(0).scalar_type(), torch::kInt64);
  EXPECT_EQ(values(torch::full({2}, 20, torch::kUInt8).prod(torch::kUInt8)), Values{144});
  EXPECT_EQ(values(doubles({2.5, 3}).prod(torch::kInt64)), Values{6});
  EXPECT_EQ(values(doubles({2, 3}).prod(torch::kBool)), Values{1});
}

Values gradient_of_product(const Values& x) {
  const Tensor t = leaf(x);
  t.prod().backward();
  return values(t.grad());
}

TEST(Prod, GradientNeedsNoDivision) {
  EXPECT_EQ(gradient_of_product({2, 3, 5}), (Values{15, 10, 6}));
  EXPECT_EQ(gradient_of_product({2, 0, 5}), (Values{0, 10, 0}));
  EXPECT_EQ(gradient_of_product({0, 3, 0}), (Values{0, 0, 0}));
  const Tensor x = leaf({2, 0, 3, 4, 0, 0}, {2, 3});
  x.prod(1).backward(doubles({10, 100}));
  EXPECT_EQ(values(x.grad()), (Values{0, 60, 0, 0, 0, 0}));
}

TEST(Prod, DerivativesOfEveryOrderAlsoAtZeros) {
  const auto function = [](const std::vector<Tensor>& in) {
    return std::vector<Tensor>{in[0].prod(), in[0].prod(1), in[0].prod(0, true)};
  };
  const std::vector<Tensor> cotangents = {support::waves({}, 1), support::waves({2}, 2),
                                          support::waves({1, 3}, 3)};
  for (const Values& x :
       {Values{2, 3, 5, -1, 4, 0.5}, Values{2, 0, 5, -1, 4, 0.5}, Values{0, 0, 5, 0, 4, 0}}) {
    const std::vector<Tensor> inputs = {leaf(x, {2, 3})};
    EXPECT_TRUE(support::check_gradient("prod", function, inputs, cotangents));
    EXPECT_TRUE(support::check_second_gradient("prod", function, inputs, cotangents));
  }
}

TEST(Prod, NamesItsNode) {
  const Tensor x = leaf({1, 2});
  EXPECT_EQ(x.prod().grad_fn()->name(), "ProdBackward0");
  EXPECT_EQ(x.prod(0).grad_fn()->name(), "ProdBackward1");
}

// A factor of 0 gets the product of the others, also where x does not count.
TEST(Prod, ScatteredGradientAtZeros) {
  const Tensor index = torch::tensor({0, 0}), x = leaf({0, 5}), source = leaf({2, 3});
  x.scatter_reduce(0, index, source, "prod", false).sum().backward();
  EXPECT_EQ(values(x.grad()), (std::vector<double>{0, 1}));
  EXPECT_EQ(values(source.grad()), (std::vector<double>{3, 2}));
  const Tensor factor = leaf({0, 5});
  factor.scatter_reduce(0, index, source.detach(), "prod").sum().backward();
  EXPECT_EQ(values(factor.grad()), (std::vector<double>{6, 1}));
#ifndef GLASSGRAD_TEST_LIBTORCH
  const support::Function product = [&](const std::vector<Tensor>& in) {
    return std::vector<Tensor>{in[0].scatter_reduce(0, index, in[1], "prod")};
  };
  const std::vector<Tensor> inputs = {leaf({2, 5}), leaf({0, 3})}, cotangents = {leaf({1.5, 2})};
  EXPECT_TRUE(support::check_gradient("scatter_reduce", product, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient("scatter_reduce", product, inputs, cotangents));
#endif
}

}  // namespace
