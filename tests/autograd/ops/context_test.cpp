#include "autograd/functions/context.h"

#include <gtest/gtest.h>

#include "autograd/base/error.h"
#include "autograd/functions.h"

namespace glassgrad {
namespace {

TEST(Context, NumThreadsIsWhatWasSet) {
  const int before = get_num_threads();
  EXPECT_GE(before, 1);
  set_num_threads(3);
  EXPECT_EQ(get_num_threads(), 3);
  set_num_threads(before);
}

TEST(Context, NumThreadsHasToBePositive) {
  EXPECT_THROW(set_num_threads(0), Error);
  EXPECT_THROW(set_num_threads(-1), Error);
}

TEST(Context, ProductsAreRightOnAnyNumberOfThreads) {
  const int before = get_num_threads();
  const Tensor a = rand({400, 400}), b = rand({400, 400});
  set_num_threads(1);
  const Tensor one = a.mm(b), small = a.narrow(0, 0, 20).mm(b);
  set_num_threads(2);
  EXPECT_TRUE(allclose(a.mm(b), one, 1e-4));
  EXPECT_TRUE(allclose(a.narrow(0, 0, 20).mm(b), small, 1e-4));
  set_num_threads(before);
}

TEST(Context, DenormalNumbersCountAsZero) {
  const Tensor small = full({20}, 1e-38), tenth = full({20}, 0.1);
  ASSERT_GT((small * tenth)[0].item<float>(), 0);
  if (!globalContext().setFlushDenormal(true)) GTEST_SKIP() << "this processor has no such mode";
  const Tensor flushed = small * tenth;
  globalContext().setFlushDenormal(false);
  EXPECT_TRUE(equal(flushed, zeros({20})));
  EXPECT_GT((small * tenth)[0].item<float>(), 0);
}

}  // namespace
}  // namespace glassgrad
