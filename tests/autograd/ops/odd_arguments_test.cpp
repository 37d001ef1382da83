// Sizes whose product no integer holds, memory that cannot be had, steps beyond every end, scalars
// in the place of vectors: results are libtorch 1.13's or mathematics', everything else an error.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int64_t kHalf = int64_t{1} << 32;  // kHalf * kHalf is 0 in 64 bits
constexpr int64_t kHuge = int64_t{1} << 60;

Tensor numbers() { return tensor({1., 2., 3., 4.}).to(kDouble); }
Tensor leaf(const Tensor& x) { return x.to(kDouble, false, true).set_requires_grad(true); }

// --- sizes ---

TEST(Sizes, ThatOverflowAreErrors) {
  const Tensor x = numbers();
  EXPECT_ERROR(x.resize_({kHalf, kHalf}), "overflow");
  EXPECT_EQ(x.sizes(), (IntArrayRef{4}));
  EXPECT_EQ(x._version(), 0);
  EXPECT_ERROR(x.view({kHalf, kHalf}), "is invalid for input of size 4");
  EXPECT_ERROR(ones({0}).view({kHalf, kHalf}), "overflow");
  EXPECT_ERROR(ones({1}).expand({kHalf, kHalf}), "overflow");
  EXPECT_ERROR(x.repeat({int64_t{1} << 62}), "out of range");
  EXPECT_ERROR(ones({3, 3}).tile({0, kGreatest}), "out of range");
  EXPECT_ERROR(x.as_strided({2}, {2}, kGreatest), "overflow");
  EXPECT_ERROR(x.as_strided({kHalf, 2}, {kHalf, 1}), "overflow");
  EXPECT_ERROR(constant_pad_nd(ones({4, 3}), {kGreatest, kGreatest}), "out of range");
}

TEST(Memory, ThatCannotBeHadIsAnError) {
  EXPECT_ERROR(zeros({kHuge / 8}), "can't allocate memory: you tried to allocate");
  EXPECT_ERROR(arange(kHuge / 8), "can't allocate memory");
  EXPECT_ERROR(numbers().tensor_split(kHuge), "no memory");
  EXPECT_ERROR(ones({2, 0}).chunk(kGreatest, 1), "no memory");
  EXPECT_ERROR(vander(numbers(), kHuge), "no memory");
  EXPECT_ERROR(combinations(numbers(), kHuge / 8, true), "can't allocate memory");
  EXPECT_ERROR(tril_indices(kHuge, kHuge, 0), "overflow");
  EXPECT_ERROR(triu_indices(1, kHuge / 16, 0), "can't allocate memory");
  EXPECT_ERROR(adaptive_avg_pool1d(ones({1, 4}), {kHuge}), "no memory");
}

TEST(Ends, OfADomainHaveLibtorchsSlopes) {
  const float infinity = std::numeric_limits<float>::infinity();
  const auto slopes = [](Tensor (*f)(const Tensor&)) {
    const Tensor x = tensor({-0.5, 0.0, 0.25, 1.0, 1.5}).requires_grad_();
    f(x).sum().backward();
    return x.grad();
  };
  const Tensor logit = slopes([](const Tensor& x) { return x.logit(); });
  EXPECT_TRUE(logit.isnan().equal(tensor({true, false, false, false, true})));
  EXPECT_EQ(logit[1].item<float>(), infinity);
  EXPECT_FLOAT_EQ(logit[2].item<float>(), 1 / (0.25f * 0.75f));
  const Tensor entr = slopes([](const Tensor& x) { return special::entr(x); });
  EXPECT_TRUE(entr.isnan().equal(tensor({true, false, false, false, false})));
  EXPECT_EQ(entr[1].item<float>(), infinity);
  EXPECT_FLOAT_EQ(entr[3].item<float>(), -1);
}

TEST(Ends, AreFarAway) {
  const Tensor x = numbers().view({2, 2});
  EXPECT_TRUE(x.tril(kGreatest).equal(x));
  EXPECT_TRUE(x.triu(kLeast).equal(x));
  EXPECT_TRUE(x.triu(kGreatest).equal(zeros_like(x)));
  EXPECT_TRUE(x.tril(kLeast).equal(zeros_like(x)));
  EXPECT_EQ(x.diagonal(kLeast).numel(), 0);
  EXPECT_EQ(x.diagonal(kGreatest).numel(), 0);
  EXPECT_TRUE(x.slice(0, 0, kGreatest, kGreatest).equal(x.slice(0, 0, 1)));
  EXPECT_TRUE(x.slice(0, 1, 1, kGreatest).equal(x.slice(0, 1, 1)));
  EXPECT_EQ(x.chunk(kGreatest).size(), 2u);
  EXPECT_EQ(tril_indices(3, 5, kGreatest).size(1), 15);
  EXPECT_EQ(tril_indices(3, 5, kLeast).size(1), 0);
  EXPECT_EQ(triu_indices(3, 5, kLeast).size(1), 15);
  EXPECT_TRUE(triu_indices(2, 3, 1).equal(tensor({0, 0, 1, 1, 2, 2}, kLong).view({2, 3})));
  EXPECT_TRUE(tril_indices(2, 3, 0).equal(tensor({0, 1, 1, 0, 0, 1}, kLong).view({2, 3})));
  EXPECT_ERROR(matrix_power(x, kLeast), "out of range");
  EXPECT_ERROR(polygamma(kHuge, x), "out of range");
  EXPECT_ERROR(max_pool1d(ones({1, 1, 4}), {kHuge}), "out of range");
}

