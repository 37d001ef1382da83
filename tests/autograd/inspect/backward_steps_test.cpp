// A backward pass one node at a time is the same pass.

#include "autograd/inspect/backward_steps.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/library.h"

namespace glassgrad {
namespace {

constexpr int kLineOfLoss = __LINE__ + 4;
struct Problem {
  Tensor w = tensor({0.5, -1.0}, kDouble).requires_grad_();
  Tensor x = tensor({2.0, 3.0}, kDouble);
  Tensor loss() { return (sigmoid(w * x) * w).sum(); }
};

TEST(BackwardSteps, GivesTheGradientsOfBackward) {
  Problem whole, stepped;
  whole.loss().backward();
  size_t count = 0;
  for (const autograd::BackwardStep& step : autograd::backward_steps(stepped.loss()))
    EXPECT_EQ(step.number, ++count);
  EXPECT_EQ(count, 5u);  // sum, mul, sigmoid, mul, the parameter
  EXPECT_TRUE(equal(whole.w.grad(), stepped.w.grad()));
}

TEST(BackwardSteps, ShowsWhatComesInAndGoesOut) {
  Problem problem;
  problem.w.set_name("w");
  const Tensor loss = problem.loss();
  std::vector<autograd::BackwardStep> steps;
  for (const auto& step : autograd::backward_steps(loss)) steps.push_back(step);
  ASSERT_EQ(steps.size(), 5u);
  EXPECT_EQ(steps[0].title(), "SumBackward0");
  EXPECT_EQ(steps[2].title(), "SigmoidBackward0");
  EXPECT_EQ(steps[4].title(), "AccumulateGrad of w");
  EXPECT_EQ(steps[2].place(), "backward_steps_test.cpp:" + std::to_string(kLineOfLoss));
  if (std::ifstream(__FILE__)) {  // relative to where the compiler ran, it may not be found
    EXPECT_EQ(steps[2].source(), "Tensor loss() { return (sigmoid(w * x) * w).sum(); }");
  }
  EXPECT_EQ(steps[2].formula(), "dL/dx = dL/dy * (1 - y) * y");
  // sigmoid(0.5 * 2) = 0.7311, upstream w = 0.5; 0.5 * 0.7311 * 0.2689 = 0.0983
  EXPECT_EQ(steps[2].numbers(), "0.5 * (1 - 0.7311) * 0.7311 = 0.09831");
  ASSERT_EQ(steps[2].saved.size(), 1u);
  EXPECT_TRUE(equal(steps[2].upstream[0], problem.w.detach()));
  EXPECT_TRUE(equal(steps[4].upstream[0], problem.w.grad()));
}

// The first node behind `y`, which it belongs to.
autograd::BackwardStep first_step(const Tensor& y) {
  auto steps = autograd::backward_steps(y, ones_like(y));
  return *steps.begin();
}

TEST(BackwardSteps, FillsInFormulas) {
  const Tensor x = tensor({0.5, -2.0}).requires_grad_(), t = tensor({0.25, 1.0});
  // cos 0.5 = 0.8776
  EXPECT_EQ(first_step(sin(x)).numbers(), "1 * cos(0.5) = 0.8776");
  EXPECT_EQ(first_step(log1p(x)).numbers(), "1 / (0.5 + 1) = 0.6667");
  // (sigmoid(0.5) - 0.25) / 2 = 0.3725 / 2
  EXPECT_EQ(first_step(binary_cross_entropy_with_logits(x, t)).numbers(),
            "(sigmoid(0.5) - 0.25) * 1 / 2 = 0.1862");
}

TEST(BackwardSteps, DividesInTheMeanAlone) {
  const Tensor x = tensor({0.5, -2.0}).requires_grad_(), t = tensor({0.25, 1.0});
  const auto mean = first_step(mse_loss(x, t)), sum = first_step(mse_loss(x, t, Reduction::Sum));
  EXPECT_EQ(mean.formula(), "dL/dx_i = 2 / N * (x_i - t_i) * dL/dl");
  EXPECT_EQ(mean.numbers(), "2 / 2 * (0.5 - 0.25) * 1 = 0.25");
  EXPECT_EQ(sum.formula(), "dL/dx_i = 2 * (x_i - t_i) * dL/dl");
  EXPECT_EQ(sum.numbers(), "2 * (0.5 - 0.25) * 1 = 0.5");
}

TEST(BackwardSteps, FillsInNothingThatIsNotTheWholeTruth) {
  const Tensor x = tensor({0.5, -2.0}).requires_grad_(), t = tensor({0.25, 1.0});
  EXPECT_EQ(first_step(t - x).numbers(), "");                 // the formula's first is dL/dt
  EXPECT_EQ(first_step(x / ones({3, 2})).numbers(), "");      // a sum over three rows
  EXPECT_EQ(first_step(t * x).numbers(), "1 * 0.25 = 0.25");  // either factor
  EXPECT_EQ(first_step(binary_cross_entropy(sigmoid(x), t, t)).numbers(), "");
}

TEST(BackwardSteps, RunsANodeWhenItIsAskedFor) {
  Problem problem;
  const Tensor loss = problem.loss();
  auto steps = autograd::backward_steps(loss, {}, true);
  auto at = steps.begin();
  for (int i = 0; i < 3; ++i) ++at;
  EXPECT_FALSE(problem.w.grad().defined());
  ++at;
  EXPECT_TRUE(problem.w.grad().defined());
  EXPECT_TRUE(++at == steps.end());
  EXPECT_TRUE(GradMode::is_enabled());
}

TEST(BackwardSteps, TwoWalksOverOneGraphDoNotMix) {
  const Tensor x = full({}, 2.0).requires_grad_(), shared = x * x, a = shared * 3, b = shared * 5;
  auto first = autograd::backward_steps(a, {}, true);
  auto step = first.begin();
  auto second = autograd::backward_steps(b, {}, true);
  EXPECT_THROW(
      {
        for (; step != first.end(); ++step) continue;
      },
      Error);
}

TEST(BackwardSteps, StopsEarly) {
  Problem problem;
  const Tensor loss = problem.loss();
  for (const auto& step : autograd::backward_steps(loss, {}, true))
    if (step.number == 2) break;
  EXPECT_FALSE(problem.w.grad().defined());
  loss.backward();
  EXPECT_TRUE(problem.w.grad().defined());
}

}  // namespace
}  // namespace glassgrad
