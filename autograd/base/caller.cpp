// The line that a thread's next node gets.

#ifndef GLASSGRAD_LIBRARY
#define GLASSGRAD_LIBRARY  // for who compiles the scalars' few files by hand
#endif
#include "autograd/base/caller.h"

namespace glassgrad {

constinit thread_local Caller forward_line;
constinit thread_local const char* forward_operation = nullptr;

}  // namespace glassgrad
