// Expectations are PyTorch 1.13.1's: the tests pass when they are built against libtorch, which
// breaks ties of topk in its own ways.
#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "tests/support/check_gradient.h"
#include "tests/support/expect_error.h"
#include "tests/support/numbers.h"

namespace {

using support::doubles;
using support::leaf;
using support::values;
using torch::Tensor;
using Values = std::vector<double>;

TEST(Cumsum, AddsUpAlongADimension) {
  const Tensor x = leaf({1, 2, 3, 4, 5, 6}, {2, 3});
  EXPECT_EQ(values(x.cumsum(1)), (Values{1, 3, 6, 4, 9, 15}));
  EXPECT_EQ(values(x.cumsum(-2)), (Values{1, 2, 3, 5, 7, 9}));
  x.cumsum(1).backward(doubles({1, 10, 100, 2, 20, 200}, {2, 3}));
  EXPECT_EQ(values(x.grad()), (Values{111, 110, 100, 222, 220, 200}));
  EXPECT_EQ(x.cumsum(0).grad_fn()->name(), "CumsumBackward0");
}

TEST(Cumsum, ChoosesTheTypeOfTheResult) {
  EXPECT_EQ(torch::ones({2}, torch::kInt32).cumsum(0).scalar_type(), torch::kInt64);
  EXPECT_EQ(values(torch::ones({2}, torch::kBool).cumsum(0)), (Values{1, 2}));
  EXPECT_EQ(values(doubles({1.5, 2.5}).cumsum(0, torch::kInt64)), (Values{1, 3}));
  EXPECT_EQ(values(torch::full({2}, 200, torch::kUInt8).cumsum(0, torch::kUInt8)),
            (Values{200, 144}));
  EXPECT_EQ(torch::ones({2}).cumsum(0, torch::kFloat64).scalar_type(), torch::kFloat64);
}

TEST(Cumsum, HandlesScalarsAndNothing) {
  EXPECT_EQ(values(torch::tensor(3.0).cumsum(0)), Values{3});
  EXPECT_EQ(torch::empty({0}).cumsum(0).numel(), 0);
  EXPECT_ERROR(torch::tensor(3.0).cumsum(1), "Dimension out of range");
}

TEST(Sort, GoesUpAndDownWithNanAsTheLargest) {
  const Tensor x = doubles({3, NAN, 1, 2});
  EXPECT_EQ(values(std::get<1>(x.sort())), (Values{2, 3, 0, 1}));
  EXPECT_EQ(values(std::get<1>(x.sort(0, true))), (Values{1, 0, 3, 2}));
  EXPECT_EQ(values(torch::tensor({1, 1, 0, 1, 0}).argsort(0, true)), (Values{0, 1, 3, 2, 4}));
  EXPECT_EQ(values(std::get<0>(torch::tensor({true, false, true}).sort())), (Values{0, 1, 1}));
  EXPECT_EQ(values(std::get<0>(torch::tensor(3.0).sort())), Values{3});
  EXPECT_EQ(torch::empty({0}).argsort().scalar_type(), torch::kInt64);
  EXPECT_ERROR(torch::ones({2}).sort(1), "Dimension out of range");
}

TEST(Sort, SendsGradientsBackToTheirPlaces) {
  const Tensor x = leaf({3, 1, 2, 4, 6, 5}, {2, 3});
  const Tensor sorted = std::get<0>(x.sort(1));
  EXPECT_EQ(sorted.grad_fn()->name(), "SortBackward0");
  sorted.backward(doubles({1, 10, 100, 2, 20, 200}, {2, 3}));
  EXPECT_EQ(values(x.grad()), (Values{100, 1, 10, 2, 200, 20}));
}

TEST(Topk, TakesTheLargestOrSmallest) {
  const Tensor x = leaf({3, 1, 2, 4, 6, 5}, {2, 3});
  const auto [largest, at] = x.topk(2);
  EXPECT_EQ(values(largest), (Values{3, 2, 6, 5}));
  EXPECT_EQ(values(at), (Values{0, 2, 1, 2}));
  EXPECT_EQ(largest.grad_fn()->name(), "TopkBackward0");
  largest.backward(doubles({1, 10, 100, 1000}, {2, 2}));
  EXPECT_EQ(values(x.grad()), (Values{1, 0, 10, 0, 100, 1000}));
  EXPECT_EQ(values(std::get<0>(x.topk(1, 0, false))), (Values{3, 1, 2}));
  EXPECT_EQ(std::get<0>(x.topk(0)).sizes(), (support::Sizes{2, 0}));
  EXPECT_EQ(values(std::get<0>(torch::tensor(3.0).topk(1))), Values{3});
}

TEST(Topk, ChecksItsArguments) {
  EXPECT_ERROR(torch::ones({3}).topk(4), "selected index k out of range");
  EXPECT_ERROR(torch::ones({3}).topk(-1), "selected index k out of range");
  EXPECT_ERROR(torch::ones({3}, torch::kBool).topk(1), "\"topk_cpu\" not implemented for 'Bool'");
}

TEST(Order, DerivativesOfEveryOrder) {
  const auto function = [](const std::vector<Tensor>& in) {
    const Tensor cubes = in[0] * in[0] * in[0];
    return std::vector<Tensor>{cubes.cumsum(1), std::get<0>(cubes.sort(0)),
                               std::get<0>(cubes.topk(2, 1))};
  };
  const std::vector<Tensor> cotangents = {support::waves({3, 4}, 1), support::waves({3, 4}, 2),
                                          support::waves({3, 2}, 3)};
  const std::vector<Tensor> inputs = {support::wave_leaf({3, 4})};
  EXPECT_TRUE(support::check_gradient("order", function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient("order", function, inputs, cotangents));
}

}  // namespace
