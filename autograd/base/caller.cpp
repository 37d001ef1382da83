// The line that a thread's next node gets.
#include "autograd/base/caller.h"

namespace glassgrad {

constinit thread_local Caller forward_line;
constinit thread_local const char* forward_operation = nullptr;

}  // namespace glassgrad
