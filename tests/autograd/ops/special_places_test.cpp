// Values and gradients at places that drawn numbers do not meet: zeros, ties, what is beyond one.
// The numbers are PyTorch 1.13.1's.
#include <gtest/gtest.h>

#include <cmath>

#include "autograd/functions.h"
#include "autograd/functions/embedding.h"
#include "autograd/functions/special.h"
#include "autograd/graph/autograd.h"
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

TEST(SpecialPlaces, SincHasDerivativesAtZero) {
  const Tensor x = numbers({0, 1}).requires_grad_(), y = sinc(x);
  EXPECT_TRUE(y.allclose(numbers({1, 0}), 0, 1e-15)) << y;
  const Tensor dx = autograd::grad({y.sum()}, {x}, {}, true, true)[0];
  EXPECT_TRUE(dx.allclose(numbers({0, -1}), 1e-14, 1e-15)) << dx;
  // The power series 1 - (pi x)^2 / 6 + ... has it; PyTorch's rule gives NaN.
  const Tensor ddx = autograd::grad({dx.sum()}, {x})[0];
  EXPECT_TRUE(ddx.allclose(numbers({-3.289868133696453, 2}), 1e-13, 0)) << ddx;
}

TEST(SpecialPlaces, LogarithmsThatDoNotCount) {
  const Tensor a = numbers({0, 0, 0, 2, NAN, 0}).requires_grad_();
  const Tensor b = numbers({0, -1, 3, 0, 1, NAN}).requires_grad_(), y = xlogy(a, b);
  EXPECT_TRUE(y.allclose(numbers({0, 0, 0, -HUGE_VAL, NAN, NAN}), 0, 0, true)) << y;
  const auto grads = autograd::grad({y.sum()}, {a, b});
  EXPECT_TRUE(grads[0].allclose(numbers({0, 0, std::log(3), -HUGE_VAL, 0, NAN}), 1e-15, 0, true))
      << grads[0];
  EXPECT_TRUE(special::xlog1py(a, b - 1).allclose(y, 0, 0, true));
}

TEST(SpecialPlaces, NumbersForNaNAndInfinities) {
  const Tensor x = numbers({NAN, HUGE_VAL, -HUGE_VAL, -0.0, 2}).requires_grad_();
  const Tensor y = nan_to_num(x, 1.5, 7, -8);
  EXPECT_TRUE(y.equal(numbers({1.5, 7, -8, 0, 2}))) << y;
  y.sum().backward();
  EXPECT_TRUE(x.grad().equal(numbers({0, 0, 0, 1, 1}))) << x.grad();
  EXPECT_TRUE(nan_to_num(x.detach().to(kHalf)).isfinite().all().item<bool>());
}

TEST(SpecialPlaces, NaNLosesAndTiesGoToTheFirst) {
  const Tensor a = numbers({NAN, 1, NAN, 2}).requires_grad_();
  const Tensor b = numbers({3, NAN, NAN, 2}).requires_grad_();
  for (const auto& y : {fmax(a, b), fmin(a, b)}) {
    EXPECT_TRUE(y.allclose(numbers({3, 1, NAN, 2}), 0, 0, true)) << y;
    const auto grads = autograd::grad({y.sum()}, {a, b});
    EXPECT_TRUE(grads[0].equal(numbers({0, 1, 1, 1}))) << grads[0];
    EXPECT_TRUE(grads[1].equal(numbers({1, 0, 0, 0}))) << grads[1];
  }
}

TEST(SpecialPlaces, CopysignAtZeros) {
  const Tensor a = numbers({0, -0.0, 2, -2}).requires_grad_();
  const Tensor y = copysign(a, numbers({-0.0, 0, -0.0, -3}));
  EXPECT_TRUE((1 / y).equal(numbers({-HUGE_VAL, HUGE_VAL, -0.5, -0.5}))) << y;
  y.sum().backward();
  EXPECT_TRUE(a.grad().equal(numbers({0, 0, -1, 1}))) << a.grad();
}

// The bound that an element takes gets its gradient, the upper one where they cross.
TEST(SpecialPlaces, BoundsThatAreTensors) {
  const Tensor x = numbers({-5, 5, 0.5, 0.5, 1}).requires_grad_();
  const Tensor low = numbers({0, 0, 0, 2, 1}).requires_grad_();
  const Tensor high = numbers({1, 1, 1, 1, 1}).requires_grad_();
  const Tensor y = clamp(x, low, high);
  EXPECT_TRUE(y.equal(numbers({0, 1, 0.5, 1, 1}))) << y;
  const auto grads = autograd::grad({y.sum()}, {x, low, high});
  EXPECT_TRUE(grads[0].equal(numbers({0, 0, 1, 0, 1}))) << grads[0];
  EXPECT_TRUE(grads[1].equal(numbers({1, 0, 0, 0, 0}))) << grads[1];
  EXPECT_TRUE(grads[2].equal(numbers({0, 1, 0, 1, 0}))) << grads[2];
  const Tensor below = clamp(x, low, nullopt);
  EXPECT_TRUE(below.equal(numbers({0, 5, 0.5, 2, 1}))) << below;
  const Tensor above = clamp(tensor({3, -3}), nullopt, tensor({1, 1}));
  EXPECT_TRUE(above.equal(tensor({1, -3}))) << above;
}

// As in PyTorch, what a rule does not read may change before backward.
TEST(SpecialPlaces, AddedProductsSaveTheirFactorsAlone) {
  const Tensor x = numbers({1, 2}).requires_grad_(), b = numbers({3, 4}), c = numbers({5, 6});
  const Tensor a = x * 1, y = addcmul(a, b, c), z = addcdiv(a, b, c), w = lerp(a, b, 0.5);
  a.add_(1), b.add_(1), c.add_(1);
  (y + z + w).sum().backward();
  EXPECT_TRUE(x.grad().equal(numbers({2.5, 2.5}))) << x.grad();
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
