// How far long work is, on stderr.
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
constexpr int64_t kBarWidth = 24;

}  // namespace

Progress::Progress(std::string what, int64_t total, bool is_wanted)
    : what_(std::move(what)),
      total_(total),
      is_shown_(is_wanted && isatty(STDERR_FILENO)),
      next_(Clock::now() + kFirst) {}

Progress::~Progress() { clear(); }

void Progress::clear() {
  if (!has_written_) return;
  std::fputs(kEraseLine, stderr);
  std::fflush(stderr);
  has_written_ = false;
}

void Progress::update(int64_t done) {
  if (!is_shown_ || Clock::now() < next_) return;
  const double part = static_cast<double>(done) / static_cast<double>(total_);
  const auto filled = static_cast<size_t>(part * kBarWidth);
  fmt::print(stderr, "{}{}: [{:.<{}}] {} of {} ({:.0f} %)", kEraseLine, what_,
             std::string(filled, '#'), kBarWidth, done, total_, 100 * part);
  std::fflush(stderr);
  has_written_ = true;
  next_ = Clock::now() + kInterval;
}

}  // namespace apps
