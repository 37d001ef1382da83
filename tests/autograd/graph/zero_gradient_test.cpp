// A gradient may only be marked as zero: nobody can tell.

#include "autograd/graph/zero_gradient.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"

namespace glassgrad {
namespace {

constexpr int64_t kSizes[] = {3, 5000};  // in the tensor's own block, and elsewhere

/// x with a gradient of 2s.
Tensor with_gradient(int64_t n) {
  const Tensor x = ones({n}).set_requires_grad(true);
  (x * x).sum().backward();
  return x;
}

TEST(ZeroGradient, IsZeros) {
  for (const int64_t n : kSizes) {
    const Tensor x = with_gradient(n);
    autograd::zero_gradient(x, false);
    EXPECT_TRUE(equal(x.grad(), zeros({n}))) << n;
    EXPECT_TRUE(equal(x.mutable_grad(), zeros({n}))) << n;
  }
}

TEST(ZeroGradient, IsZerosForWhoeverHoldsIt) {
  for (const int64_t n : kSizes) {
    const Tensor x = with_gradient(n);
    const Tensor held = x.grad();
    autograd::zero_gradient(x, false);
    EXPECT_TRUE(equal(held, zeros({n}))) << n;
    (x * 3).sum().backward();
    EXPECT_TRUE(equal(held, full({n}, 3.0))) << n;
  }
}

TEST(ZeroGradient, IsZerosForWhoeverHoldsTheReference) {
  for (const int64_t n : kSizes) {
    const Tensor x = with_gradient(n);
    const Tensor& seen = x.grad();
    autograd::zero_gradient(x, false);
    EXPECT_TRUE(equal(seen, zeros({n}))) << n;
    Tensor& changed = x.mutable_grad();
    autograd::zero_gradient(x, false);
    changed.add_(1);
    (x * 3).sum().backward();
    EXPECT_TRUE(equal(seen, full({n}, 4.0))) << n;
  }
}

TEST(ZeroGradient, StaysWhereItIsInMemory) {
  for (const int64_t n : kSizes)
    for (const bool shown : {false, true}) {
      const Tensor x = with_gradient(n);
      if (shown) x.grad();
      const auto* const address = static_cast<float*>(x.impl()->grad.data_ptr());
      autograd::zero_gradient(x, false);
      (x * -0.0).sum().backward();
      EXPECT_EQ(x.grad().data_ptr<float>(), address) << n;
      EXPECT_FALSE(std::signbit(address[n - 1])) << "0 + -0 is 0; " << n;
    }
}

TEST(ZeroGradient, DoesNotTakeAGradientOfAnotherSize) {
  for (const int64_t n : kSizes)
    for (const int64_t other : {n - 1, 2 * n}) {
      const Tensor x = with_gradient(n);
      autograd::zero_gradient(x, false);
      x.set_data(ones({other}));
      EXPECT_THROW((x * 3).sum().backward(), Error) << n << " " << other;
      EXPECT_TRUE(equal(x.grad(), zeros({n}))) << n << " " << other;
    }
}

TEST(ZeroGradient, CountsAsZerosForARetainedGradient) {
  for (const int64_t n : kSizes) {
    const Tensor x = with_gradient(n), w = ones({n}).set_requires_grad(true);
    x.set_requires_grad(false);
    autograd::zero_gradient(x, false);
    x.add_(w);
    x.retain_grad();
    (x * 3).sum().backward();
    EXPECT_TRUE(equal(x.grad(), full({n}, 3.0))) << n;
  }
}

TEST(ZeroGradient, IsZerosInMemoryOfTheUser) {
  for (const int64_t n : kSizes) {
    std::vector<float> memory(n, 7);
    const Tensor x = with_gradient(n);
    x.mutable_grad() = from_blob(memory.data(), {n});
    autograd::zero_gradient(x, false);
    EXPECT_EQ(memory, std::vector<float>(n, 0)) << n;
    (x * 3).sum().backward();
    EXPECT_EQ(memory, std::vector<float>(n, 3)) << n;
  }
}

TEST(ZeroGradient, CountsAsZerosInTheNextBackward) {
  for (const int64_t n : kSizes) {
    const Tensor x = with_gradient(n);
    autograd::zero_gradient(x, false);
    (x * 3).sum().backward();
    EXPECT_TRUE(equal(x.grad(), full({n}, 3.0))) << n;
    (x * 4).sum().backward();
    EXPECT_TRUE(equal(x.grad(), full({n}, 7.0))) << n;
    autograd::zero_gradient(x, false);
    autograd::grad({(x * 3).sum()}, {x});  // elsewhere
    EXPECT_TRUE(equal(x.grad(), zeros({n}))) << n;
  }
}

TEST(ZeroGradient, CountsAsZerosUnderCreateGraph) {
  for (const int64_t n : kSizes) {
    const Tensor x = with_gradient(n);
    autograd::zero_gradient(x, false);
    x.pow(3).sum().backward({}, /*retain_graph=*/true, /*create_graph=*/true);
    EXPECT_TRUE(equal(x.grad().detach(), full({n}, 3.0))) << n;
    EXPECT_TRUE(equal(autograd::grad({x.grad().sum()}, {x})[0], full({n}, 6.0))) << n;
    x.mutable_grad().reset();  // the gradient's graph leads back to x
  }
}

TEST(ZeroGradient, CountsAsZerosForAnExpandedGradient) {
  // sum()'s gradient is one number under every index, which may not become the leaf's own.
  for (const int64_t n : kSizes) {
    const Tensor x = with_gradient(n);
    autograd::zero_gradient(x, false);
    x.sum().backward();
    x.mutable_grad().add_(1);
    EXPECT_TRUE(equal(x.grad(), full({n}, 2.0))) << n;
  }
}

TEST(ZeroGradient, MayBeDropped) {
  for (const int64_t n : kSizes) {
    const Tensor x = with_gradient(n);
    autograd::zero_gradient(x, false);
    autograd::zero_gradient(x, true);
    EXPECT_FALSE(x.grad().defined());
    (x * 3).sum().backward();
    EXPECT_TRUE(equal(x.grad(), full({n}, 3.0))) << n;
  }
}

}  // namespace
}  // namespace glassgrad
