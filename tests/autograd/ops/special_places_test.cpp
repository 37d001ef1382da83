// Values and gradients at places that drawn numbers do not meet: zeros, ties, what is beyond one.
// The numbers are PyTorch 1.13.1's.
#include <gtest/gtest.h>

#include <cmath>

#include "autograd/functions.h"
#include "autograd/functions/embedding.h"
#include "autograd/graph/node.h"

namespace glassgrad {
namespace {

Tensor numbers(std::initializer_list<double> values) {
  return tensor(std::vector<double>(values), kDouble);
}

TEST(SpecialPlaces, FracOfWhatHasAWholePart) {
  EXPECT_TRUE(frac(numbers({-1.75, 1.75, 2})).equal(numbers({-0.75, 0.75, 0})));
}

TEST(SpecialPlaces, EntrOfZeroAndBelow) {
  const Tensor x = numbers({-1, 0, 0.5, NAN}).requires_grad_(), y = special::entr(x);
  EXPECT_TRUE(y.allclose(numbers({-HUGE_VAL, 0, 0.34657359027997264, NAN}), 1e-15, 0, true)) << y;
  y.sum().backward();
  EXPECT_TRUE(x.grad().allclose(numbers({NAN, HUGE_VAL, -0.3068528194400547, NAN}), 1e-14, 0, true))
      << x.grad();
}

TEST(SpecialPlaces, LargestOfScatterReduceIsShared) {
  const Tensor x = numbers({1, 3, 2}).requires_grad_();
  const Tensor source = numbers({3, 3, 5, 2}).requires_grad_();
  const Tensor y = x.scatter_reduce(0, tensor({1, 1, 0, 2}), source, "amax");
  EXPECT_TRUE(y.equal(numbers({5, 3, 2})));
  y.backward(numbers({1, 6, 4}));
  EXPECT_TRUE(x.grad().equal(numbers({0, 2, 2}))) << x.grad();
  EXPECT_TRUE(source.grad().equal(numbers({2, 2, 1, 2}))) << source.grad();
}

TEST(SpecialPlaces, DifferencesOfANumberMinusATensor) {
  const Tensor x = numbers({1, 2}).requires_grad_(), y = rsub(x, 1, 2.5);
  const Tensor by_differences = y.grad_fn()->differences({numbers({1, -2})}, 0);
  EXPECT_TRUE(by_differences.allclose(numbers({-2.5, 5}), 1e-6, 1e-8)) << by_differences;
}

TEST(SpecialPlaces, ZerosThatAreABoundKeepTheirSign) {
  EXPECT_TRUE(
      clamp_max(numbers({-0.0, 0.0}), 0.0).reciprocal().equal(numbers({-HUGE_VAL, HUGE_VAL})));
  EXPECT_TRUE(
      clamp_max(numbers({0.0, -0.0}), -0.0).reciprocal().equal(numbers({HUGE_VAL, -HUGE_VAL})));
}

TEST(SpecialPlaces, PaddingIsTheFirstRowOfATable) {
  const Tensor w = numbers({0, 1, 2, 3, 4, 5}).reshape({3, 2}).requires_grad_();
  embedding(w, tensor({0, 2, 0, 1}), 0).square().sum().backward();
  EXPECT_TRUE(w.grad().equal(numbers({0, 0, 4, 6, 8, 10}).reshape({3, 2}))) << w.grad();
}

}  // namespace
}  // namespace glassgrad
