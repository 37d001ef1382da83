#include "autograd/kernels/cblas.h"

#include <initializer_list>

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
  return find(library, "cblas_sgemm", f.of_float.gemm) &&
         find(library, "cblas_dgemm", f.of_double.gemm) &&
         find(library, "cblas_sgemv", f.of_float.gemv) &&
         find(library, "cblas_dgemv", f.of_double.gemv) &&
         find(library, "cblas_sdot", f.of_float.dot) &&
         find(library, "cblas_ddot", f.of_double.dot);
}

const Cblas* load() {
  static Cblas found;
  // What OpenBLAS, the system's choice of a BLAS (whose library may bring the C interface along)
  // and macOS call it.
  for (const char* name : {"libopenblas.so.0", "libopenblas.so", "libcblas.so.3", "libblas.so.3",
                           "/System/Library/Frameworks/Accelerate.framework/Accelerate"})
    if (void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
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
