#pragma once
// Everything: tensors and their gradients, modules, optimizers, data, model files.
//
// include/ is the interface: what its headers name is for users. Whatever those need in turn is
// installed with them (cmake/GlassgradInstall.cmake follows the lines), all else is internal. By
// parts: <glassgrad/value.h> is scalars alone, <glassgrad/fmt.h> prints tensors with {fmt},
// <glassgrad/backward_steps.h> walks a backward pass node by node.

#ifndef __cpp_rtti
#error "<glassgrad.h> needs run-time type information: compile without -fno-rtti"
#endif

// Tensors and what is done with them.
#include "../autograd/functions.h"
#include "../autograd/functions/context.h"
#include "../autograd/tensor/accessor.h"
#include "../autograd/tensor/indexing.h"
#include "../autograd/tensor/tensor.h"
#include "../autograd/types/generator.h"
// Gradients: backward, grad, grad mode, operations of one's own.
#include "../autograd/graph/autograd.h"
#include "../autograd/graph/function.h"
#include "../autograd/graph/grad_mode.h"
// Scalars.
#include "glassgrad/value.h"
// Which version this is; errors; text as Python prints it.
#include "../autograd/base/error.h"
#include "../autograd/inspect/python_repr.h"
#include "glassgrad/version.h"
// A backward pass as a page.
#include "../autograd/inspect/replay.h"
// Modules, optimizers, data, files.
#include "../data/data.h"
#include "../nn/nn.h"
#include "../optim/optim.h"
#include "../serialize/serialize.h"
