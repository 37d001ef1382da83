#pragma once
// Learning rate schedules.

#include "optimizer.h"

namespace glassgrad::optim {

/// Base of learning rate schedules: `step`, once an epoch, sets the groups' learning rates to what
/// `get_lrs` gives. The optimizer must outlive it.
class LRScheduler {
 public:
  explicit LRScheduler(Optimizer& optimizer);
  virtual ~LRScheduler() = default;
  /// Sets the rates of the next epoch. @throws Error unless get_lrs gives one rate for each
  /// parameter group
  void step();

 protected:
  /// The rates for the next epoch, one a group; step_count_ epochs are over.
  virtual std::vector<double> get_lrs() = 0;
  std::vector<double> get_current_lrs() const;

  unsigned step_count_ = 0;

 private:
  Optimizer& optimizer_;
};

/// lr = lr * gamma at the start of every `step_size`-th epoch but the first.
class StepLR : public LRScheduler {
 public:
  StepLR(Optimizer& optimizer, const unsigned step_size, const double gamma = 0.1);

 private:
  std::vector<double> get_lrs() override;

  const unsigned step_size_;
  const double gamma_;
};

}  // namespace glassgrad::optim
