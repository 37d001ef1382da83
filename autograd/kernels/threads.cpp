// How many threads CBLAS may take, and what counts as zero.
#include "autograd/kernels/threads.h"

#include <atomic>

#include "autograd/kernels/cblas.h"

namespace glassgrad::kernels {
namespace {

/// Below so many multiplications a second thread costs more than it does.
constexpr int64_t kParallel = int64_t{1} << 25;

constinit std::atomic<int> allowed{0};  // 0: nobody has said yet
constinit std::atomic<int> in_use{0};   // what CBLAS was told last

}  // namespace

void set_num_threads(int count) { allowed = count; }

int num_threads() {
  if (allowed == 0) {
    const Cblas* library = cblas();
    int unset = 0;
    allowed.compare_exchange_strong(
        unset, library && library->get_num_threads ? library->get_num_threads() : 1);
  }
  return allowed;
}

void choose_threads(int64_t multiplications) {
  const Cblas* library = cblas();
  if (!library || !library->set_num_threads) return;
  const int most = num_threads(), wanted = multiplications < kParallel ? 1 : most;
  if (in_use.exchange(wanted, std::memory_order_relaxed) != wanted)
    library->set_num_threads(wanted);
}

bool set_flush_denormal([[maybe_unused]] bool on) {
#if defined(__x86_64__) && defined(__GNUC__)
  constexpr unsigned kMode = 0x8000 | 0x0040;  // results, and operands
  const unsigned control = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(on ? control | kMode : control & ~kMode);
  return true;
#else
  return false;
#endif
}

}  // namespace glassgrad::kernels
