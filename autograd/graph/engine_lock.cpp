// One backward call at a time, and stacks for calls within calls.
#include "autograd/graph/engine_lock.h"

#include <atomic>
#include <exception>
#include <thread>

#include "autograd/base/intrusive_ptr.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::autograd {

namespace {
constinit std::atomic<bool> taken{false};
constinit thread_local int depth = 0;
constexpr int kDepthOfOneStack = 64;
}  // namespace

EngineLock::EngineLock() {
  if (depth++ > 0) return;
  if (single_threaded())
    taken.store(true, std::memory_order_relaxed);  // a thread that starts later will see it
  else
    while (taken.exchange(true, std::memory_order_acquire)) taken.wait(true);
}

EngineLock::~EngineLock() {
  if (--depth > 0) return;
  taken.store(false, std::memory_order_release);
  if (!single_threaded()) taken.notify_one();
}

bool EngineLock::needs_own_stack() const { return depth % kDepthOfOneStack == 0; }

void run_on_own_stack(const std::function<void()>& backward) {
  const bool grad_mode = GradMode::is_enabled();
  std::exception_ptr error;
  std::thread([&] {
    depth = 1;
    GradMode::set_enabled(grad_mode);
    try {
      backward();
    } catch (...) {
      error = std::current_exception();
    }
  }).join();
  if (error) std::rethrow_exception(error);
}

}  // namespace glassgrad::autograd
