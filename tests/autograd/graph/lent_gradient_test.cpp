// A product may write a weight's gradient straight into the memory of the old one, which zero_grad
// only marked: nobody can tell.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/inspect/backward_steps.h"

namespace glassgrad {
namespace {

using autograd::gradient_of;
using autograd::zero_gradient;

/// A square weight whose gradient is marked as zero and has never been asked for.
class LentGradient : public testing::Test {
 protected:
  LentGradient() {
    (w * std::numeric_limits<float>::infinity()).sum().backward();  // what is lent is no zeros
    zero_gradient(w, false);
    address = gradient_address();
  }
  /// A sum over x W^T in which every element has a weight of its own.
  Tensor loss() const { return (linear(x, w) * dy).sum(); }
  const void* gradient_address() const { return w.impl()->grad.data_ptr(); }

  /// Small integers: their sums are exact in any order.
  static Tensor integers(IntArrayRef sizes) { return randint(-4, 5, sizes, kFloat); }

  const Tensor w = integers({40, 40}).set_requires_grad(true);
  const Tensor x = integers({3, 40}), dy = integers({3, 40});
  const Tensor expected = mm(dy.t(), x);  ///< the gradient of loss()
  const void* address;
};

TEST_F(LentGradient, IsLentToOneWriterAtATime) {
  const autograd::Edge edge = autograd::gradient_edge(w);
  {
    const Tensor lent = autograd::empty_gradient(edge, {40, 40}, kFloat);
    EXPECT_EQ(lent.data_ptr(), address);
    EXPECT_NE(autograd::empty_gradient(edge, {40, 40}, kFloat).data_ptr(), address);
  }
  EXPECT_EQ(autograd::empty_gradient(edge, {40, 40}, kFloat).data_ptr(), address);
  EXPECT_NE(autograd::empty_gradient(edge, {20, 80}, kFloat).data_ptr(), address);
  EXPECT_NE(autograd::empty_gradient(edge, {40, 40}, kDouble).data_ptr(), address);
  const unsigned hook = w.register_hook([](Tensor) {});
  EXPECT_NE(autograd::empty_gradient(edge, {40, 40}, kFloat).data_ptr(), address);
  w.remove_hook(hook);
  EXPECT_TRUE(equal(w.grad(), zeros({40, 40})));
  EXPECT_NE(autograd::empty_gradient(edge, {40, 40}, kFloat).data_ptr(), address);
}

TEST_F(LentGradient, IsTheGradientWhereItWas) {
  loss().backward();
  EXPECT_EQ(gradient_address(), address);
  EXPECT_TRUE(equal(gradient_of(w), expected));
  zero_gradient(w, false);
  const Tensor twice = loss();
  twice.backward({}, /*retain_graph=*/true);
  twice.backward();
  EXPECT_TRUE(equal(w.grad(), 2 * expected));
  EXPECT_EQ(gradient_address(), address);
}

TEST_F(LentGradient, IsTheGradientOfEitherFactor) {
  const Tensor other = integers({40, 40});
  const auto check = [&](const Tensor& y, const Tensor& gradient) {
    (y * other).sum().backward();
    EXPECT_TRUE(equal(gradient_of(w), gradient));
    EXPECT_EQ(gradient_address(), address);
    zero_gradient(w, false);
  };
  check(mm(other, w), mm(other.t(), other));
  check(mm(w, other), mm(other, other.t()));
  check(mm(other, w.t()), mm(other.t(), other));
  check(mm(w, w), mm(other, w.detach().t()) + mm(w.detach().t(), other));
  check(addmm(zeros({40, 40}), other, w, 1, 3), 3 * mm(other.t(), other));
  check(linear(w, other), mm(other, other));
  check(linear(other, w), mm(other.t(), other));
}

TEST_F(LentGradient, IsTheGradientOfABias) {
  const Tensor b = integers({40}).set_requires_grad(true);
  (linear(x, w, b) * dy).sum().backward();
  zero_gradient(b, false);
  const void* const of_bias = b.impl()->grad.data_ptr();
  (linear(x, w, b) * dy).sum().backward();
  EXPECT_EQ(b.impl()->grad.data_ptr(), of_bias);
  EXPECT_TRUE(equal(gradient_of(b), dy.sum(0)));
}

TEST_F(LentGradient, IsASumWhereTheWeightIsUsedTwice) {
  (loss() + loss() * 2 + (mm(x, w.t()) * dy).sum()).backward();
  EXPECT_TRUE(equal(w.grad(), 4 * expected));
}

TEST_F(LentGradient, IsZeroWhereThereAreNoSamples) {
  linear(zeros({0, 40}), w).sum().backward();
  EXPECT_TRUE(equal(w.grad(), zeros({40, 40})));
}

TEST_F(LentGradient, IsNotMinusZeroWhereAFactorIsZero) {
  for (const int64_t size : {40, 400}) {  // by loops and by CBLAS
    const Tensor weight = ones({size, size}).set_requires_grad(true), none = zeros({1, size});
    const auto check = [&](const Tensor& y) {
      y.sum().neg().backward();
      const float* grad = gradient_of(weight).data_ptr<float>();
      for (int64_t i = 0; i < weight.numel(); ++i)
        ASSERT_FALSE(std::signbit(grad[i])) << size << " " << i;
      zero_gradient(weight, false);
    };
    weight.sum().backward();
    zero_gradient(weight, false);
    check(linear(none, weight));
    check(mm(none, weight));
    check(mm(weight, none.t()));
  }
}

TEST_F(LentGradient, IsRecordedUnderCreateGraph) {
  (loss() * w.sum()).backward({}, /*retain_graph=*/true, /*create_graph=*/true);
  EXPECT_TRUE(equal(w.grad().detach(), expected * w.detach().sum() + loss().detach()));
  // d/dw of the sum of that: the sum of `expected`, once more, and its elements 1600 times.
  EXPECT_TRUE(equal(autograd::grad({w.grad().sum()}, {w})[0], expected.sum() + 1600 * expected));
  w.mutable_grad().reset();  // the gradient's graph leads back to w
}

TEST_F(LentGradient, IsRightUnderAnomalyDetection) {
  const autograd::DetectAnomalyGuard guard;
  loss().backward();
  EXPECT_TRUE(equal(w.grad(), expected));
}

// --- others who hold it ---

TEST_F(LentGradient, MayBeChangedByAHookInEveryWay) {
  const auto check = [&](auto hook, const Tensor& gradient) {
    zero_gradient(w, true);
    loss().backward();
    zero_gradient(w, false);
    const unsigned number = w.register_hook(hook);
    loss().backward();
    EXPECT_TRUE(equal(gradient_of(w), gradient));
    w.remove_hook(number);
  };
  check([](Tensor g) { return g * 2; }, 2 * expected);
  check([](Tensor g) { g.mul_(3); }, 3 * expected);
  check([](Tensor g) { g.t_(); }, expected.t());
  check([](Tensor g) { return g.t().detach(); }, expected.t());
  check([](Tensor g) { return g[1].expand({40, 40}).detach(); }, expected[1].expand({40, 40}));
  check([](Tensor g) { g.set_data(g.t()); }, expected.t());
}

TEST_F(LentGradient, BelongsToAHookThatKeepsIt) {
  std::vector<Tensor> kept;
  w.register_hook([&](Tensor grad) { kept.push_back(grad); });
  for (int i = 1; i <= 3; ++i) {
    (loss() * i).backward();
    EXPECT_TRUE(equal(gradient_of(w), i * expected));
    zero_gradient(w, false);
  }
  for (int i = 1; i <= 3; ++i) EXPECT_TRUE(equal(kept[i - 1], i * expected));
}

TEST_F(LentGradient, BelongsToANodesHookThatKeepsIt) {
  const Tensor y = linear(x, w);
  Tensor kept, row;
  y.grad_fn()->hooks().post.push_back(
      [&](const autograd::GradList& inputs, const autograd::GradList&) {
        kept = inputs[1];
        row = kept[0];
      });
  (y * dy).sum().backward();
  EXPECT_TRUE(equal(w.grad(), expected));
  w.mutable_grad().fill_(7);
  EXPECT_TRUE(equal(kept, expected));
  EXPECT_TRUE(equal(row, expected[0]));
}

TEST_F(LentGradient, MayBeTurnedByANodesHook) {
  const Tensor y = linear(x, w);
  y.grad_fn()->hooks().post.push_back(
      [](const autograd::GradList& inputs, const autograd::GradList&) { inputs[1].t_(); });
  (y * dy).sum().backward();
  EXPECT_TRUE(equal(w.grad(), expected.t()));
}

TEST_F(LentGradient, BelongsToTheCallerOfGrad) {
  const Tensor asked = autograd::grad({loss()}, {w})[0];
  EXPECT_TRUE(equal(w.grad(), zeros({40, 40})));
  w.mutable_grad().fill_(7);
  EXPECT_TRUE(equal(asked, expected));
}

TEST_F(LentGradient, BelongsToTheCallerOfGradAndLaterToTheLeaf) {
  const Tensor asked = autograd::grad({loss()}, {w})[0];
  (loss() * 2).backward();
  EXPECT_TRUE(equal(w.grad(), 2 * expected));
  EXPECT_TRUE(equal(asked, expected));
}

TEST_F(LentGradient, KeepsItsShapeWhateverIsDoneToWhatGradGave) {
  autograd::grad({loss()}, {w})[0].unsqueeze_(0);
  EXPECT_TRUE(equal(w.grad(), zeros({40, 40})));
}

TEST_F(LentGradient, KeepsItsShapeWhateverANodesHookDoes) {
  const Tensor y = linear(x, w);
  y.grad_fn()->hooks().post.push_back(
      [](const autograd::GradList& inputs, const autograd::GradList&) { inputs[1].unsqueeze_(0); });
  EXPECT_THROW((y * dy).sum().backward(), Error);
  EXPECT_TRUE(equal(w.grad(), zeros({40, 40})));
}

TEST_F(LentGradient, StaysWhereItIsForBackwardOfInputs) {
  loss().backward({}, nullopt, false, TensorList(w));
  EXPECT_EQ(gradient_address(), address);
  EXPECT_TRUE(equal(w.grad(), expected));
}

TEST_F(LentGradient, IsShownByBackwardSteps) {
  Tensor produced;
  for (const auto& step : autograd::backward_steps(loss()))
    for (const Tensor& grad : step.produced)
      if (grad.defined() && grad.sizes() == w.sizes()) produced = grad;
  EXPECT_TRUE(equal(w.grad(), expected));
  w.mutable_grad().fill_(7);
  EXPECT_TRUE(equal(produced, expected));
}

// --- the old gradient while the new one is on its way ---

TEST_F(LentGradient, IsHiddenFromAHookThatReadsTheOldOne) {
  const Tensor y = linear(x, w);
  y.grad_fn()->hooks().post.push_back([&](const autograd::GradList&, const autograd::GradList&) {
    EXPECT_TRUE(equal(w.grad(), zeros({40, 40})));
  });
  (y * dy).sum().backward();
  EXPECT_TRUE(equal(w.grad(), expected));
}

TEST_F(LentGradient, SurvivesAHookThatSetsTheOldOneToZero) {
  for (const bool to_none : {false, true}) {
    const Tensor y = linear(x, w);
    y.grad_fn()->hooks().post.push_back(
        [&](const autograd::GradList&, const autograd::GradList&) { zero_gradient(w, to_none); });
    (y * dy).sum().backward();
    EXPECT_TRUE(equal(gradient_of(w), expected)) << to_none;
    zero_gradient(w, false);
  }
}

TEST_F(LentGradient, SurvivesABackwardInsideAHook) {
  const Tensor y = linear(x, w);
  y.grad_fn()->hooks().post.push_back([&](const autograd::GradList&, const autograd::GradList&) {
    const AutoGradMode recording(true);
    (loss() * 10).backward();
  });
  (y * dy).sum().backward();
  EXPECT_TRUE(equal(w.grad(), 11 * expected));
}

TEST_F(LentGradient, IsZeroAfterAHookThatThrows) {
  const Tensor y = linear(x, w);
  y.grad_fn()->hooks().post.push_back(
      [](const autograd::GradList&, const autograd::GradList&) { throw std::runtime_error("no"); });
  EXPECT_THROW((y * dy).sum().backward(), std::runtime_error);
  EXPECT_TRUE(equal(w.grad(), zeros({40, 40})));
  loss().backward();
  EXPECT_TRUE(equal(w.grad(), expected));
}

TEST_F(LentGradient, IsReadByManyThreads) {
  const Tensor large = ones({1000000}).set_requires_grad(true);
  large.sum().backward();
  zero_gradient(large, false);
  std::vector<double> sums(4, 1);
  std::vector<std::thread> threads;
  for (double& sum : sums)
    threads.emplace_back([&] { sum = large.grad().abs().sum().item<double>(); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sums, std::vector<double>(4, 0));
}

}  // namespace
}  // namespace glassgrad
