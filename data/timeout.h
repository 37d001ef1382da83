#pragma once
// How long to wait for a worker.

#include <cstdint>

#include "../autograd/base/array_ref.h"

namespace glassgrad::data {

/// How long to wait, in whole milliseconds; for ever unless a time is given. Converts from and to
/// std::chrono's durations, whose header is too heavy for one option.
class Timeout {
 public:
  Timeout() = default;
  Timeout(nullopt_t) {}
  template <class Duration>
  requires requires { typename Duration::period; }
  Timeout(const Duration& d)
      : count_(static_cast<int64_t>(d.count() * Duration::period::num * 1000 /
                                    Duration::period::den)) {}
  template <class Duration>
  requires requires { typename Duration::period; }
  explicit operator Duration() const {
    return Duration(static_cast<typename Duration::rep>(count_ * Duration::period::den / 1000 /
                                                        Duration::period::num));
  }

  bool has_value() const { return count_ != kForEver; }
  /// Milliseconds; negative without a time.
  int64_t count() const { return count_; }
  friend bool operator==(Timeout, Timeout) = default;

 private:
  static constexpr int64_t kForEver = -1;
  int64_t count_ = kForEver;
};

}  // namespace glassgrad::data
