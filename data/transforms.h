#pragma once

#include "data/transforms/base.h"
#include "data/transforms/stack.h"
#include "data/transforms/tensor.h"
