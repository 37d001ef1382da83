#include "autograd/kernels/cblas.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "autograd/base/intrusive_ptr.h"

namespace glassgrad::kernels {
namespace {

TEST(Cblas, TakesKernelsOfThisCentury) {
#if defined(__x86_64__) && defined(__GNUC__)
  // The environment is changed only while nobody else can read it.
  if (!single_threaded() || std::getenv("OPENBLAS_CORETYPE"))
    GTEST_SKIP() << "CBLAS was free to choose";
  const Cblas* library = cblas();
  if (!library || !library->get_corename) GTEST_SKIP() << "there is no OpenBLAS";
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) GTEST_SKIP();
  EXPECT_STRNE(library->get_corename(), "Prescott");
  EXPECT_EQ(std::getenv("OPENBLAS_CORETYPE"), nullptr);
#endif
}

}  // namespace
}  // namespace glassgrad::kernels
