#include "autograd/turn.h"

#include <atomic>
#include <exception>
#include <thread>

#include "autograd/grad_mode.h"
#include "autograd/intrusive_ptr.h"

namespace glassgrad::autograd {

namespace {
constinit std::atomic<bool> taken{false};
constinit thread_local int depth = 0;
constexpr int kDepthOfOneStack = 64;
}  // namespace

Turn::Turn() {
  if (depth++ > 0) return;
  if (single_threaded())
    taken.store(true, std::memory_order_relaxed);  // a thread that starts later will see it
  else
    while (taken.exchange(true, std::memory_order_acquire)) taken.wait(true);
}

Turn::~Turn() {
  if (--depth > 0) return;
  taken.store(false, std::memory_order_release);
  if (!single_threaded()) taken.notify_one();
}

bool Turn::needs_own_stack() const { return depth % kDepthOfOneStack == 0; }

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
