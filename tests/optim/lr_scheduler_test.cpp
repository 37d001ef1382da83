// Learning rate schedules against PyTorch 1.13.1.
#include "optim/lr_scheduler.h"

#include "tests/optim/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::optim {
namespace {

TEST(StepLR, GivesPyTorchsRates) {
  for (const unsigned step_size : {1, 2, 4}) {
    const std::string run = "StepLR " + std::to_string(step_size);
    EXPECT_EQ(optim_runs::step_lr_of(step_size, 0.3), optim_runs::answer(run)) << run;
  }
}

TEST(StepLR, MultipliesByATenthUnlessToldOtherwise) {
  const auto optimizer = optim_runs::make_groups(optim_runs::parameters());
  StepLR schedule(*optimizer, 1);
  schedule.step();
  EXPECT_EQ(optimizer->param_groups()[0].options().get_lr(), 0.5);
  schedule.step();
  EXPECT_EQ(optimizer->param_groups()[0].options().get_lr(), 0.5 * 0.1);
  EXPECT_EQ(optimizer->param_groups()[1].options().get_lr(), 0.1 * 0.1);
}

/// A schedule of a user's own, wrong for two groups.
struct OneRate : LRScheduler {
  using LRScheduler::LRScheduler;
  std::vector<double> get_lrs() override { return {get_current_lrs()[0] / 2}; }
};

TEST(StepLR, NeedsAStep) {
  const auto optimizer = optim_runs::make_groups(optim_runs::parameters());
  EXPECT_ERROR(StepLR(*optimizer, 0), "StepLR: expected a step_size of at least 1, but got 0");
}

TEST(LRScheduler, NeedsOneRateForEachGroup) {
  const auto optimizer = optim_runs::make_groups(optim_runs::parameters());
  OneRate schedule(*optimizer);
  EXPECT_ERROR(schedule.step(), "one learning rate for each of 2 parameter groups, got 1");
  EXPECT_EQ(optimizer->param_groups()[0].options().get_lr(), 0.5);
}

}  // namespace
}  // namespace glassgrad::optim
