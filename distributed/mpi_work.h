#pragma once
// Internal: one call of a group of MPI on its way.

#include <functional>
#include <memory>
#include <vector>

#include "distributed/mpi_calls.h"
#include "distributed/process_group.h"
#include "distributed/watch.h"

namespace glassgrad::distributed {

/// What a group and its Work that is not over share. Communicators live to the end of the program:
/// to free one, all ranks would have to come together.
struct Channel {
  MPI_Comm calls, checks;  ///< the tensors; what the neighbours are told of each call
  int rank, size;
  int group;               ///< its number for the watch
  std::vector<int> ranks;  ///< of the world
  Milliseconds timeout = kProcessGroupDefaultTimeout;
};

/// A call of MPI that does not block, and what keeps its memory alive.
class MpiWork final : public Work {
 public:
  /// Begins a message: send or recv with `peer`, -1 for any.
  MpiWork(std::shared_ptr<Channel> channel, const Signature& call, int peer, Milliseconds timeout);
  /// Begins a call of all ranks, and tells the next rank what it is.
  MpiWork(std::shared_ptr<Channel> channel, const Signature& call, Milliseconds timeout);

  bool isCompleted() override;
  bool isSuccess() const override { return !error_; }
  std::exception_ptr exception() const override { return error_; }
  bool wait(Milliseconds timeout = kNoTimeout) override;
  void abort() override { end_all_ranks("Work::abort was called"); }
  std::vector<Tensor> result() override { return results; }
  int sourceRank() const override { return source_; }

  /// For whoever begins the call: what MPI reads and writes, what the caller gets, and what is left
  /// to do when MPI is done.
  MPI_Request request = MPI_REQUEST_NULL;
  std::vector<Tensor> memory, results;
  std::function<void()> at_end;

 private:
  bool is_in_use() override;
  /// @throws Error  if the neighbour has told of another call than this one
  void check_same() const;

  std::shared_ptr<Channel> channel_;
  Signature call_, neighbours_;  ///< the second: of what the rank before makes; sent by itself
  MPI_Request told_ = MPI_REQUEST_NULL, heard_ = MPI_REQUEST_NULL;
  int peer_ = -1, source_ = -1;
  Milliseconds timeout_;
  bool is_over_ = false;
  std::exception_ptr error_;
};

}  // namespace glassgrad::distributed
