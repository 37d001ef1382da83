// The calls of a group: checked, and handed to MPI.
#include "distributed/process_group_mpi.h"

#include <algorithm>
#include <climits>

#include "autograd/base/check.h"
#include "autograd/functions/shape.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/types/format.h"
#include "distributed/mpi_work.h"

namespace glassgrad::distributed {

namespace {

using Tensors = ProcessGroup::Tensors;

/// The tensor of a list of one.
const Tensor& only_one(const Tensors& tensors, const char* call) {
  check(tensors.size() == 1, "{}: expected a list of one tensor, but got {}", call, tensors.size());
  const Tensor& tensor = tensors[0];
  check(tensor.defined() && tensor.is_contiguous(),
        "{}: expected a tensor in contiguous memory; use contiguous()", call);
  check(tensor.numel() <= INT_MAX, "{}: expected at most {} elements, but got {}", call, INT_MAX,
        tensor.numel());
  return tensor;
}

/// The tensors for or from each rank, in a list of one list: as many as ranks, all like `example`.
const Tensors& one_for_each(const Tensors& tensors, const Tensor& example, int size,
                            const char* call) {
  check(tensors.size() == size_t(size), "{}: expected a tensor for each of {} ranks, but got {}",
        call, size, tensors.size());
  for (const Tensor& tensor : tensors)
    check(tensor.defined() && tensor.numel() == example.numel() &&
              tensor.scalar_type() == example.scalar_type(),
          "{}: expected tensors of {} {} elements for all ranks", call, example.numel(),
          example.scalar_type());
  return tensors;
}
const Tensors& only_list(const std::vector<Tensors>& lists, const char* call) {
  check(lists.size() == 1, "{}: expected a list of one list of tensors, but got {}", call,
        lists.size());
  return lists[0];
}

/// Memory for a tensor of each rank, one after the other.
Tensor joined(const Tensor& example, int size) {
  return example.new_empty({int64_t{size}, example.numel()}, example.scalar_type());
}
Tensor joined(const Tensors& tensors) {
  const NoGradGuard no_grad;
  Tensor all = joined(tensors[0], int(tensors.size()));
  for (size_t i = 0; i < tensors.size(); ++i) all[int64_t(i)].copy_(tensors[i].reshape({-1}));
  return all;
}
void copy_apart(const Tensor& all, const Tensors& tensors) {
  const NoGradGuard no_grad;
  for (size_t i = 0; i < tensors.size(); ++i)
    tensors[i].copy_(all[int64_t(i)].view(tensors[i].sizes()));
}

Signature signature(OpType type, const Tensor& tensor, int64_t root = 0,
                    ReduceOp op = ReduceOp::UNUSED) {
  Signature call;
  call.type = static_cast<int32_t>(type);
  call.count = tensor.numel();
  call.element = static_cast<int32_t>(tensor.scalar_type());
  call.root = static_cast<int32_t>(root);
  call.op = op;
  return call;
}

int checked_rank(int64_t rank, int size, const char* call) {
  check(0 <= rank && rank < size, "{}: expected a rank of 0 to {}, but got {}", call, size - 1,
        rank);
  return int(rank);
}

MPI_Datatype moved(const Tensor& tensor) { return moved_type(size_t(tensor.element_size())); }

}  // namespace

void dispose(ProcessGroup* group) { delete group; }

intrusive_ptr<ProcessGroupMPI> ProcessGroupMPI::createProcessGroupMPI(std::vector<int> ranks) {
  const World& all = world();
  if (ranks.empty())
    for (int rank = 0; rank < all.size; ++rank) ranks.push_back(rank);
  auto channel = std::make_shared<Channel>();
  channel->ranks = ranks;
  std::sort(ranks.begin(), ranks.end());
  check(ranks.front() >= 0 && ranks.back() < all.size &&
            std::adjacent_find(ranks.begin(), ranks.end()) == ranks.end(),
        "createProcessGroupMPI: expected different ranks of 0 to {}", all.size - 1);

  MPI_Group everybody, members;
  check_mpi(MPI_Comm_group(MPI_COMM_WORLD, &everybody), "MPI_Comm_group");
  check_mpi(MPI_Group_incl(everybody, int(ranks.size()), channel->ranks.data(), &members),
            "MPI_Group_incl");
  check_mpi(MPI_Comm_create(MPI_COMM_WORLD, members, &channel->calls), "MPI_Comm_create");
  MPI_Group_free(&members);
  MPI_Group_free(&everybody);
  const bool is_member = channel->calls != MPI_COMM_NULL;
  channel->group = Watch::get().add_group(is_member);
  if (!is_member) return {};

  check_mpi(MPI_Comm_dup(channel->calls, &channel->checks), "MPI_Comm_dup");
  for (const MPI_Comm comm : {channel->calls, channel->checks})
    MPI_Comm_set_errhandler(comm, MPI_ERRORS_RETURN);
  MPI_Comm_rank(channel->calls, &channel->rank);
  MPI_Comm_size(channel->calls, &channel->size);
  return intrusive_ptr<ProcessGroupMPI>::take_new(new ProcessGroupMPI(std::move(channel)));
}

ProcessGroupMPI::ProcessGroupMPI(std::shared_ptr<Channel> channel)
    : ProcessGroup(channel->rank, channel->size), channel_(std::move(channel)) {}

ProcessGroupMPI::~ProcessGroupMPI() = default;

void ProcessGroupMPI::set_timeout(Milliseconds timeout) { channel_->timeout = timeout; }

void ProcessGroupMPI::abort() { end_all_ranks("ProcessGroupMPI::abort was called"); }

// A call begins as MPI's own of the same name: I stands for "immediately", that is when it returns.

ProcessGroup::WorkPtr ProcessGroupMPI::broadcast(Tensors& tensors, const BroadcastOptions& opts) {
  const Tensor& tensor = only_one(tensors, "broadcast");
  const int root = checked_rank(opts.rootRank, getSize(), "broadcast");
  intrusive_ptr work(
      new MpiWork(channel_, signature(OpType::BROADCAST, tensor, root), opts.timeout));
  work->memory = work->results = tensors;
  check_mpi(MPI_Ibcast(tensor.data_ptr(), int(tensor.numel()), moved(tensor), root, channel_->calls,
                       &work->request),
            "MPI_Ibcast");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::allreduce(Tensors& tensors, const AllreduceOptions& opts) {
  const Tensor& tensor = only_one(tensors, "allreduce");
  const MPI_Datatype type = number_type(tensor.scalar_type());
  const MPI_Op op = operation(opts.reduceOp);
  intrusive_ptr work(
      new MpiWork(channel_, signature(OpType::ALLREDUCE, tensor, 0, opts.reduceOp), opts.timeout));
  work->memory = work->results = tensors;
  if (getSize() == 1) return work;
  check_mpi(MPI_Iallreduce(MPI_IN_PLACE, tensor.data_ptr(), int(tensor.numel()), type, op,
                           channel_->calls, &work->request),
            "MPI_Iallreduce");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::reduce(Tensors& tensors, const ReduceOptions& opts) {
  const Tensor& tensor = only_one(tensors, "reduce");
  const int root = checked_rank(opts.rootRank, getSize(), "reduce");
  const MPI_Datatype type = number_type(tensor.scalar_type());
  const MPI_Op op = operation(opts.reduceOp);
  intrusive_ptr work(
      new MpiWork(channel_, signature(OpType::REDUCE, tensor, root, opts.reduceOp), opts.timeout));
  work->memory = work->results = tensors;
  void* const data = tensor.data_ptr();
  check_mpi(MPI_Ireduce(getRank() == root ? MPI_IN_PLACE : data, data, int(tensor.numel()), type,
                        op, root, channel_->calls, &work->request),
            "MPI_Ireduce");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::allgather(std::vector<Tensors>& outputs, Tensors& inputs,
                                                 const AllgatherOptions& opts) {
  const Tensor& input = only_one(inputs, "allgather");
  const Tensors parts =
      one_for_each(only_list(outputs, "allgather"), input, getSize(), "allgather");
  intrusive_ptr work(new MpiWork(channel_, signature(OpType::ALLGATHER, input), opts.timeout));
  const Tensor all = joined(input, getSize());
  work->memory = {input, all};
  work->results = parts;
  work->at_end = [all, parts] { copy_apart(all, parts); };
  check_mpi(MPI_Iallgather(input.data_ptr(), int(input.numel()), moved(input), all.data_ptr(),
                           int(input.numel()), moved(input), channel_->calls, &work->request),
            "MPI_Iallgather");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::gather(std::vector<Tensors>& outputs, Tensors& inputs,
                                              const GatherOptions& opts) {
  const Tensor& input = only_one(inputs, "gather");
  const int root = checked_rank(opts.rootRank, getSize(), "gather");
  check(getRank() == root || outputs.empty(), "gather: expected outputs on rank {} alone", root);
  Tensors parts;
  if (getRank() == root)
    parts = one_for_each(only_list(outputs, "gather"), input, getSize(), "gather");
  intrusive_ptr work(new MpiWork(channel_, signature(OpType::GATHER, input, root), opts.timeout));
  const Tensor all = getRank() == root ? joined(input, getSize()) : Tensor();
  work->memory = {input, all};
  work->results = parts;
  if (getRank() == root) work->at_end = [all, parts] { copy_apart(all, parts); };
  check_mpi(MPI_Igather(input.data_ptr(), int(input.numel()), moved(input),
                        all.defined() ? all.data_ptr() : nullptr, int(input.numel()), moved(input),
                        root, channel_->calls, &work->request),
            "MPI_Igather");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::scatter(Tensors& outputs, std::vector<Tensors>& inputs,
                                               const ScatterOptions& opts) {
  const Tensor& output = only_one(outputs, "scatter");
  const int root = checked_rank(opts.rootRank, getSize(), "scatter");
  check(getRank() == root || inputs.empty(), "scatter: expected inputs on rank {} alone", root);
  Tensor all;
  if (getRank() == root)
    all = joined(one_for_each(only_list(inputs, "scatter"), output, getSize(), "scatter"));
  intrusive_ptr work(new MpiWork(channel_, signature(OpType::SCATTER, output, root), opts.timeout));
  work->memory = {output, all};
  work->results = outputs;
  check_mpi(MPI_Iscatter(all.defined() ? all.data_ptr() : nullptr, int(output.numel()),
                         moved(output), output.data_ptr(), int(output.numel()), moved(output), root,
                         channel_->calls, &work->request),
            "MPI_Iscatter");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::reduce_scatter(Tensors& outputs,
                                                      std::vector<Tensors>& inputs,
                                                      const ReduceScatterOptions& opts) {
  const Tensor& output = only_one(outputs, "reduce_scatter");
  const Tensor all = joined(
      one_for_each(only_list(inputs, "reduce_scatter"), output, getSize(), "reduce_scatter"));
  const MPI_Datatype type = number_type(output.scalar_type());
  const MPI_Op op = operation(opts.reduceOp);
  intrusive_ptr work(new MpiWork(
      channel_, signature(OpType::REDUCE_SCATTER, output, 0, opts.reduceOp), opts.timeout));
  work->memory = {output, all};
  work->results = outputs;
  check_mpi(MPI_Ireduce_scatter_block(all.data_ptr(), output.data_ptr(), int(output.numel()), type,
                                      op, channel_->calls, &work->request),
            "MPI_Ireduce_scatter_block");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::alltoall(Tensors& outputs, Tensors& inputs,
                                                const AllToAllOptions& opts) {
  check(!inputs.empty(), "alltoall: expected a tensor for each rank");
  const Tensor& first = inputs[0];
  const Tensors parts = one_for_each(outputs, first, getSize(), "alltoall");
  const Tensor given = joined(one_for_each(inputs, first, getSize(), "alltoall")),
               got = joined(first, getSize());
  intrusive_ptr work(new MpiWork(channel_, signature(OpType::ALLTOALL, first), opts.timeout));
  work->memory = {given, got};
  work->results = parts;
  work->at_end = [got, parts] { copy_apart(got, parts); };
  check_mpi(MPI_Ialltoall(given.data_ptr(), int(first.numel()), moved(first), got.data_ptr(),
                          int(first.numel()), moved(first), channel_->calls, &work->request),
            "MPI_Ialltoall");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::send(Tensors& tensors, int dstRank, int tag) {
  const Tensor& tensor = only_one(tensors, "send");
  checked_rank(dstRank, getSize(), "send");
  intrusive_ptr work(
      new MpiWork(channel_, signature(OpType::SEND, tensor), dstRank, kUnsetTimeout));
  work->memory = tensors;
  check_mpi(MPI_Isend(tensor.data_ptr(), int(tensor.numel()), moved(tensor), dstRank, tag,
                      channel_->calls, &work->request),
            "MPI_Isend");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::recv(Tensors& tensors, int srcRank, int tag) {
  const Tensor& tensor = only_one(tensors, "recv");
  if (srcRank != MPI_ANY_SOURCE) checked_rank(srcRank, getSize(), "recv");
  const bool from_any = srcRank == MPI_ANY_SOURCE;
  intrusive_ptr work(new MpiWork(channel_,
                                 signature(from_any ? OpType::RECVANYSOURCE : OpType::RECV, tensor),
                                 from_any ? -1 : srcRank, kUnsetTimeout));
  work->memory = work->results = tensors;
  check_mpi(MPI_Irecv(tensor.data_ptr(), int(tensor.numel()), moved(tensor), srcRank, tag,
                      channel_->calls, &work->request),
            "MPI_Irecv");
  return work;
}

ProcessGroup::WorkPtr ProcessGroupMPI::recvAnysource(Tensors& tensors, int tag) {
  return recv(tensors, MPI_ANY_SOURCE, tag);
}

ProcessGroup::WorkPtr ProcessGroupMPI::barrier(const BarrierOptions& opts) {
  Signature call;
  call.type = static_cast<int32_t>(OpType::BARRIER);
  intrusive_ptr work(new MpiWork(channel_, call, opts.timeout));
  check_mpi(MPI_Ibarrier(channel_->calls, &work->request), "MPI_Ibarrier");
  return work;
}

}  // namespace glassgrad::distributed
