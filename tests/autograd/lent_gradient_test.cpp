// A product may write a weight's gradient straight into the memory of the old one, which zero_grad
// only marked: nobody can tell.

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "autograd/autograd.h"
#include "autograd/backward_steps.h"
#include "autograd/functions.h"
#include "autograd/grad_mode.h"
#include "autograd/zero_gradient.h"

namespace glassgrad {
namespace {

/// A weight of 40 x 30 whose gradient is marked as zero, and two products with it.
class LentGradient : public testing::Test {
 protected:
  LentGradient() {
    y().sum().backward();
    expected = w.grad().clone();
    autograd::zero_gradient(w, false);
  }
  Tensor y() const { return linear(x, w); }

  const Tensor w = (arange(1200, kFloat).reshape({40, 30}) / 100).set_requires_grad(true);
  const Tensor x = arange(60, kFloat).reshape({2, 30});
  Tensor expected;  ///< of y().sum()
};

TEST_F(LentGradient, IsTheGradientWhereItWas) {
  const void* const address = w.grad().data_ptr();
  autograd::zero_gradient(w, false);
  y().sum().backward();
  EXPECT_TRUE(equal(w.grad(), expected));
  EXPECT_EQ(w.grad().data_ptr(), address);
  y().sum().backward();
  EXPECT_TRUE(equal(w.grad(), 2 * expected));
  EXPECT_EQ(w.grad().data_ptr(), address);
}

TEST_F(LentGradient, IsTheGradientOfEitherFactor) {
  const Tensor left = ones({2, 40}), right = ones({30, 2});
  mm(left, w).sum().backward();
  EXPECT_TRUE(equal(w.grad(), full({40, 30}, 2.0)));
  autograd::zero_gradient(w, false);
  mm(w, right).sum().backward();
  EXPECT_TRUE(equal(w.grad(), full({40, 30}, 2.0)));
  autograd::zero_gradient(w, false);
  addmm(zeros({2, 30}), left, w, 1, 3).sum().backward();
  EXPECT_TRUE(equal(w.grad(), full({40, 30}, 6.0)));
}

TEST_F(LentGradient, IsNeverMinusZero) {
  for (const int64_t size : {40, 400}) {  // by loops and by CBLAS
    const Tensor weight = ones({size, size}).set_requires_grad(true), none = zeros({1, size});
    const auto check = [&](const Tensor& y) {
      y.sum().neg().backward();
      for (int64_t i = 0; i < weight.numel(); ++i)
        ASSERT_FALSE(std::signbit(weight.grad().data_ptr<float>()[i])) << size << " " << i;
      autograd::zero_gradient(weight, false);
    };
    weight.sum().backward();
    autograd::zero_gradient(weight, false);
    check(linear(none, weight));
    check(mm(none, weight));
    check(mm(weight, none.t()));
  }
}

TEST_F(LentGradient, IsASumWhereTheWeightIsUsedTwice) {
  (y() + linear(x, w) + mm(x, w.t())).sum().backward();
  EXPECT_TRUE(equal(w.grad(), 3 * expected));
}

TEST_F(LentGradient, BelongsToAHookThatKeepsIt) {
  std::vector<Tensor> kept;
  w.register_hook([&](Tensor grad) { kept.push_back(grad); });
  for (int i = 0; i < 3; ++i) {
    autograd::zero_gradient(w, false);
    (y() * (i + 1)).sum().backward();
    EXPECT_TRUE(equal(w.grad(), (i + 1) * expected));
  }
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(equal(kept[i], (i + 1) * expected));
}

TEST_F(LentGradient, BelongsToAHookThatKeepsAView) {
  Tensor row;
  w.register_hook([&](Tensor grad) { row = grad[0]; });
  y().sum().backward();
  autograd::zero_gradient(w, false);
  w.mutable_grad().fill_(7);
  EXPECT_TRUE(equal(row, expected[0]));
}

TEST_F(LentGradient, MayBeReplacedOrChangedByAHook) {
  const unsigned replacing = w.register_hook([](Tensor grad) { return grad * 2; });
  y().sum().backward();
  EXPECT_TRUE(equal(w.grad(), 2 * expected));
  w.remove_hook(replacing);
  w.register_hook([](Tensor grad) { grad.mul_(3); });
  autograd::zero_gradient(w, false);
  y().sum().backward();
  EXPECT_TRUE(equal(w.grad(), 3 * expected));
}

TEST_F(LentGradient, IsHiddenFromAHookThatReadsTheOldOne) {
  w.register_hook([&](Tensor) { EXPECT_TRUE(equal(w.grad(), zeros({40, 30}))); });
  y().sum().backward();
  EXPECT_TRUE(equal(w.grad(), expected));
}

TEST_F(LentGradient, SurvivesAHookThatSetsTheOldOneToZero) {
  for (const bool to_none : {false, true}) {
    const unsigned hook = w.register_hook([&](Tensor) { autograd::zero_gradient(w, to_none); });
    y().sum().backward();
    EXPECT_TRUE(equal(w.grad(), expected)) << to_none;
    w.remove_hook(hook);
    autograd::zero_gradient(w, false);
  }
}

TEST_F(LentGradient, SurvivesABackwardInsideAHook) {
  bool first = true;
  w.register_hook([&](Tensor) {
    const AutoGradMode recording(true);
    if (std::exchange(first, false)) (y() * 10).sum().backward();
  });
  y().sum().backward();
  EXPECT_TRUE(equal(w.grad(), 11 * expected));
}

TEST_F(LentGradient, IsZeroAfterAHookThatThrows) {
  const unsigned hook = w.register_hook([](Tensor) { throw std::runtime_error("no"); });
  EXPECT_THROW(y().sum().backward(), std::runtime_error);
  EXPECT_TRUE(equal(w.grad(), zeros({40, 30})));
  w.remove_hook(hook);
  y().sum().backward();
  EXPECT_TRUE(equal(w.grad(), expected));
}

TEST_F(LentGradient, BelongsToTheCallerOfGrad) {
  const Tensor asked = autograd::grad({y().sum()}, {w})[0];
  EXPECT_TRUE(equal(w.grad(), zeros({40, 30})));
  EXPECT_TRUE(equal(asked, expected));
  autograd::zero_gradient(w, false);
  const Tensor again = autograd::grad({y().sum()}, {w})[0];
  y().sum().backward();
  w.mutable_grad().fill_(7);
  EXPECT_TRUE(equal(again, expected));
}

TEST_F(LentGradient, IsRecordedUnderCreateGraph) {
  (y() * w.sum()).sum().backward({}, /*retain_graph=*/true, /*create_graph=*/true);
  EXPECT_TRUE(w.grad().requires_grad());
  EXPECT_TRUE(autograd::grad({w.grad().sum()}, {w})[0].defined());
  w.mutable_grad().reset();  // the gradient's graph leads back to w
}

TEST_F(LentGradient, IsOfItsOwnTypeAndShape) {
  w.mutable_grad() = zeros({40, 30}, kDouble);
  autograd::zero_gradient(w, false);
  y().sum().backward();
  EXPECT_TRUE(allclose(w.grad().to(kFloat), expected));
}

TEST_F(LentGradient, IsShownByBackwardSteps) {
  std::vector<Tensor> produced;
  const Tensor loss = y().sum();
  for (const auto& step : autograd::backward_steps(loss))
    for (const Tensor& grad : step.produced)
      if (grad.defined() && grad.dim() == 2) produced.push_back(grad);
  EXPECT_TRUE(equal(w.grad(), expected));
  w.mutable_grad().fill_(7);
  EXPECT_TRUE(equal(produced.back(), expected));
}

}  // namespace
}  // namespace glassgrad
