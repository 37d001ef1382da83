#pragma once
// The scalar autograd, Value: numbers that remember how they were made.

#include "../../autograd/base/error.h"
#include "../../autograd/value/value.h"
