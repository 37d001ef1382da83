#pragma once
// The backward pass as a range of steps, in words and numbers.

#include "../../autograd/inspect/backward_steps.h"
