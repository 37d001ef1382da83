// One call of a group of MPI on its way.
#include "distributed/mpi_work.h"

#include <algorithm>
#include <utility>

#include "autograd/base/check.h"

namespace glassgrad::distributed {

namespace {

/// Work that was let go before it was over: MPI still reads and writes its memory.
std::vector<Work*>& let_go() {
  static auto* const list = new std::vector<Work*>;
  return *list;
}

}  // namespace

void dispose(Work* work) {
  int has_ended = 0;
  MPI_Finalized(&has_ended);
  if (has_ended) return;  // a variable that lives longer than MPI
  let_go().push_back(work);
  std::erase_if(let_go(), [](Work* old) {
    const bool is_over = !old->is_in_use();
    if (is_over) delete old;
    return is_over;
  });
}

MpiWork::MpiWork(std::shared_ptr<Channel> channel, const Signature& call, int peer,
                 Milliseconds timeout)
    : Work(static_cast<OpType>(call.type)),
      channel_(std::move(channel)),
      call_(call),
      peer_(peer),
      timeout_(timeout) {}

MpiWork::MpiWork(std::shared_ptr<Channel> channel, const Signature& call, Milliseconds timeout)
    : MpiWork(std::move(channel), call, -1, timeout) {
  call_.number = Watch::get().begin(channel_->group);
  if (channel_->size == 1) return;
  const int after = (channel_->rank + 1) % channel_->size,
            before = (channel_->rank + channel_->size - 1) % channel_->size;
  constexpr int kTag = 0, kBytes = sizeof(Signature);
  check_mpi(MPI_Irecv(&neighbours_, kBytes, MPI_BYTE, before, kTag, channel_->checks, &heard_),
            "MPI_Irecv");
  check_mpi(MPI_Isend(&call_, kBytes, MPI_BYTE, after, kTag, channel_->checks, &told_),
            "MPI_Isend");
}

bool MpiWork::isCompleted() {
  if (is_over_) return true;
  try {
    int is_heard = 0, is_told = 0, is_done = 0;
    MPI_Test(&heard_, &is_heard, MPI_STATUS_IGNORE);
    // Before the call itself, which may never end where the neighbour makes another.
    if (is_heard) check_same();
    MPI_Status status;
    const int code = MPI_Test(&request, &is_done, &status);
    if (code != MPI_SUCCESS && is_done) request = MPI_REQUEST_NULL;  // MPI has kept it for its text
    check_mpi(code, "MPI_Test");
    MPI_Test(&told_, &is_told, MPI_STATUS_IGNORE);
    if (!is_heard || !is_done || !is_told) return false;
    source_ = status.MPI_SOURCE;
    if (at_end) at_end();
  } catch (...) {
    error_ = std::current_exception();
    // What goes on without its call will never end well.
    if (request != MPI_REQUEST_NULL) Watch::get().give_up();
  }
  at_end = nullptr;
  return is_over_ = true;
}

void MpiWork::check_same() const {
  check(neighbours_.number == 0 || neighbours_ == call_,
        "ProcessGroupMPI: all ranks have to make the same calls in the same order, but rank {} "
        "makes {} where rank {} makes {}",
        channel_->rank, call_.text(), (channel_->rank + channel_->size - 1) % channel_->size,
        neighbours_.text());
}

bool MpiWork::is_in_use() {
  return !isCompleted() || request != MPI_REQUEST_NULL || heard_ != MPI_REQUEST_NULL ||
         told_ != MPI_REQUEST_NULL;
}

bool MpiWork::wait(Milliseconds timeout) {
  if (timeout <= kNoTimeout) timeout = timeout_;
  if (timeout <= kNoTimeout) timeout = channel_->timeout;
  const int peer = peer_ < 0 ? -1 : channel_->ranks[size_t(peer_)];
  Watch::get().wait(channel_->group, call_, peer, timeout, [this] { return isCompleted(); });
  if (error_) std::rethrow_exception(error_);
  return true;
}

}  // namespace glassgrad::distributed
