#pragma once
// Not part of <glassgrad.h>: threads are heavy to compile.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <utility>

#include "../../autograd/base/error.h"

namespace glassgrad::data::detail {

/// A queue between threads; pop waits.
template <class T>
class Queue {
 public:
  void push(T value) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push(std::move(value));
    }
    not_empty_.notify_one();
  }

  /// The oldest value. @throws Error if none comes within the timeout
  T pop(std::optional<std::chrono::milliseconds> timeout = std::nullopt) {
    std::unique_lock lock(mutex_);
    const auto ready = [this] { return !queue_.empty(); };
    if (!timeout)
      not_empty_.wait(lock, ready);
    else if (!not_empty_.wait_for(lock, *timeout, ready))
      throw Error("Timeout in DataLoader queue while waiting for next batch (timeout was " +
                  std::to_string(timeout->count()) + " ms)");
    T value = std::move(queue_.front());
    queue_.pop();
    return value;
  }

  /// Drops everything; returns how much that was.
  size_t clear() {
    const std::lock_guard lock(mutex_);
    const size_t count = queue_.size();
    queue_ = {};
    return count;
  }

 private:
  std::queue<T> queue_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
};

}  // namespace glassgrad::data::detail
