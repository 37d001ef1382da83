#pragma once
// The library with its optimizers, as `torch`; with GLASSGRAD_TEST_LIBTORCH libtorch itself.
#include "tests/support/library.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "optim/optim.h"
#endif
