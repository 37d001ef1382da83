#pragma once
// A process group whose ranks are those of mpirun.

#include <memory>

#include "process_group.h"

namespace glassgrad::distributed {

struct Channel;

/// Ranks of MPI. All calls are made on the caller's thread, one thread at a time; a transfer moves
/// on whenever a Work is waited for or asked whether it is completed.
///
/// Every rank compares each call with that of its neighbour: where they differ, wait() throws.
/// Ranks that wait for each other forever throw too, with a list of who waits for what, after some
/// seconds. A program that ends by an exception ends all ranks.
class ProcessGroupMPI final : public ProcessGroup {
 public:
  /// The group of all ranks, or of those that are listed, in the order of the list. Starts MPI if
  /// nobody has. All ranks call it, the same number of times; one that is not in its list gets
  /// null.
  /// @throws Error  if a rank of the list does not exist or comes twice
  static intrusive_ptr<ProcessGroupMPI> createProcessGroupMPI(std::vector<int> ranks = {});
  ~ProcessGroupMPI() override;

  /// "mpi"
  const std::string getBackendName() const override { return "mpi"; }
  /// How long calls wait for ranks that are alive and busy, unless their options say.
  void set_timeout(Milliseconds timeout);
  /// Ends all ranks, with status 1.
  [[noreturn]] void abort();

  WorkPtr broadcast(Tensors& tensors, const BroadcastOptions& opts = {}) override;
  /// @throws Error  for AVG, and types other than (u)int8, int16, int32, int64, float, double
  WorkPtr allreduce(Tensors& tensors, const AllreduceOptions& opts = {}) override;
  WorkPtr reduce(Tensors& tensors, const ReduceOptions& opts = {}) override;
  WorkPtr allgather(std::vector<Tensors>& outputs, Tensors& inputs,
                    const AllgatherOptions& opts = {}) override;
  WorkPtr gather(std::vector<Tensors>& outputs, Tensors& inputs,
                 const GatherOptions& opts = {}) override;
  WorkPtr scatter(Tensors& outputs, std::vector<Tensors>& inputs,
                  const ScatterOptions& opts = {}) override;
  WorkPtr reduce_scatter(Tensors& outputs, std::vector<Tensors>& inputs,
                         const ReduceScatterOptions& opts = {}) override;
  WorkPtr alltoall(Tensors& outputs, Tensors& inputs, const AllToAllOptions& opts = {}) override;
  WorkPtr send(Tensors& tensors, int dstRank, int tag) override;
  /// As ProcessGroup::recv; MPI keeps messages of one rank and tag in order.
  WorkPtr recv(Tensors& tensors, int srcRank, int tag) override;
  WorkPtr recvAnysource(Tensors& tensors, int tag) override;
  WorkPtr barrier(const BarrierOptions& opts = {}) override;

 private:
  explicit ProcessGroupMPI(std::shared_ptr<Channel> channel);

  std::shared_ptr<Channel> channel_;  ///< shared with Work that is not over
};

}  // namespace glassgrad::distributed
