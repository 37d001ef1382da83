#pragma once
// Threads that fetch batches.

#include <functional>

#include "../autograd/base/array_ref.h"
#include "../autograd/base/smart_ptr.h"
#include "timeout.h"
#include "worker_exception.h"

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

  WorkerPool() = default;  ///< without workers
  WorkerPool(size_t workers, size_t max_jobs, bool ordered, Timeout timeout);
  ~WorkerPool() { join(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  explicit operator bool() const { return state_ != nullptr; }

  void push(Job job);
  /// Gives the next batch, in the order of the jobs if ordered; false if no job is on its way.
  /// @throws WorkerException  carrying what the job threw
  /// @throws Error            after the timeout
  bool pop(Batch& batch);
  size_t in_flight_jobs() const;
  /// Drops all jobs and numbers the next ones from zero.
  void restart();
  /// What the destructor does; afterwards there are no workers.
  void join();

 private:
  struct State;
  State* state_ = nullptr;
};

}  // namespace glassgrad::data::detail
