// What is called when a backward pass has ended.
#include <gtest/gtest.h>

#include <string>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/engine.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/inspect/backward_steps.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

struct AfterBackward : testing::Test {
  /// y = x^2, whose gradient, when it comes, does something.
  template <class Hook>
  Tensor square(Hook hook) {
    const Tensor y = x * x;
    y.register_hook([hook](const Tensor&) { hook(); });
    return y;
  }
  Tensor x = full({}, 3.0, kDouble).requires_grad_();
  std::string log;
};

TEST_F(AfterBackward, RunsWhenGradientsAreThere) {
  square([&] {
    autograd::after_backward([&] { log += x.grad().defined() ? "there" : "missing"; });
    log += "hook, ";
  }).backward();
  EXPECT_EQ(log, "hook, there");
  (x * x).backward();
  EXPECT_EQ(log, "hook, there");
}

TEST_F(AfterBackward, WaitsForTheOutermostCall) {
  square([&] {
    const AutoGradMode records(true);
    square([&] { autograd::after_backward([&] { log += "end"; }); }).backward();
    log += "inner call has ended, ";
  }).backward();
  EXPECT_EQ(log, "inner call has ended, end");
}

TEST_F(AfterBackward, MayAskForMore) {
  square([&] {
    autograd::after_backward([&] {
      log += "first ";
      autograd::after_backward([&] { log += "second"; });
    });
  }).backward();
  EXPECT_EQ(log, "first second");
}

TEST_F(AfterBackward, IsForgottenByACallThatThrows) {
  const Tensor y = square([&] {
    autograd::after_backward([&] { log += "end"; });
    throw Error("a hook's own error");
  });
  EXPECT_ERROR(y.backward(), "a hook's own error");
  (x * x).backward();
  EXPECT_EQ(log, "");
}

TEST_F(AfterBackward, FollowsTheLastOfTheSteps) {
  const Tensor y = square([&] { autograd::after_backward([&] { log += "end"; }); });
  std::string logs;
  for (const autograd::BackwardStep& step : autograd::backward_steps(y))
    logs += step.node->name() + " " + log + "\n";
  EXPECT_EQ(logs, "MulBackward0 \ntorch::autograd::AccumulateGrad end\n");
}

TEST_F(AfterBackward, NeedsACallThatRuns) {
  EXPECT_ERROR(autograd::after_backward([] {}), "expected a backward call that runs");
}

}  // namespace
}  // namespace glassgrad
