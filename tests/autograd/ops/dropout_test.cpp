// Dropout: which elements go, how the others are scaled, and when nothing is drawn.

#include <gtest/gtest.h>

#include "autograd/graph/node.h"
#include "tests/autograd/ops/twins.h"

namespace glassgrad {
namespace {

// Source: PyTorch 1.13.1, torch.manual_seed(0); torch.dropout(torch.ones(8), 0.25, True).
TEST(Dropout, DrawsPyTorchsMask) {
  manual_seed(0);
  const Tensor y = dropout(ones({8}), 0.25, true);
  const double s = 1 / 0.75;
  EXPECT_TRUE(allclose(y, tensor({0.0, s, s, 0.0, s, 0.0, s, s})));
}

TEST(Dropout, KeepsTheMeanAndMasksTheGradient) {
  manual_seed(1);
  const Tensor x = ones({100, 100}).requires_grad_();
  const Tensor y = dropout(x, 0.3, true);
  EXPECT_EQ(y.grad_fn()->name(), "MulBackward0");
  EXPECT_NEAR(y.detach().mean().item<double>(), 1, 0.02);
  y.sum().backward();
  EXPECT_TRUE(equal(x.grad(), y.detach()));
}

TEST(Dropout, WithoutEffectItIsTheInputItselfAndDrawsNothing) {
  const Tensor x = ones({3}).requires_grad_();
  manual_seed(2);
  EXPECT_TRUE(dropout(x, 0, true).is_same(x));
  EXPECT_TRUE(dropout(x, 0.5, false).is_same(x));
  EXPECT_TRUE(equal(dropout(x, 1, true).detach(), zeros({3})));
  const Tensor after = rand({3});
  manual_seed(2);
  EXPECT_TRUE(equal(after, rand({3})));
}

TEST(Dropout, ProbabilityIsChecked) {
  EXPECT_EQ(twins::error_of([] { dropout(ones({2}), 1.5, true); }),
            "dropout probability has to be between 0 and 1, but got 1.5");
  EXPECT_EQ(twins::error_of([] { dropout(ones({2}), -0.5, false); }),
            "dropout probability has to be between 0 and 1, but got -0.5");
}

}  // namespace
}  // namespace glassgrad
