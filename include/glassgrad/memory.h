#pragma once
// How much memory waits to be used again.

#include "../../autograd/base/kept_memory.h"
