#pragma once
// For programs that print with {fmt}: fmt::print("{}\n", tensor).

#include "../../autograd/inspect/fmt.h"