TEST(Sizes, OfATriangularSystemFit) {
  const Tensor a = eye(3, kDouble);
  EXPECT_ERROR(linalg::solve_triangular(a, ones({2, 2}, kDouble), true),
               "linalg.solve_triangular: Incompatible shapes of A and B for the equation AX = B "
               "(3x3 and 2x2)");
  EXPECT_ERROR(linalg::solve_triangular(a, ones({3}, kDouble), true), "at least 2 dimensions");
  EXPECT_ERROR(linalg::solve_triangular(a, ones({3, 1}), true), "same dtype");
}

TEST(Integers, StayIntegers) {
  const Tensor x = tensor({1, 1, 0, 1}, kInt).view({2, 2});
  EXPECT_TRUE(matrix_power(x, 5).equal(tensor({1, 5, 0, 1}, kInt).view({2, 2})));
  EXPECT_ERROR(matrix_power(x, -1), "floating point");
  EXPECT_TRUE(x.addcmul(x, x, 2.9).equal(3 * x));
  EXPECT_TRUE(range(0.5, 3, 3, kInt).equal(tensor({0, 3}, kInt)));
}

TEST(Sizes, OfOneAreStretchedWhereTheyAreContracted) {
  const Tensor x = leaf(numbers().view({1, 4})), y = leaf(numbers().view({2, 2}) + 1);
  const Tensor z = tensordot(x, y, {0}, {1});
  EXPECT_EQ(z.sizes(), IntArrayRef({4, 2}));
  EXPECT_TRUE(z.equal(x.t() * y.sum(1)));
  z.sum().backward();
  EXPECT_TRUE(x.grad().equal(y.detach().sum().expand({1, 4})));
}

TEST(Scalars, HaveNoDimension) {
  EXPECT_ERROR(tensor(1.).size(0), "Dimension specified as 0 but tensor has no dimensions");
  EXPECT_ERROR(tensor(1.).stride(-1), "Dimension specified as -1 but tensor has no dimensions");
}

// --- results ---

TEST(Results, AreNoViews) {
  const Tensor x = leaf(ones({2, 3}));
  for (const Tensor& y : {x.logsumexp(1), x.logsumexp(1, true), x.detach().logsumexp(0), x.norm(3),
                          x.t().norm(1, {0}), x.detach().norm(1)}) {
    EXPECT_FALSE(y.is_view());
    y.mul_(2);
  }
}

TEST(Results, AreCopiesOfWhatIsThereOnce) {
  const Tensor x = numbers().view({1, 4}), square = ones({2, 2}, kDouble);
  EXPECT_FALSE(x.repeat_interleave(1, 0).is_alias_of(x));
  const Tensor twice = x.repeat_interleave(2, 0);
  twice[0].zero_();
  EXPECT_EQ(twice[1][3].item<double>(), 4);
  EXPECT_EQ(x[0][3].item<double>(), 4);
  EXPECT_FALSE(matrix_power(square, 1).is_alias_of(square));
  const Tensor edges = numbers();
  EXPECT_FALSE(std::get<1>(histogram(x, edges)).is_alias_of(edges));
}

TEST(Leaves, AreNotCopiedIntoThemselves) {
  const Tensor x = leaf(numbers());
  EXPECT_ERROR(x.copy_(x), "a leaf Variable that requires grad is being used in an in-place");
}

TEST(Distances, KeepTheirPrecision) {
  const Tensor y = numbers();
  EXPECT_DOUBLE_EQ(trapezoid(y, 0.9).item<double>(), 0.9 * 7.5);
  EXPECT_DOUBLE_EQ(cumulative_trapezoid(y, 0.9)[2].item<double>(), 0.9 * 7.5);
  EXPECT_EQ(cumulative_trapezoid(ones({0, 1}), 0.9, 0).sizes(), (IntArrayRef{0, 1}));
}

TEST(Poles, HaveTheirSign) {  // psi^(n)(0+) = (-1)^(n+1) infinity
  const Tensor zero = zeros({}, kDouble);
  for (const int64_t n : {1, 2, 3, 4})
    EXPECT_EQ(polygamma(n, zero).item<double>(), n % 2 == 0 ? -HUGE_VAL : HUGE_VAL) << n;
}

// --- gradients ---

TEST(Gradients, OfScalarsThatAreScattered) {
  const Tensor x = leaf(numbers()), source = leaf(tensor(5.));
  const Tensor index = tensor({2}, kLong).reshape({});
  x.scatter(0, index, source).square().sum().backward();
  EXPECT_EQ(source.grad().item<double>(), 10);
  EXPECT_TRUE(x.grad().equal(tensor({2., 4., 0., 8.}).to(kDouble)));
  const Tensor nothing = leaf(tensor(5.)), unread = leaf(ones({3}));
  x.scatter_add(0, zeros({0}, kLong), nothing).sum().backward();
  EXPECT_EQ(nothing.grad().item<double>(), 0);
  x.scatter_add(0, index, unread).sum().backward();
  EXPECT_TRUE(unread.grad().equal(tensor({1., 0., 0.}).to(kDouble)));
}

TEST(Gradients, OfSincAtZero) {  // 1 - (pi x)^2 / 6 + ...
  const Tensor x = leaf(zeros({1}));
  const Tensor first = autograd::grad({x.sinc()}, {x}, {}, true, true)[0];
  EXPECT_EQ(first.item<double>(), 0);
  const double second = autograd::grad({first}, {x})[0].item<double>();
  EXPECT_NEAR(second, -std::numbers::pi * std::numbers::pi / 3, 1e-12);
}

TEST(Gradients, OfAMedianAreShared) {
  const Tensor x = leaf(tensor({2., std::nan(""), 2., 5., 1.}));
  x.nanmedian().backward();
  EXPECT_TRUE(x.grad().equal(tensor({0.5, 0., 0.5, 0., 0.}).to(kDouble)));
}

}  // namespace
}  // namespace glassgrad
