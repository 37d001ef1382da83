#pragma once
// Ranks that send each other tensors, whatever carries them.

#include <exception>
#include <string>
#include <vector>

#include "../autograd/base/intrusive_ptr.h"
#include "../autograd/tensor/tensor.h"
#include "types.h"

namespace glassgrad::distributed {

/// A call that has begun. Its tensors belong to it until it has completed: do not read or write
/// them before. Work may be let go before that; it completes all the same.
class Work : public RefCounted {
 public:
  virtual ~Work() = default;
  /// Whether it is over, well or not. Drives the transfer on; never blocks.
  virtual bool isCompleted() = 0;
  /// Whether it has gone well so far.
  virtual bool isSuccess() const = 0;
  /// What has gone wrong, null if nothing has.
  virtual std::exception_ptr exception() const = 0;
  /// Blocks until it is over. Returns true.
  /// @param timeout  0: that of the call's options, else of the group
  /// @throws Error   what has gone wrong; that this rank and the others wait for different things
  ///                 and always will, or that `timeout` is over: the group is of no more use then
  virtual bool wait(Milliseconds timeout = kNoTimeout) = 0;
  /// After wait() there is nothing left to do on a CPU.
  virtual void synchronize() {}
  /// Ends all ranks.
  virtual void abort() = 0;
  /// The tensors that the call has filled.
  virtual std::vector<Tensor> result() = 0;
  /// Of recvAnysource, once it has completed.
  virtual int sourceRank() const = 0;
  /// The kind of call.
  OpType retrieveOpType() const { return type_; }

 protected:
  explicit Work(OpType type) : type_(type) {}

 private:
  friend void dispose(Work* work);
  /// Whether somebody may still read or write its memory: it has to live on.
  virtual bool is_in_use() = 0;

  OpType type_;
};
void dispose(Work* work);

/// A fixed set of processes, numbered from 0: the ranks. Every call begins and returns at once; its
/// Work tells when it is over. All ranks make the same calls (but for send and recv) in the same
/// order, with tensors of the same size and type. Tensors are contiguous; a list of them has one,
/// and lists of lists have one list, of getSize() tensors.
/// @throws Error  from every call, for tensors that are not so
class ProcessGroup : public RefCounted {
 public:
  using Work = distributed::Work;       ///< as libtorch spells it
  using WorkPtr = intrusive_ptr<Work>;  ///< shared by who waits and by the group
  using Tensors = std::vector<Tensor>;  ///< of this rank

  ProcessGroup(int rank, int size) : rank_(rank), size_(size) {}
  virtual ~ProcessGroup() = default;
  /// This process's number.
  int getRank() const { return rank_; }
  /// How many ranks there are.
  int getSize() const { return size_; }
  /// "mpi"
  virtual const std::string getBackendName() const = 0;

  /// The tensor of opts.rootRank becomes that of all ranks.
  virtual WorkPtr broadcast(Tensors& tensors, const BroadcastOptions& opts = {}) = 0;
  /// The tensors of all ranks, reduced, become that of every rank: the same in every bit.
  virtual WorkPtr allreduce(Tensors& tensors, const AllreduceOptions& opts = {}) = 0;
  /// As allreduce, for opts.rootRank alone; that of the others stays.
  virtual WorkPtr reduce(Tensors& tensors, const ReduceOptions& opts = {}) = 0;
  /// outputs[0][r] becomes the input of rank r.
  virtual WorkPtr allgather(std::vector<Tensors>& outputs, Tensors& inputs,
                            const AllgatherOptions& opts = {}) = 0;
  /// As allgather, for opts.rootRank alone; `outputs` of the others is empty.
  virtual WorkPtr gather(std::vector<Tensors>& outputs, Tensors& inputs,
                         const GatherOptions& opts = {}) = 0;
  /// The output of rank r becomes inputs[0][r] of opts.rootRank; `inputs` of the others is empty.
  virtual WorkPtr scatter(Tensors& outputs, std::vector<Tensors>& inputs,
                          const ScatterOptions& opts = {}) = 0;
  /// The output of rank r becomes inputs[0][r] of all ranks, reduced.
  virtual WorkPtr reduce_scatter(Tensors& outputs, std::vector<Tensors>& inputs,
                                 const ReduceScatterOptions& opts = {}) = 0;
  /// outputs[r] becomes inputs[own rank] of rank r; each list has getSize() tensors.
  virtual WorkPtr alltoall(Tensors& outputs, Tensors& inputs, const AllToAllOptions& opts = {}) = 0;
  /// What one rank sends, another receives: in the order in which it was sent, for each tag.
  virtual WorkPtr send(Tensors& tensors, int dstRank, int tag) = 0;
  /// The other end of send: fills the tensor with what rank `srcRank` sends under `tag`.
  virtual WorkPtr recv(Tensors& tensors, int srcRank, int tag) = 0;
  /// From whichever rank has sent; the Work's sourceRank() tells.
  virtual WorkPtr recvAnysource(Tensors& tensors, int tag) = 0;
  /// Completes when all ranks have called it.
  virtual WorkPtr barrier(const BarrierOptions& opts = {}) = 0;

 private:
  int rank_, size_;
};
void dispose(ProcessGroup* group);

}  // namespace glassgrad::distributed
