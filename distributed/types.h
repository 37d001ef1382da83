#pragma once
// What the calls of a process group are told: how to reduce, which rank is the root.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace glassgrad::distributed {

/// How the tensors of several ranks become one.
struct ReduceOp {
  /// The kinds of reduction.
  enum RedOpType : uint8_t {
    SUM = 0,
    AVG = 1,  ///< not by MPI: divide the sum
    PRODUCT = 2,
    MIN = 3,
    MAX = 4,
    BAND = 5,
    BOR = 6,
    BXOR = 7,
    UNUSED = 9
  };
  ReduceOp() = default;
  ReduceOp(RedOpType op) : op_(op) {}
  /// The kind, for a switch.
  operator RedOpType() const { return op_; }

  RedOpType op_ = SUM;  ///< the kind
};

/// The kinds of calls.
enum class OpType : uint8_t {
  BROADCAST = 0,
  ALLREDUCE = 1,
  REDUCE = 3,
  ALLGATHER = 4,
  GATHER = 7,
  SCATTER = 8,
  REDUCE_SCATTER = 9,
  ALLTOALL = 11,
  SEND = 12,
  RECV = 13,
  RECVANYSOURCE = 14,
  BARRIER = 15,
  UNKNOWN = 100,
};
/// "ALLREDUCE"
std::string opTypeToString(OpType type);

using Milliseconds = std::chrono::milliseconds;
/// Of options: that of the group.
inline constexpr Milliseconds kUnsetTimeout(-1);
/// Of wait(): that of the group.
inline constexpr Milliseconds kNoTimeout(0);
/// How long a call waits for ranks that are alive and busy.
inline constexpr Milliseconds kProcessGroupDefaultTimeout(30 * 60 * 1000);

// `timeout` is how long the call waits for ranks that are busy.

/// Options of broadcast.
struct BroadcastOptions {
  int64_t rootRank = 0;    ///< whose tensor it is
  int64_t rootTensor = 0;  ///< which of its tensors: there is one, 0
  Milliseconds timeout = kUnsetTimeout;
};
/// Options of allreduce.
struct AllreduceOptions {
  ReduceOp reduceOp = ReduceOp::SUM;  ///< how
  Milliseconds timeout = kUnsetTimeout;
};
/// Options of reduce.
struct ReduceOptions {
  ReduceOp reduceOp = ReduceOp::SUM;  ///< how
  int64_t rootRank = 0;               ///< who gets the result
  int64_t rootTensor = 0;             ///< in which of its tensors: there is one, 0
  Milliseconds timeout = kUnsetTimeout;
};
/// Options of allgather.
struct AllgatherOptions {
  Milliseconds timeout = kUnsetTimeout;
};
/// Options of gather.
struct GatherOptions {
  int64_t rootRank = 0;  ///< who gets the tensors
  Milliseconds timeout = kUnsetTimeout;
};
/// Options of scatter.
struct ScatterOptions {
  int64_t rootRank = 0;  ///< whose tensors are dealt out
  Milliseconds timeout = kUnsetTimeout;
};
/// Options of reduce_scatter.
struct ReduceScatterOptions {
  ReduceOp reduceOp = ReduceOp::SUM;  ///< how
  Milliseconds timeout = kUnsetTimeout;
};
/// Options of alltoall.
struct AllToAllOptions {
  Milliseconds timeout = kUnsetTimeout;
};
/// Options of barrier.
struct BarrierOptions {
  std::vector<int64_t> device_ids;  ///< not looked at: there are no devices
  Milliseconds timeout = kUnsetTimeout;
};

}  // namespace glassgrad::distributed
