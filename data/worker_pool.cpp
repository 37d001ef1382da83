// Threads that fetch batches.
#include "data/worker_pool.h"

#include <thread>
#include <vector>

#include "data/detail/data_shuttle.h"
#include "data/detail/sequencers.h"

namespace glassgrad::data {

namespace {
std::string message_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "(not a std::exception)";
  }
}
}  // namespace

WorkerException::WorkerException(std::exception_ptr original)
    : original_exception(std::move(original)),
      message("Caught exception in DataLoader worker thread. Original message: " +
              message_of(original_exception)) {}

namespace detail {

namespace {
struct NumberedJob {
  size_t number = 0;
  WorkerPool::Job work;  // empty: the worker may go
};
struct NumberedResult {
  size_t sequence_number = 0;
  WorkerPool::Batch batch;
  std::exception_ptr error;
};

NumberedResult run(const NumberedJob& job, size_t worker) {
  try {
    return {job.number, job.work(worker), nullptr};
  } catch (...) {
    return {job.number, nullptr, std::current_exception()};
  }
}
}  // namespace

struct WorkerPool::State {
  DataShuttle<NumberedJob, NumberedResult> shuttle;
  std::unique_ptr<sequencers::Sequencer<NumberedResult>> sequencer;
  optional<std::chrono::milliseconds> timeout;
  size_t jobs_made = 0;
  size_t max_jobs = 0;
  bool ordered = true;
  std::vector<std::thread> threads;

  void make_sequencer() {
    if (ordered)
      sequencer = std::make_unique<sequencers::OrderedSequencer<NumberedResult>>(max_jobs);
    else
      sequencer = std::make_unique<sequencers::NoSequencer<NumberedResult>>();
  }
};

WorkerPool::WorkerPool(size_t workers, size_t max_jobs, bool ordered, Timeout timeout)
    : WorkerPool() {
  if (workers == 0) return;
  state_ = new State;
  if (timeout.has_value()) state_->timeout = std::chrono::milliseconds(timeout.count());
  state_->max_jobs = max_jobs;
  state_->ordered = ordered;
  state_->make_sequencer();
  for (size_t worker = 0; worker < workers; ++worker)
    state_->threads.emplace_back([state = state_, worker] {
      for (;;) {
        const NumberedJob job = state->shuttle.pop_job();
        if (!job.work) return;
        state->shuttle.push_result(run(job, worker));
      }
    });
}

void WorkerPool::join() {
  if (!state_) return;
  state_->shuttle.drain();
  for (size_t i = 0; i < state_->threads.size(); ++i) state_->shuttle.push_job({});
  for (std::thread& thread : state_->threads) thread.join();
  delete std::exchange(state_, nullptr);
}

void WorkerPool::push(Job job) { state_->shuttle.push_job({state_->jobs_made++, std::move(job)}); }

bool WorkerPool::pop(Batch& batch) {
  State& state = *state_;
  optional<NumberedResult> result =
      state.sequencer->next([&] { return state.shuttle.pop_result(state.timeout); });
  if (!result) return false;
  if (result->error) throw WorkerException(result->error);
  batch = std::move(result->batch);
  return true;
}

size_t WorkerPool::in_flight_jobs() const { return state_->shuttle.in_flight_jobs(); }

void WorkerPool::restart() {
  state_->shuttle.drain();
  state_->jobs_made = 0;
  state_->make_sequencer();
}

}  // namespace detail
}  // namespace glassgrad::data
