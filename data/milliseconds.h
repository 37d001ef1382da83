#pragma once

#include <cstdint>

namespace glassgrad::data {

/// A length of time in whole milliseconds. Converts from and to std::chrono's durations, whose
/// header is too heavy for one option.
class Milliseconds {
 public:
  Milliseconds() = default;
  explicit Milliseconds(int64_t count) : count_(count) {}
  template <class Duration>
  requires requires { typename Duration::period; }
  Milliseconds(const Duration& d)
      : count_(static_cast<int64_t>(d.count() * Duration::period::num * 1000 /
                                    Duration::period::den)) {}
  template <class Duration>
  requires requires { typename Duration::period; }
  operator Duration() const {
    return Duration(static_cast<typename Duration::rep>(count_ * Duration::period::den / 1000 /
                                                        Duration::period::num));
  }

  int64_t count() const { return count_; }
  friend bool operator==(Milliseconds, Milliseconds) = default;

 private:
  int64_t count_ = 0;
};

}  // namespace glassgrad::data
