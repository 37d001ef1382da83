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

TEST(Sum, ReducesTheGivenDimensions) {
  const Tensor x = torch::arange(24, torch::kFloat64).reshape({2, 3, 4});
  EXPECT_EQ(values(x.sum()), Values{276});
  EXPECT_EQ(values(x.sum(Sizes{0, 2})), (Values{60, 92, 124}));
  EXPECT_EQ(values(x.sum(Sizes{-1})), (Values{6, 22, 38, 54, 70, 86}));
  EXPECT_EQ(x.sum(Sizes{1}, true).sizes(), (Sizes{2, 1, 4}));
  EXPECT_EQ(x.sum(Sizes{0, 1, 2}, true).sizes(), (Sizes{1, 1, 1}));
  EXPECT_EQ(x.sum(Sizes{}).dim(), 0);  // no dimension: all
  EXPECT_EQ(values(x.transpose(0, 2).sum(Sizes{0, 1})), (Values{66, 210}));
}

TEST(Sum, HandlesScalarsAndNothing) {
  const Tensor scalar = torch::tensor(3.0);
  EXPECT_EQ(values(scalar.sum()), Values{3});
  EXPECT_EQ(values(scalar.sum(Sizes{0})), Values{3});
  EXPECT_EQ(values(scalar.sum(Sizes{-1}, true)), Values{3});
  EXPECT_EQ(values(torch::empty({0}).sum()), Values{0});
  EXPECT_EQ(values(torch::empty({2, 0}).sum(Sizes{1})), (Values{0, 0}));
  EXPECT_EQ(torch::empty({2, 0, 3}).sum(Sizes{0}).sizes(), (Sizes{0, 3}));
}

TEST(Sum, ChoosesTheTypeOfTheResult) {
  EXPECT_EQ(torch::ones({3}, torch::kBool).sum().scalar_type(), torch::kInt64);
  EXPECT_EQ(torch::ones({3}, torch::kInt32).sum(Sizes{0}).scalar_type(), torch::kInt64);
  EXPECT_EQ(values(torch::full({3}, 200, torch::kUInt8).sum()), Values{600});
  EXPECT_EQ(values(torch::full({3}, 200, torch::kUInt8).sum(torch::kUInt8)), Values{88});
  EXPECT_EQ(values(doubles({1.5, 2.5}).sum(torch::kInt64)), Values{3});
  EXPECT_EQ(values(doubles({0.5, -0.5}).sum(torch::kBool)), Values{1});
  EXPECT_EQ(torch::ones({3}).sum(torch::kFloat64).scalar_type(), torch::kFloat64);
}

TEST(Sum, GradientIsThatOfTheGroup) {
  const Tensor x = leaf({1, 2, 3, 4, 5, 6}, {2, 3});
  x.sum(Sizes{1}).backward(doubles({10, 20}));
  EXPECT_EQ(values(x.grad()), (Values{10, 10, 10, 20, 20, 20}));
  const Tensor y = torch::ones({2}).set_requires_grad(true);
  y.sum(torch::kFloat64).backward();
  EXPECT_EQ(y.grad().scalar_type(), torch::kFloat32);
  EXPECT_EQ(values(y.grad()), (Values{1, 1}));
}

#ifndef GLASSGRAD_TEST_LIBTORCH  // which fails an internal assertion
TEST(Sum, ToAnIntegerTypeEndsTheGraph) {
  EXPECT_FALSE(leaf({1, 2}).sum(torch::kInt64).requires_grad());
}
#endif

TEST(Sum, NamesItsNode) {
  const Tensor x = leaf({1, 2});
  EXPECT_EQ(x.sum().grad_fn()->name(), "SumBackward0");
  EXPECT_EQ(x.sum(0).grad_fn()->name(), "SumBackward1");
  EXPECT_EQ(x.mean().grad_fn()->name(), "MeanBackward0");
  EXPECT_EQ(x.mean(0).grad_fn()->name(), "MeanBackward1");
  EXPECT_EQ(leaf({1, 2}).sum_to_size({1}).grad_fn()->name(), "SumBackward1");
}

TEST(Sum, RejectsDimensions) {
  EXPECT_ERROR(torch::ones({2}).sum(1),
               "Dimension out of range (expected to be in range of [-1, 0], but got 1)");
  EXPECT_ERROR(torch::ones({2, 3}).sum(Sizes{0, -2}),
               "dim 0 appears multiple times in the list of dims");
}

TEST(Mean, DividesByTheCount) {
  const Tensor x = leaf({1, 2, 3, 6}, {2, 2});
  EXPECT_EQ(values(x.mean()), Values{3});
  EXPECT_EQ(values(x.mean(Sizes{0}, true)), (Values{2, 4}));
  x.mean(Sizes{0}).backward(doubles({2, 4}));
  EXPECT_EQ(values(x.grad()), (Values{1, 2, 1, 2}));
  EXPECT_TRUE(std::isnan(torch::empty({0}).mean().item<float>()));
  EXPECT_TRUE(std::isnan(torch::empty({2, 0}).mean(1)[0].item<float>()));
}

TEST(Mean, WantsFloatingTypes) {
  const Tensor whole = torch::ones({2}, torch::kInt64);
  EXPECT_ERROR(whole.mean(),
               "mean(): could not infer output dtype. Input dtype must be either a floating point "
               "or complex dtype. Got: Long");
  EXPECT_ERROR(torch::ones({2}).mean(torch::kInt64),
               "mean(): could not infer output dtype. Optional dtype must be either a floating "
               "point or complex dtype. Got: Long");
  EXPECT_EQ(values(whole.mean(torch::kFloat64)), Values{1});
}

TEST(SumToSize, UndoesBroadcasting) {
  const Tensor x = leaf({1, 2, 3, 4, 5, 6}, {1, 2, 3});
  EXPECT_EQ(values(x.sum_to_size({2, 1})), (Values{6, 15}));
  EXPECT_EQ(values(x.sum_to_size({3})), (Values{5, 7, 9}));
  EXPECT_EQ(x.sum_to_size({1, 1}).sizes(), (Sizes{1, 1}));
  EXPECT_EQ(values(x.sum_to_size({})), Values{21});
  x.sum_to_size({3}).backward(doubles({1, 2, 3}));
  EXPECT_EQ(values(x.grad()), (Values{1, 2, 3, 1, 2, 3}));
  EXPECT_ERROR(x.sum_to_size({2}), "size {[2]} is not expandable to size {[1, 2, 3]}.");
}

TEST(Sum, DerivativesOfEveryOrder) {
  const auto function = [](const std::vector<Tensor>& in) {
    const Tensor cubes = in[0] * in[0] * in[0];
    return std::vector<Tensor>{cubes.sum(), cubes.mean(Sizes{0, 2}), cubes.sum(1, true)};
  };
  const std::vector<Tensor> cotangents = {support::waves({}, 1), support::waves({3}, 2),
                                          support::waves({2, 1, 4}, 3)};
  const std::vector<Tensor> inputs = {support::wave_leaf({2, 3, 4})};
  EXPECT_TRUE(support::check_gradient("sums", function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient("sums", function, inputs, cotangents));
}

}  // namespace
