// Binary cross-entropy at its limits, and its texts: PyTorch 1.13.1's. More is in loss_test.cpp.

#include <gtest/gtest.h>

#include "tests/autograd/ops/twins.h"

namespace glassgrad {
namespace {

// PyTorch 1.13.1 bounds the logarithm of the loss and the divisor of the gradient, but not the
// logarithm in the gradient of the target.
TEST(BinaryCrossEntropy, AtZeroAndOne) {
  const Tensor x = tensor({0.0, 1.0, 0.0, 1.0}).requires_grad_();
  const Tensor t = tensor({0.0, 0.0, 1.0, 1.0}).requires_grad_();
  const Tensor y = binary_cross_entropy(x, t, {}, Reduction::None);
  EXPECT_TRUE(equal(y.detach(), tensor({0.0, 100.0, 100.0, 0.0})));
  y.sum().backward();
  EXPECT_TRUE(equal(x.grad(), tensor({0.0, 1e12, -1e12, 0.0})));
  EXPECT_TRUE(equal(t.grad(), tensor({INFINITY, -INFINITY, INFINITY, -INFINITY})));
}

TEST(BinaryCrossEntropy, LogitsFarFromZero) {
  const Tensor x = tensor({1000.0, -1000.0, 1000.0, -1000.0}).requires_grad_();
  const Tensor t = tensor({0.0, 0.0, 1.0, 1.0});
  const Tensor y = binary_cross_entropy_with_logits(x, t, {}, {}, Reduction::None);
  EXPECT_TRUE(equal(y.detach(), tensor({1000.0, 0.0, 0.0, 1000.0})));
  y.sum().backward();
  EXPECT_TRUE(equal(x.grad(), tensor({1.0, 0.0, 0.0, -1.0})));
}

TEST(BinaryCrossEntropy, TextsOfErrors) {
  const auto bce = [](const Tensor& x, const Tensor& t) {
    return twins::error_of([&] { binary_cross_entropy(x, t); });
  };
  EXPECT_EQ(bce(ones({2, 1}), ones({3})),
            "The expanded size of the tensor (2) must match the existing size (3) at non-singleton "
            "dimension 0.  Target sizes: [2].  Tensor sizes: [3]");
  for (const double bad : {1.5, -0.1, double(NAN), double(INFINITY)}) {
    EXPECT_EQ(bce(tensor({0.5, bad}), ones({2})),
              "all elements of input should be between 0 and 1");
    EXPECT_EQ(bce(cat({full({40}, 0.5), tensor({bad})}), ones({41})),
              "all elements of input should be between 0 and 1");
  }
  EXPECT_EQ(bce(tensor({0.5}), tensor({1})), "Found dtype Long but expected Float");
  EXPECT_EQ(twins::error_of([] { binary_cross_entropy_with_logits(ones({2}), ones({3})); }),
            "The size of tensor a (3) must match the size of tensor b (2) at non-singleton "
            "dimension 0");
  EXPECT_EQ(twins::error_of([] {
              binary_cross_entropy_with_logits(ones({2, 1}), ones({2}));
            }),
            "output with shape [2] doesn't match the broadcast shape [2, 2]");
  EXPECT_EQ(twins::error_of([] {
              binary_cross_entropy_with_logits(ones({2}), tensor({1, 0}));
            }),
            "result type Float can't be cast to the desired output type Long");
  EXPECT_EQ(twins::error_of([] {
              binary_cross_entropy_with_logits(ones({2, 3}), ones({2, 3}), ones({2}));
            }),
            "The size of tensor a (3) must match the size of tensor b (2) at non-singleton "
            "dimension 1");
}

}  // namespace
}  // namespace glassgrad
