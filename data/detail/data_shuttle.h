#pragma once
// Not part of <glassgrad.h>.

#include "queue.h"

namespace glassgrad::data::detail {

/// Jobs to the workers and results back, with a count of the jobs that have no result yet. The
/// count belongs to the main thread, which alone pushes jobs and pops results.
template <class Job, class Result>
class DataShuttle {
 public:
  void push_job(Job job) {
    jobs_.push(std::move(job));
    ++in_flight_jobs_;
  }
  Job pop_job() { return jobs_.pop(); }
  void push_result(Result result) { results_.push(std::move(result)); }

  /// The next result, nothing if no job is on its way. @throws Error after the timeout
  std::optional<Result> pop_result(
      std::optional<std::chrono::milliseconds> timeout = std::nullopt) {
    if (in_flight_jobs_ == 0) return std::nullopt;
    Result result = results_.pop(timeout);
    --in_flight_jobs_;
    return result;
  }

  /// Drops the jobs that nobody has taken, waits for the others and drops their results.
  void drain() {
    in_flight_jobs_ -= jobs_.clear();
    while (in_flight_jobs_ > 0) pop_result();
  }
  size_t in_flight_jobs() const noexcept { return in_flight_jobs_; }

 private:
  Queue<Job> jobs_;
  Queue<Result> results_;
  size_t in_flight_jobs_ = 0;
};

}  // namespace glassgrad::data::detail
