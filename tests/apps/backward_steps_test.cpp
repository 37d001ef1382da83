// The walk through a backward pass: screen, keys and page.

#include "apps/backward_steps/walk.h"

#include <gtest/gtest.h>

namespace {

using namespace backward_steps;

TEST(BackwardStepsApp, ShowsTheNodeInFront) {
  const Steps steps = tutorial_pass().steps;
  ASSERT_EQ(steps.size(), 5u);
  const std::string text = screen(steps, 1);
  EXPECT_NE(text.find(". #1 BinaryCrossEntropyBackward0 -> #2\n> #2 SigmoidBackward0 -> #3\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("rule           dL/dx = dL/dy * (1 - y) * y\n"), std::string::npos) << text;
  EXPECT_NE(text.find("made at        walk.cpp:"), std::string::npos) << text;
  EXPECT_NE(text.find("to input 0     [6, 1]:"), std::string::npos) << text;
}

TEST(BackwardStepsApp, GoesOnBackAndToNames) {
  const Steps steps = tutorial_pass().steps;
  std::string error;
  EXPECT_EQ(move(steps, 0, "", error), 1u);
  EXPECT_EQ(move(steps, 1, "b", error), 0u);
  EXPECT_EQ(move(steps, 0, "linear.weight", error), 4u);
  EXPECT_EQ(error, "");
  EXPECT_EQ(move(steps, 4, "n", error), 4u);
  EXPECT_EQ(error, "this is the last node");
  EXPECT_EQ(move(steps, 0, "b", error), 0u);
  EXPECT_EQ(error, "this is the first node");
  EXPECT_EQ(move(steps, 2, "tanh", error), 2u);
  EXPECT_EQ(error, "no node is called 'tanh'");
}

}  // namespace
