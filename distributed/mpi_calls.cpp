// MPI's names, its start and its end.
#include "distributed/mpi_calls.h"

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "autograd/base/check.h"
#include "autograd/types/format.h"
#include "distributed/watch.h"

namespace glassgrad::distributed {

void check_mpi(int code, const char* function) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  MPI_Error_string(code, text, &length);
  check(false, "{}: {}", function, std::string_view(text, static_cast<size_t>(length)));
}

namespace {

constinit bool is_ending = false;
std::terminate_handler terminate_before = nullptr;

/// What an uncaught exception says: with one rank, as ever.
[[noreturn]] void terminate_all_ranks() {
  if (world().size == 1 || is_ending) {
    terminate_before();
    std::abort();
  }
  std::string text = "ended by std::terminate";
  try {
    if (const std::exception_ptr error = std::current_exception()) std::rethrow_exception(error);
  } catch (const std::exception& error) {
    text = error.what();
  } catch (...) {
    text = "ended by an exception that is no std::exception";
  }
  end_all_ranks(text);
}

void leave_at_exit() {
  int is_over = 0;
  MPI_Finalized(&is_over);
  if (is_over || is_ending) return;
  Watch::get().leave();
  MPI_Finalize();
}

World start() {
  int has_begun = 0, threads = 0;
  MPI_Initialized(&has_begun);
  if (!has_begun) {
    check_mpi(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &threads),
              "MPI_Init_thread");
    std::atexit(leave_at_exit);
  }
  World world{};
  MPI_Comm_rank(MPI_COMM_WORLD, &world.rank);
  MPI_Comm_size(MPI_COMM_WORLD, &world.size);
  check_mpi(MPI_Comm_dup(MPI_COMM_WORLD, &world.news), "MPI_Comm_dup");
  MPI_Comm_set_errhandler(world.news, MPI_ERRORS_RETURN);
  terminate_before = std::set_terminate(terminate_all_ranks);
  return world;
}

}  // namespace

const World& world() {
  static const World the_world = start();
  return the_world;
}

void end_all_ranks(const std::string& text) {
  is_ending = true;
  std::fflush(stdout);
  std::fprintf(stderr, "rank %d of %d: %s\n", world().rank, world().size, text.c_str());
  std::fflush(stderr);
  MPI_Abort(world().news, 1);
  std::_Exit(1);
}

MPI_Datatype number_type(ScalarType type) {
  switch (type) {
    case ScalarType::Byte:
      return MPI_UINT8_T;
    case ScalarType::Char:
      return MPI_INT8_T;
    case ScalarType::Short:
      return MPI_INT16_T;
    case ScalarType::Int:
      return MPI_INT32_T;
    case ScalarType::Long:
      return MPI_INT64_T;
    case ScalarType::Float:
      return MPI_FLOAT;
    case ScalarType::Double:
      return MPI_DOUBLE;
    default:
      break;
  }
  check(false,
        "ProcessGroupMPI: expected a tensor of integers, float or double to reduce, but got {}; "
        "convert it with to()",
        type);
  return {};
}

MPI_Datatype moved_type(size_t element_size) {
  switch (element_size) {
    case 2:
      return MPI_INT16_T;
    case 4:
      return MPI_INT32_T;
    case 8:
      return MPI_INT64_T;
    case 16:
      return MPI_C_DOUBLE_COMPLEX;
    default:
      return MPI_BYTE;
  }
}

MPI_Op operation(ReduceOp op) {
  switch (op) {
    case ReduceOp::SUM:
      return MPI_SUM;
    case ReduceOp::PRODUCT:
      return MPI_PROD;
    case ReduceOp::MIN:
      return MPI_MIN;
    case ReduceOp::MAX:
      return MPI_MAX;
    case ReduceOp::BAND:
      return MPI_BAND;
    case ReduceOp::BOR:
      return MPI_BOR;
    case ReduceOp::BXOR:
      return MPI_BXOR;
    default:
      break;
  }
  check(false, "ProcessGroupMPI: MPI does not average; reduce by SUM and divide by getSize()");
  return {};
}

}  // namespace glassgrad::distributed
