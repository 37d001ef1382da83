// Who is told that training begins; nobody at first.
#include "autograd/graph/first_step.h"

namespace glassgrad::autograd {

constinit Atomic<void (*)(const std::vector<Tensor>&)> at_first_step{nullptr};

}  // namespace glassgrad::autograd
