// Writes tests/golden/optim.txt with libtorch 1.13.1; tests/golden/README.md says how.
#include <fstream>

#include "tests/optim/lbfgs_runs.h"

int main() {
  using namespace optim_runs;
  std::ofstream out(GLASSGRAD_SOURCE_DIR "/tests/golden/optim.txt");
  for (const auto& runs : {sgd_runs(), adam_runs(), adagrad_runs(), rmsprop_runs(), group_runs()})
    for (const Run& run : runs) out << "case " << run.text << '\n' << trajectory_of(run);
  for (const LbfgsRun& run : lbfgs_runs()) out << "case " << run.text << '\n' << trajectory_of(run);
  for (const unsigned step_size : {1, 2, 4})
    out << "case StepLR " << step_size << '\n' << step_lr_of(step_size, 0.3);
}
