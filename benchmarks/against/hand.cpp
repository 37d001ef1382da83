// The same work as loops by hand.
#include "benchmarks/against/hand.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#if defined(__SSE__)
#include <immintrin.h>
#endif

#include "benchmarks/against/hand_tutorial.h"

namespace against {
namespace {

Blas load() {
  void* library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    std::fprintf(stderr, "there is no OpenBLAS to compare with: %s\n", dlerror());
    std::exit(1);
  }
  return {reinterpret_cast<Blas::Sgemm>(dlsym(library, "cblas_sgemm")),
          reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads"))};
}

Job tutorial() {
  auto sum = std::make_shared<double>();
  return {[=, data = TutorialByHand()] { *sum = data.train(); }, [=] { return *sum; }};
}

}  // namespace

const Blas& blas() {
  static const Blas loaded = load();
  return loaded;
}

void offer_all() {
  offer({"tutorial/batches", 1000, tutorial});
  offer_elementwise_by_hand();
  offer_training_by_hand();
}

void set_threads(int threads) { blas().set_num_threads(threads); }

void set_flush_to_zero([[maybe_unused]] bool flush) {
#if defined(__SSE__)
  _MM_SET_FLUSH_ZERO_MODE(flush ? _MM_FLUSH_ZERO_ON : _MM_FLUSH_ZERO_OFF);
  _mm_setcsr(flush ? _mm_getcsr() | 0x40 : _mm_getcsr() & ~0x40u);  // denormal inputs count as 0
#endif
}

}  // namespace against
