// Whether this thread records.
#include "autograd/graph/grad_mode.h"

namespace glassgrad {

constinit thread_local bool detail::grad_enabled = true;
constinit thread_local bool detail::inference_enabled = false;

}  // namespace glassgrad
