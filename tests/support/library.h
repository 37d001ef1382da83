#pragma once
// The library under test, as `torch`. With GLASSGRAD_TEST_LIBTORCH it is libtorch itself: a test
// that is written in libtorch's words alone is then checked against the original
// (tests/golden/README.md says how).
#ifdef GLASSGRAD_TEST_LIBTORCH
#include <torch/torch.h>
namespace torch {
using nn::functional::softsign;
using nn::functional::tanhshrink;
}  // namespace torch
#else
#include "autograd/functions.h"
#include "autograd/functions/factorization.h"
#include "autograd/functions/in_place.h"
#include "autograd/functions/index.h"
#include "autograd/functions/seldom.h"
#include "autograd/functions/special_names.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/function.h"
#include "autograd/graph/grad_mode.h"
namespace torch = glassgrad;
#endif
