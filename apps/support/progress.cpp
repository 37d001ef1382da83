#include "apps/support/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace apps {
namespace {

constexpr std::chrono::milliseconds kFirst{500};  // short work passes without a word
constexpr std::chrono::milliseconds kInterval{200};
constexpr const char* kEraseLine = "\r\x1b[K";

}  // namespace

Progress::Progress(std::string what, int64_t total, bool is_wanted)
    : what_(std::move(what)),
      total_(total),
      is_shown_(is_wanted && isatty(STDERR_FILENO)),
      next_(Clock::now() + kFirst) {}

Progress::~Progress() {
  if (has_written_) std::fputs(kEraseLine, stderr);
}

void Progress::update(int64_t done) {
  if (!is_shown_ || Clock::now() < next_) return;
  const double percent = 100.0 * static_cast<double>(done) / static_cast<double>(total_);
  fmt::print(stderr, "{}{}: {} of {} ({:.0f} %)", kEraseLine, what_, done, total_, percent);
  std::fflush(stderr);
  has_written_ = true;
  next_ = Clock::now() + kInterval;
}

}  // namespace apps
