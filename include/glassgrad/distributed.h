#pragma once
// Training by several processes: groups of them, and DistributedDataParallel. Link
// glassgrad::distributed, which needs MPI; this header does not.

#include "../../distributed/data_parallel.h"
#include "../../distributed/process_group_mpi.h"
