// Regression losses: shapes, types, corners, and their texts, which are PyTorch 1.13.1's. More is
// in loss_test.cpp.

#include <gtest/gtest.h>

#include "tests/autograd/ops/twins.h"

namespace glassgrad {
namespace {

std::string last_warning;

TEST(RegressionLoss, UnequalShapesBroadcastWithAWarning) {
  const WarningHandler before =
      set_warning_handler([](const std::string& text) { last_warning = text; });
  const Tensor x = tensor({{1.0}, {2.0}}).requires_grad_(), t = tensor({0.0, 1.0}).requires_grad_();
  const Tensor y = mse_loss(x, t);
  set_warning_handler(before);
  EXPECT_EQ(
      last_warning,
      "Using a target size ([2]) that is different to the input size ([2, 1]). This will "
      "likely lead to incorrect results due to broadcasting. Please ensure they have the same "
      "size.");
  EXPECT_EQ(y.item<double>(), (1 + 0 + 4 + 1) / 4.0);
  y.backward();
  EXPECT_TRUE(equal(x.grad(), tensor({{0.5}, {1.5}})));
  EXPECT_TRUE(equal(t.grad(), tensor({-1.5, -0.5})));
}

TEST(RegressionLoss, TypesArePromoted) {
  EXPECT_EQ(mse_loss(tensor({1.0, 2.0}), tensor({3, 5})).item<double>(), 6.5);
  EXPECT_EQ(mse_loss(ones({2}), zeros({2}, kDouble)).scalar_type(), kDouble);
  EXPECT_TRUE(equal(l1_loss(tensor({1, 2}), tensor({3, 5}), Reduction::None), tensor({2, 3})));
  EXPECT_EQ(twins::error_of([] {
              mse_loss(tensor({1}), tensor({2}));
            }).rfind("\"mse_cpu\" not implemented for 'Long'", 0),
            0u);
}

TEST(RegressionLoss, ParametersAndCorners) {
  EXPECT_EQ(twins::error_of([] { smooth_l1_loss(ones({2}), ones({2}), 1, -1); }),
            "smooth_l1_loss does not support negative values for beta.");
  EXPECT_EQ(twins::error_of([] { huber_loss(ones({2}), ones({2}), 1, 0); }),
            "huber_loss does not support non-positive values for delta.");
  const Tensor x = tensor({-2.0, 0.0, 3.0}).requires_grad_(), t = zeros({3});
  smooth_l1_loss(x, t, Reduction::Sum, 0).backward();  // beta 0 is l1_loss
  EXPECT_TRUE(equal(x.grad(), tensor({-1.0, 0.0, 1.0})));
}

}  // namespace
}  // namespace glassgrad
