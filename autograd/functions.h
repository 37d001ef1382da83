#pragma once
// Every operation, by kind.

#include "autograd/functions/activation.h"
#include "autograd/functions/creation.h"
#include "autograd/functions/linalg.h"
#include "autograd/functions/loss.h"
#include "autograd/functions/pointwise.h"
#include "autograd/functions/reduction.h"
#include "autograd/functions/shape.h"
