// Finds a CBLAS on the machine, and has it use this processor's kernels.
#include "autograd/kernels/cblas.h"

#include <cstdlib>
#include <initializer_list>
#include <string_view>

#include "autograd/base/intrusive_ptr.h"

#if __has_include(<dlfcn.h>)
#include <dlfcn.h>
#endif

namespace glassgrad::kernels {

#if __has_include(<dlfcn.h>)

namespace {

template <class Function>
bool find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  return function != nullptr;
}

bool find_all(void* library, Cblas& f) {
  find(library, "openblas_set_num_threads", f.set_num_threads);
  find(library, "openblas_get_num_threads", f.get_num_threads);
  find(library, "openblas_get_corename", f.get_corename);
  return find(library, "cblas_sgemm", f.of_float.gemm) &&
         find(library, "cblas_dgemm", f.of_double.gemm) &&
         find(library, "cblas_sgemv", f.of_float.gemv) &&
         find(library, "cblas_dgemv", f.of_double.gemv) &&
         find(library, "cblas_sdot", f.of_float.dot) &&
         find(library, "cblas_ddot", f.of_double.dot);
}

/// What OPENBLAS_CORETYPE should say, null if nothing. OpenBLAS does not know processors that came
/// after it: it takes its kernels of 2004 for them, which are five times slower.
const char* better_core([[maybe_unused]] void* library) {
#if defined(__x86_64__) && defined(__GNUC__)
  const char* (*core)();
  if (!find(library, "openblas_get_corename", core) || std::string_view(core()) != "Prescott")
    return nullptr;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
    return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return nullptr;
}

void* open(const char* name) {
  constexpr const char* kVariable = "OPENBLAS_CORETYPE";  // read while the library is loaded
  const bool may_set = single_threaded() && !std::getenv(kVariable);
  void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library || !may_set) return library;
  if (const char* core = better_core(library)) {
    dlclose(library);
    setenv(kVariable, core, 1);
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    unsetenv(kVariable);
  }
  return library;
}

const Cblas* load() {
  static Cblas found;
  // What OpenBLAS, the system's choice of a BLAS (whose library may bring the C interface along)
  // and macOS call it.
  for (const char* name : {"libopenblas.so.0", "libopenblas.so", "libcblas.so.3", "libblas.so.3",
                           "/System/Library/Frameworks/Accelerate.framework/Accelerate"})
    if (void* library = open(name)) {
      if (find_all(library, found)) return &found;
      dlclose(library);
    }
  return nullptr;
}

}  // namespace

const Cblas* cblas() {
  static const Cblas* const loaded = load();
  return loaded;
}

#else

const Cblas* cblas() { return nullptr; }

#endif

}  // namespace glassgrad::kernels
