#pragma once
// The machine's CBLAS, looked for when the first large product asks for it: a program that
// multiplies no large matrices neither loads such a library nor starts its threads.

#include <type_traits>

namespace glassgrad::kernels {

enum class Order : int { RowMajor = 101 };
enum class Transpose : int { No = 111, Yes = 112 };

/// The functions of one element type, with CBLAS's own parameters.
template <class T>
struct CblasFunctions {
  /// C = alpha A B + beta C
  void (*gemm)(Order, Transpose, Transpose, int n, int m, int k, T alpha, const T* a, int lda,
               const T* b, int ldb, T beta, T* c, int ldc);
  /// y = alpha A x + beta y
  void (*gemv)(Order, Transpose, int n, int m, T alpha, const T* a, int lda, const T* x, int x_step,
               T beta, T* y, int y_step);
  /// sum of a_i b_i
  T (*dot)(int n, const T* a, int a_step, const T* b, int b_step);
};

struct Cblas {
  CblasFunctions<float> of_float;
  CblasFunctions<double> of_double;
  /// OpenBLAS's own, null in other libraries.
  void (*set_num_threads)(int count) = nullptr;
  int (*get_num_threads)() = nullptr;
  const char* (*get_corename)() = nullptr;  ///< the processor whose kernels it takes

  template <class T>
  const CblasFunctions<T>& of() const {
    if constexpr (std::is_same_v<T, float>)
      return of_float;
    else
      return of_double;
  }
};

/// Null where there is none.
const Cblas* cblas();

}  // namespace glassgrad::kernels
