#pragma once
// Everything: tensors and their gradients, modules, optimizers, data, model files.

#include "autograd/accessor.h"
#include "autograd/autograd.h"
#include "autograd/context.h"
#include "autograd/error.h"
#include "autograd/function.h"
#include "autograd/functions.h"
#include "autograd/generator.h"
#include "autograd/grad_mode.h"
#include "autograd/indexing.h"
#include "autograd/python_repr.h"
#include "autograd/tensor.h"
#include "autograd/value.h"
#include "data/data.h"
#include "nn/nn.h"
#include "optim/optim.h"
#include "serialize/serialize.h"
