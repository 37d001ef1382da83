// Dropout against PyTorch 1.13.1, and what it refuses.
#include "nn/dropout.h"

#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

TEST(Dropout, DropsInTrainingOnly) {
  manual_seed(3);
  Dropout dropout(0.5);
  const Tensor x = ones({1000});
  const Tensor y = dropout(x);
  EXPECT_TRUE(equal(y, where(y > 0, 2.0, 0.0)));
  EXPECT_NEAR(y.mean().item<double>(), 1, 0.15);
  dropout->eval();
  EXPECT_TRUE(equal(dropout(x), x));
}

// The text is that of libtorch 1.13.1.
TEST(Dropout, NeedsAProbability) {
  EXPECT_ERROR(Dropout(1.5), "dropout probability has to be between 0 and 1, but got 1.5");
  EXPECT_ERROR(Dropout(-0.5), "dropout probability has to be between 0 and 1, but got -0.5");
}

}  // namespace
}  // namespace glassgrad::nn
