#pragma once
// What libtorch has in torch/csrc/distributed: see ../../torch/distributed.h.

#include "../../torch/distributed.h"
