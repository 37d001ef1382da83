#pragma once
// All transforms.

#include "transforms/base.h"
#include "transforms/stack.h"
#include "transforms/tensor.h"
