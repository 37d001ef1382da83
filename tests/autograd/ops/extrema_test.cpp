// Expectations are PyTorch 1.13.1's: the tests pass when they are built against libtorch, but for
// the gradient of a NaN along dimensions, which PyTorch makes NaN.
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

TEST(Max, SharesTheGradientAmongEqualElements) {
  const Tensor x = leaf({3, 1, 3, 3}, {2, 2});
  const Tensor y = x.max();
  EXPECT_EQ(y.item<double>(), 3);
  y.backward(torch::tensor(6.0, torch::kFloat64));
  EXPECT_EQ(values(x.grad()), (Values{2, 0, 2, 2}));
}

TEST(Max, LetsNanWinAndGivesItTheGradient) {
  const Tensor x = leaf({1, NAN, 3, NAN});
  const Tensor y = x.max();
  EXPECT_TRUE(std::isnan(y.item<double>()));
  y.backward();
  EXPECT_EQ(values(x.grad()), (Values{0, 0.5, 0, 0.5}));
  EXPECT_TRUE(std::isnan(doubles({1, NAN}).min().item<double>()));
}

TEST(Max, AlongADimensionGivesTheFirstIndex) {
  const Tensor x = leaf({3, 1, 3, NAN, 5, NAN}, {2, 3});
  const auto [largest, at] = x.max(1);
  EXPECT_EQ(values(at), (Values{0, 0}));
  EXPECT_EQ(at.scalar_type(), torch::kInt64);
  largest.backward(doubles({10, 20}));
  EXPECT_EQ(values(x.grad()), (Values{10, 0, 0, 20, 0, 0}));
  EXPECT_EQ(std::get<0>(x.min(0, true)).sizes(), (Sizes{1, 3}));
}

TEST(Max, OfAScalarAlongItsDimension) {
  const Tensor x = leaf({4}, {});
  const auto [largest, at] = x.max(-1, true);
  EXPECT_EQ(largest.dim(), 0);
  EXPECT_EQ(at.item<int64_t>(), 0);
  largest.backward();
  EXPECT_EQ(values(x.grad()), Values{1});
}

TEST(Max, OfIntegersAndBools) {
  EXPECT_EQ(torch::tensor({3, 7, 5}).max().item<int64_t>(), 7);
  EXPECT_EQ(torch::tensor({true, false}).min().scalar_type(), torch::kBool);
  EXPECT_EQ(std::get<1>(torch::tensor({false, true}).max(0)).item<int64_t>(), 1);
}

TEST(Max, OfTwoTensorsIsMaximum) {
  EXPECT_EQ(values(torch::max(doubles({1, 5}), doubles({3, 2}))), (Values{3, 5}));
  EXPECT_EQ(values(doubles({1, 5}).min(doubles({3, 2}))), (Values{1, 2}));
}

TEST(Max, OfNothingIsAnError) {
  const Tensor none = torch::empty({0, 3});
  EXPECT_ERROR(none.max(),
               "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the "
               "reduction dim with the 'dim' argument.");
  EXPECT_ERROR(none.min(0), "min(): Expected reduction dim 0 to have non-zero size.");
  EXPECT_EQ(std::get<0>(none.max(1)).sizes(), (Sizes{0}));
  EXPECT_ERROR(none.amin(),
               "amin(): Expected reduction dim to be specified for input.numel() == 0.");
  EXPECT_ERROR(none.amax(0), "amax(): Expected reduction dim 0 to have non-zero size.");
  EXPECT_EQ(none.amax(1).sizes(), (Sizes{0}));
  EXPECT_ERROR(none.argmax(),
               "argmax(): Expected reduction dim to be specified for input.numel() == 0.");
  EXPECT_ERROR(none.argmin(0), "argmin(): Expected reduction dim 0 to have non-zero size.");
}

TEST(Amax, SharesTheGradientWithinEachGroup) {
  const Tensor x = leaf({3, 1, 3, 4, 4, 4}, {2, 3});
  x.amax(1).backward(doubles({10, 30}));
  EXPECT_EQ(values(x.grad()), (Values{5, 0, 5, 10, 10, 10}));
  EXPECT_EQ(x.amin({0, 1}, true).sizes(), (Sizes{1, 1}));
  EXPECT_EQ(x.amin().item<double>(), 1);
}

TEST(Argmax, CountsRowByRowWithoutADimension) {
  const Tensor x = doubles({1, 9, 3, 9, 0, 2}, {2, 3});
  EXPECT_EQ(x.argmax().item<int64_t>(), 1);
  EXPECT_EQ(x.t().argmax().item<int64_t>(), 1);  // [3, 2]: 1 9; 9 0; 3 2
  EXPECT_EQ(values(x.argmin(1)), (Values{0, 1}));
  EXPECT_EQ(x.argmax(torch::nullopt, true).sizes(), (Sizes{1, 1}));
  EXPECT_EQ(x.argmax(-2, true).sizes(), (Sizes{1, 3}));
  EXPECT_EQ(doubles({1, NAN, 3}).argmin().item<int64_t>(), 1);
  EXPECT_ERROR(torch::ones({2}, torch::kBool).argmax(),
               "\"argmax_cpu\" not implemented for 'Bool'");
}

TEST(Extrema, NameTheirNodes) {
  const Tensor x = leaf({1, 2});
  EXPECT_EQ(x.max().grad_fn()->name(), "MaxBackward1");
  EXPECT_EQ(x.min().grad_fn()->name(), "MinBackward1");
  EXPECT_EQ(std::get<0>(x.max(0)).grad_fn()->name(), "MaxBackward0");
  EXPECT_EQ(std::get<0>(x.min(0)).grad_fn()->name(), "MinBackward0");
  EXPECT_EQ(x.amax(0).grad_fn()->name(), "AmaxBackward0");
  EXPECT_EQ(x.amin(0).grad_fn()->name(), "AminBackward0");
  EXPECT_FALSE(std::get<1>(x.max(0)).requires_grad());
}

TEST(Extrema, DerivativesOfEveryOrder) {
  const auto function = [](const std::vector<Tensor>& in) {
    const Tensor cubes = in[0] * in[0] * in[0];
    return std::vector<Tensor>{cubes.max(), std::get<0>(cubes.min(1)), cubes.amax({0, 2}, true)};
  };
  const std::vector<Tensor> cotangents = {support::waves({}, 1), support::waves({2, 4}, 2),
                                          support::waves({1, 3, 1}, 3)};
  const std::vector<Tensor> inputs = {support::wave_leaf({2, 3, 4})};
  EXPECT_TRUE(support::check_gradient("extrema", function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient("extrema", function, inputs, cotangents));
}

}  // namespace
