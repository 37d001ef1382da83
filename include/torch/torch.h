#pragma once
// For programs written for libtorch: the same names under the same header.

#include "../../torch/torch.h"
