#pragma once
// libtorch's names of process groups. (DistributedDataParallel is Python's there.)

#include "../include/glassgrad/distributed.h"
#include "torch.h"

namespace c10d {
using namespace glassgrad::distributed;

inline constexpr const char* MPI_BACKEND_NAME = "mpi";
}  // namespace c10d

using c10d::kNoTimeout;
using c10d::kProcessGroupDefaultTimeout;

namespace torch::nn::parallel {
using glassgrad::nn::parallel::DistributedDataParallel;
}  // namespace torch::nn::parallel
