// States of optimizers are equal when all that the next step depends on is.
#include <gtest/gtest.h>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "optim/adam.h"
#include "optim/lbfgs.h"
#include "optim/param_state.h"

namespace {

using namespace glassgrad;
using namespace glassgrad::optim;

template <class State>
void expect_moments_count() {
  State a, b;
  EXPECT_TRUE(a == b);
  a.step(3);
  EXPECT_FALSE(a == b);
  b.step(3);
  a.exp_avg(ones({2}));
  EXPECT_FALSE(a == b);
  b.exp_avg(ones({2}));
  EXPECT_TRUE(a == b);
  b.exp_avg_sq(zeros({2}));
  EXPECT_FALSE(a == b);
  a.exp_avg_sq(zeros({2}));
  a.max_exp_avg_sq(ones({2}));
  EXPECT_FALSE(a == b);
}
TEST(EqualStates, OfAdam) { expect_moments_count<AdamParamState>(); }
TEST(EqualStates, OfAdamW) { expect_moments_count<AdamWParamState>(); }

TEST(EqualStates, OfLBFGS) {
  LBFGSParamState a, b;
  EXPECT_TRUE(a == b);
  a.n_iter(2);
  EXPECT_FALSE(a == b);
  b.n_iter(2);
  a.d(ones({2}));
  EXPECT_FALSE(a == b);
  b.d(ones({2}));
  EXPECT_TRUE(a == b);
}

TEST(EqualStates, OptionsGiveTheirRate) {
  LBFGSOptions lbfgs(0.5);
  lbfgs.set_lr(0.25);
  EXPECT_EQ(lbfgs.get_lr(), 0.25);
  AdamWOptions adam(0.5);
  adam.set_lr(0.25);
  EXPECT_EQ(adam.get_lr(), 0.25);
  EXPECT_EQ(adam.lr(), 0.25);
}

struct Bare : OptimizerParamState {};
TEST(EqualStates, AStateWithoutACopySaysWhatToDo) {
  try {
    Bare().clone();
    FAIL() << "no error";
  } catch (const NotImplementedError& error) {
    EXPECT_NE(error.msg().find("OptimizerCloneableParamState<YourParamState>"), std::string::npos);
  }
}

}  // namespace
