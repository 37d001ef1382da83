#pragma once
// How far long work is, on stderr.

#include <chrono>
#include <cstdint>
#include <string>

namespace apps {

/// "training: [######..................] 12340 of 50000 (25 %)" on stderr, rewritten in place a few
/// times a second, for work that takes long. Writes nothing where stderr is no terminal, and leaves
/// nothing behind.
class Progress {
 public:
  /// @param is_wanted  false: never write
  Progress(std::string what, int64_t total, bool is_wanted = true);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(int64_t done);
  /// Takes the line away until the next update: before other lines are printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  int64_t total_;
  bool is_shown_;
  bool has_written_ = false;
  Clock::time_point next_;
};

}  // namespace apps
