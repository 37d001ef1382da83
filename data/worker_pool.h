#pragma once

#include <functional>

#include "autograd/array_ref.h"
#include "autograd/smart_ptr.h"
#include "data/milliseconds.h"
#include "data/worker_exception.h"

namespace glassgrad::data::detail {

/// Threads that fetch batches. The type of a batch is the DataLoader's affair: here it is a
/// pointer, null where a stream has ended.
///
/// All members are called from one thread. The destructor drops the jobs that nobody has begun,
/// waits for the others and joins.
class WorkerPool {
 public:
  using Batch = std::shared_ptr<void>;
  /// Called on a worker's thread with that worker's number.
  using Job = std::function<Batch(size_t worker)>;

  WorkerPool(size_t workers, size_t max_jobs, bool ordered, optional<Milliseconds> timeout);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  void push(Job job);
  /// The next batch, in the order of the jobs if ordered; nothing if no job is on its way.
  /// @throws WorkerException  carrying what the job threw
  /// @throws Error            after the timeout
  optional<Batch> pop();
  size_t in_flight_jobs() const;
  /// Drops all jobs and numbers the next ones from zero.
  void restart();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace glassgrad::data::detail
