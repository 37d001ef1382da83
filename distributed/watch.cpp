// How ranks that wait for each other forever find out.
#include "distributed/watch.h"

#include <algorithm>
#include <chrono>
#include <climits>
#include <thread>

#include "autograd/base/check.h"
#include "autograd/types/format.h"
#include "autograd/types/scalar_type.h"
#include "distributed/mpi_calls.h"

namespace glassgrad::distributed {

using Clock = std::chrono::steady_clock;

namespace {
constexpr auto kPatience = std::chrono::seconds(1);
constexpr int kNewsTag = 1;
}  // namespace

std::string opTypeToString(OpType type) {
  switch (type) {
    case OpType::BROADCAST:
      return "BROADCAST";
    case OpType::ALLREDUCE:
      return "ALLREDUCE";
    case OpType::REDUCE:
      return "REDUCE";
    case OpType::ALLGATHER:
      return "ALLGATHER";
    case OpType::GATHER:
      return "GATHER";
    case OpType::SCATTER:
      return "SCATTER";
    case OpType::REDUCE_SCATTER:
      return "REDUCE_SCATTER";
    case OpType::ALLTOALL:
      return "ALLTOALL";
    case OpType::SEND:
      return "SEND";
    case OpType::RECV:
      return "RECV";
    case OpType::RECVANYSOURCE:
      return "RECVANYSOURCE";
    case OpType::BARRIER:
      return "BARRIER";
    case OpType::UNKNOWN:
      break;
  }
  return "UNKNOWN";
}

std::string Signature::text() const {
  std::string name = opTypeToString(static_cast<OpType>(type));
  for (char& c : name) c = static_cast<char>(c | 0x20);  // to lower case
  std::string text = number > 0 ? fmt::format("call {}, {}", number, name) : name;
  if (static_cast<OpType>(type) != OpType::BARRIER)
    text += fmt::format(" of {} {}", count, static_cast<ScalarType>(element));
  return text;
}

/// News on its way.
struct Watch::Told {
  Notice notice;
  std::vector<MPI_Request> requests;
};

Watch::~Watch() = default;

Watch& Watch::get() {
  static Watch* const watch = new Watch;  // lives as long as the process, which asks at its end
  return *watch;
}

Watch::Watch() : ranks_(static_cast<size_t>(world().size)) {}

int Watch::add_group(bool is_member) {
  const int group = groups_++;
  if (group < Notice::kGroups)
    ranks_[size_t(world().rank)].begun[size_t(group)] = is_member ? 0 : INT64_MAX;
  return group;
}

int64_t Watch::begin(int group) {
  return group < Notice::kGroups ? ++ranks_[size_t(world().rank)].begun[size_t(group)] : 0;
}

void Watch::wait(int group, const Signature& call, int peer, Milliseconds timeout,
                 const std::function<bool()>& is_over) {
  if (is_over()) return;
  const auto start = Clock::now();
  auto last_news = start;
  Notice& own = ranks_[size_t(world().rank)];
  while (!is_over()) {
    std::this_thread::yield();
    const auto now = Clock::now();
    if (now - start < std::min<Clock::duration>(kPatience, timeout)) continue;
    if (own.state == Notice::Running) {
      own.group = group;
      own.call = call;
      own.peer = peer;
      tell(Notice::Waiting);
      last_news = now;
    }
    if (hear()) last_news = now;
    const bool never = now - last_news > kPatience && nobody_can_go_on();
    const bool too_long = now - start > timeout;
    if (never || too_long) give_up();
    check(!never, "ProcessGroupMPI: the ranks wait for each other forever:{}", table());
    check(!too_long, "ProcessGroupMPI: rank {} has waited {} ms for {}; what is known:{}",
          world().rank, timeout.count(), call.text(), table());
  }
  if (own.state == Notice::Waiting) tell(Notice::Running);
}

void Watch::leave() {
  if (is_broken_) end_all_ranks("leaves after a call that did not end");
  tell(Notice::Left);
  const auto has_left = [](const Notice& rank) { return rank.state == Notice::Left; };
  auto last_news = Clock::now();
  while (!std::all_of(ranks_.begin(), ranks_.end(), has_left)) {
    if (hear())
      last_news = Clock::now();
    else
      std::this_thread::sleep_for(Milliseconds(1));
    if (Clock::now() - last_news > kPatience + kPatience && nobody_can_go_on())
      end_all_ranks("has left, and others wait for it forever:" + table());
  }
  for (Told& told : told_) MPI_Waitall(world().size, told.requests.data(), MPI_STATUSES_IGNORE);
}

/// Never waits for who is told, and perhaps busy.
void Watch::tell(Notice::State state) {
  Notice& own = ranks_[size_t(world().rank)];
  own.state = state;
  Told& told = told_.emplace_back(Told{own, std::vector<MPI_Request>(ranks_.size())});
  for (int rank = 0; rank < world().size; ++rank) {
    MPI_Request& request = told.requests[size_t(rank)] = MPI_REQUEST_NULL;
    if (rank != world().rank)
      check_mpi(
          MPI_Isend(&told.notice, sizeof own, MPI_BYTE, rank, kNewsTag, world().news, &request),
          "MPI_Isend");
  }
}

bool Watch::hear() {
  std::erase_if(told_, [](Told& told) {
    int is_gone = 0;
    MPI_Testall(world().size, told.requests.data(), &is_gone, MPI_STATUSES_IGNORE);
    return is_gone != 0;
  });
  bool has_heard = false;
  for (;;) {
    int is_there = 0;
    MPI_Status status;
    check_mpi(MPI_Iprobe(MPI_ANY_SOURCE, kNewsTag, world().news, &is_there, &status), "MPI_Iprobe");
    if (!is_there) return has_heard;
    has_heard = true;
    Notice& rank = ranks_[size_t(status.MPI_SOURCE)];
    check_mpi(MPI_Recv(&rank, sizeof rank, MPI_BYTE, status.MPI_SOURCE, kNewsTag, world().news,
                       MPI_STATUS_IGNORE),
              "MPI_Recv");
  }
}

bool Watch::nobody_can_go_on() const {
  for (size_t rank = 0; rank < ranks_.size(); ++rank)
    if (ranks_[rank].state == Notice::Running ||
        (ranks_[rank].state == Notice::Waiting && can_go_on(static_cast<int>(rank))))
      return false;
  return true;
}

/// A call goes on when all have begun it; a message, when the other rank waits at its other end.
bool Watch::can_go_on(int rank) const {
  const Notice& waiting = ranks_[size_t(rank)];
  if (waiting.group >= Notice::kGroups) return true;  // nobody knows
  const auto has_begun = [&](const Notice& other) {
    return other.begun[size_t(waiting.group)] >= waiting.call.number;
  };
  const auto is_send = [](const Notice& message) {
    return message.call.type == static_cast<int32_t>(OpType::SEND);
  };
  const auto is_other_end = [&](const Notice& other) {
    return other.state == Notice::Waiting && other.call.number == 0 &&
           is_send(other) != is_send(waiting) && (other.peer == rank || other.peer < 0);
  };
  if (waiting.call.number > 0) return std::all_of(ranks_.begin(), ranks_.end(), has_begun);
  return waiting.peer < 0 ? std::any_of(ranks_.begin(), ranks_.end(), is_other_end)
                          : is_other_end(ranks_[size_t(waiting.peer)]);
}

std::string Watch::table() const {
  std::string text;
  for (size_t rank = 0; rank < ranks_.size(); ++rank) {
    const Notice& notice = ranks_[rank];
    const size_t group = size_t(std::max(0, ranks_[size_t(world().rank)].group));
    const int64_t begun = group < Notice::kGroups ? notice.begun[group] : 0;
    text += fmt::format("\n  rank {}: ", rank);
    if (notice.state == Notice::Waiting)
      text += fmt::format("waits for {}{}", notice.call.text(),
                          notice.peer < 0 ? "" : fmt::format(" with rank {}", notice.peer));
    else if (notice.state == Notice::Left)
      text += fmt::format("has left the program after {} calls", begun);
    else
      text += "runs";
  }
  return text;
}

}  // namespace glassgrad::distributed
