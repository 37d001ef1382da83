#pragma once
// Internal: which time of a sequence operations belong to.

#include <cstddef>
#include <cstdint>

namespace glassgrad {

/// The time step, counted from 1, of the nodes that this thread makes; 0: none.
extern constinit thread_local std::uint16_t forward_time_step;

/// For as long as it lives, new nodes belong to time `t` of a sequence, counted from 0. Beyond
/// 65,534 nobody counts.
class TimeStep {
 public:
  explicit TimeStep(std::size_t t) : before_(forward_time_step) {
    forward_time_step = t < UINT16_MAX ? static_cast<std::uint16_t>(t + 1) : std::uint16_t{0};
  }
  TimeStep(const TimeStep&) = delete;
  TimeStep& operator=(const TimeStep&) = delete;
  ~TimeStep() { forward_time_step = before_; }

 private:
  std::uint16_t before_;
};

}  // namespace glassgrad
