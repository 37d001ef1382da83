#pragma once
// Internal: how far reading and writing are.

#include <cstddef>
#include <cstdint>
#include <functional>

namespace glassgrad::io {

/// While it lives, `report` gets the number of bytes that this thread has read from files and
/// written to them since it began, after every 16 MB at the latest. Memory that is mapped counts
/// when it is written, not when it is read.
class ProgressReport {
 public:
  explicit ProgressReport(std::function<void(uint64_t bytes)> report);
  ~ProgressReport();
  ProgressReport(const ProgressReport&) = delete;
  ProgressReport& operator=(const ProgressReport&) = delete;

 private:
  friend void count_bytes(uint64_t);

  std::function<void(uint64_t)> report_;
  uint64_t bytes_ = 0;
  ProgressReport* outer_;
};

/// More bytes than this are read and written one part after the other.
constexpr size_t kMostAtATime = size_t{16} << 20;

/// What readers and writers of files call.
void count_bytes(uint64_t bytes);

}  // namespace glassgrad::io
