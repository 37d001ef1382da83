#pragma once
// Internal: MPI's names, and its error codes as exceptions. All files that call MPI include this.

// MPI's C++ interface is older than C++11, and gone from its standard.
#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>

#include <string>

#include "autograd/types/scalar_type.h"
#include "distributed/types.h"

namespace glassgrad::distributed {

/// @throws Error  "MPI_Iallreduce: <MPI's own text>" unless `code` is MPI_SUCCESS
void check_mpi(int code, const char* function);

/// This process among all that mpirun has started.
struct World {
  int rank, size;
  MPI_Comm news;  ///< for what the ranks tell each other about themselves (watch.h)
};
/// Starts MPI at its first call. From then on exit() waits until all ranks have left, and an
/// exception that nobody catches ends all ranks.
const World& world();

/// Writes "rank 1 of 4: TEXT" to stderr and ends all ranks.
[[noreturn]] void end_all_ranks(const std::string& text);

/// The type of elements that are computed with. @throws Error  for one that MPI does not know
MPI_Datatype number_type(ScalarType type);
/// A type for elements that are only moved.
MPI_Datatype moved_type(size_t element_size);
/// @throws Error  for AVG
MPI_Op operation(ReduceOp op);

}  // namespace glassgrad::distributed
