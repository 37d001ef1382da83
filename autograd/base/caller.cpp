// The line and the time step that a thread's next node gets.

#ifndef GLASSGRAD_LIBRARY
#define GLASSGRAD_LIBRARY  // for who compiles the scalars' few files by hand
#endif
#include "autograd/base/caller.h"

#include "autograd/base/time_step.h"

namespace glassgrad {

constinit thread_local Caller forward_line;
constinit thread_local const char* forward_operation = nullptr;
constinit thread_local std::uint16_t forward_time_step = 0;

}  // namespace glassgrad
