// Factors of matrices. Expected numbers: PyTorch 1.13.1.
#include "autograd/functions/factorization.h"

#include <gtest/gtest.h>

#include <cmath>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

Tensor matrix() { return tensor({{2., 1., 1.}, {4., 3., 3.}, {8., 7., 9.}}, kDouble); }
Tensor right_side() { return tensor({{1., 2.}, {3., 4.}, {5., 6.}}, kDouble); }
Tensor positive() { return tensor({{4., 2.}, {2., 3.}}, kDouble); }

TEST(Factorization, LuInOneMatrix) {
  const auto [lu, pivots] = linalg::lu_factor(matrix());
  EXPECT_TRUE(
      lu.allclose(tensor({{8., 7., 9.}, {0.25, -0.75, -1.25}, {0.5, 2. / 3, -2. / 3}}, kDouble)));
  EXPECT_EQ(pivots.scalar_type(), kInt);
  EXPECT_TRUE(pivots.equal(tensor({3, 3, 3}, kInt)));
  EXPECT_TRUE(lu_solve(right_side(), lu, pivots)
                  .allclose(tensor({{0., 1.}, {2., 1.}, {-1., -1.}}, kDouble)));
  EXPECT_ERROR(linalg::lu_factor(tensor({1., 2.})), "must have at least 2 dimensions");
  EXPECT_ERROR(lu_solve(right_side(), lu, tensor({3, 3, 4}, kInt)), "expected pivots from 1 to 3");
  EXPECT_ERROR(lu_unpack(lu, tensor({3, 3}, kInt)), "expected a pivot for each row of LU [3, 3]");
  EXPECT_ERROR(lu_unpack(lu, tensor({3, 3, 3})), "expected pivots of type Int, got Long");
}

TEST(Factorization, LuAsThreeMatricesOfABatch) {
  manual_seed(1);
  const Tensor a = randn({2, 4, 4}, kDouble);
  const auto [p, l, u] = linalg::lu(a);
  EXPECT_TRUE(p.matmul(l).matmul(u).allclose(a));
  EXPECT_TRUE(l.triu(1).equal(zeros_like(a)) && u.tril(-1).equal(zeros_like(a)));
  const auto p_of_one = std::get<0>(linalg::lu(matrix()));
  EXPECT_TRUE(p_of_one.equal(tensor({{0., 1., 0.}, {0., 0., 1.}, {1., 0., 0.}}, kDouble)));
}

TEST(Factorization, Cholesky) {
  const Tensor l = linalg::cholesky(positive()), b = right_side().slice(0, 0, 2);
  EXPECT_TRUE(cholesky_solve(b, l).allclose(tensor({{-0.375, -0.25}, {1.25, 1.5}}, kDouble)));
  EXPECT_TRUE(cholesky_solve(b, l.mT(), /*upper=*/true).allclose(cholesky_solve(b, l)));
  EXPECT_TRUE(cholesky_inverse(l).allclose(tensor({{0.375, -0.25}, {-0.25, 0.5}}, kDouble)));
}

/// d/dA of the sum of w dy/dA.
Tensor second(const Tensor& a, const Tensor& y, const Tensor& w) {
  const Tensor g = autograd::grad({y}, {a}, {}, true, true)[0];
  return autograd::grad({(g * w).sum()}, {a})[0];
}

// The second derivative of a determinant is a polynomial: it needs no inverse.
TEST(Factorization, SecondDerivativeOfASingularDeterminant) {
  const Tensor w = tensor({{1., -2., 3.}, {0.5, 1., -1.}, {2., 0., 1.}}, kDouble);
  const Tensor expected = tensor({{22., -3.5, -13.}, {40., -17., -18.}, {-32., 8.5, 13.}}, kDouble);
  for (const ScalarType type : {kFloat, kDouble})
    for (const double beside : {0., 1e-7, 1e-12}) {
      const Tensor a =
          (arange(1., 10., TensorOptions(kDouble)).view({3, 3}) + beside * eye(3, kDouble))
              .to(type)
              .requires_grad_();
      const Tensor h = second(a, det(a), w.to(type));
      EXPECT_TRUE(h.to(kDouble).allclose(expected, 1e-6, 1e-5)) << type << beside << h;
    }
  // Here two singular values are 0, or all.
  for (const double size : {0., 1.}) {
    const Tensor a = full({2, 2}, size, kDouble).requires_grad_();
    EXPECT_TRUE(second(a, det(a), tensor({{1., 2.}, {3., 4.}}, kDouble))
                    .equal(tensor({{4., -3.}, {-2., 1.}}, kDouble)));
  }
  // One with too many minors.
  const Tensor large = eye(14, kDouble);
  large[0][0] = 0;
  large.requires_grad_();
  EXPECT_TRUE(autograd::grad({det(large)}, {large})[0].equal((1 - large.detach()) * eye(14)));
}

TEST(Factorization, LogarithmOfASingularDeterminant) {
  const Tensor a = tensor({{1., 2.}, {2., 4.}}, kDouble).requires_grad_();
  const auto [sign, log] = slogdet(a);
  EXPECT_EQ(log.item<double>(), -INFINITY);
  log.backward();
  EXPECT_TRUE(a.grad().equal(tensor({{-INFINITY, INFINITY}, {INFINITY, -INFINITY}}, kDouble)));
  const Tensor zero = zeros({2, 2}, kDouble).requires_grad_();
  std::get<1>(slogdet(zero)).backward();
  EXPECT_FALSE(zero.grad().isfinite().any().item<bool>()) << zero.grad();
}

TEST(Factorization, Condition) {
  EXPECT_NEAR(linalg::cond(positive()).item<double>(), 3.866358711207724, 1e-12);
  EXPECT_NEAR(linalg::cond(positive(), 1).item<double>(), 4.5, 1e-12);
  EXPECT_NEAR(linalg::cond(positive(), "fro").item<double>(), 4.125, 1e-12);
  EXPECT_NEAR(linalg::cond(positive(), -2).item<double>(), 0.25864128879227366, 1e-12);
}

TEST(Factorization, InverseWithoutAnError) {
  EXPECT_TRUE(std::get<0>(linalg::inv_ex(matrix())).allclose(inverse(matrix())));
  const auto [inverse, info] = linalg::inv_ex(tensor({{1., 2.}, {2., 4.}}));
  EXPECT_EQ(info.item<int>(), 2);
  EXPECT_THROW(linalg::inv_ex(zeros({2, 2}), /*check_errors=*/true), Error);
}

TEST(Factorization, OfRectangles) {
  manual_seed(5);
  for (const Dims& sizes : {Dims(IntArrayRef({3, 5})), Dims(IntArrayRef({5, 3})),
                            Dims(IntArrayRef({2, 4, 2})), Dims(IntArrayRef({2, 0, 3}))}) {
    const Tensor a = randn(sizes, kDouble).requires_grad_();
    const auto [p, l, u] = linalg::lu(a.detach());
    EXPECT_TRUE(allclose(p.matmul(l).matmul(u), a.detach())) << a.sizes();
    EXPECT_TRUE(equal(l.triu(1), zeros_like(l)) && equal(u.tril(-1), zeros_like(u))) << a.sizes();
    EXPECT_TRUE(autograd::gradcheck(
        [](const std::vector<Tensor>& in) {
          return std::vector<Tensor>{std::get<0>(linalg::lu_factor(in[0]))};
        },
        {a}))
        << a.sizes();
  }
}

TEST(Factorization, SingularVectorsOfZerosAreUnitVectorsToo) {
  for (const Tensor& a : {tensor({{1., 2.}, {2., 4.}}, kDouble), zeros({3, 2}, kDouble),
                          ones({2, 3, 3}, kDouble), tensor({{0., 0.}, {0., 3.}}, kDouble)}) {
    const auto [u, s, vh] = linalg::svd(a, /*full_matrices=*/false);
    const Tensor one = eye(2 + (a.dim() == 3), kDouble);
    EXPECT_TRUE(allclose(u.mT().matmul(u), one.expand(u.mT().matmul(u).sizes()))) << a;
    EXPECT_TRUE(allclose((u * s.unsqueeze(-2)).matmul(vh), a)) << a;
  }
}

// The cofactors, by hand; PyTorch 1.13.1 gives those of the second where the gradient is recorded,
// and zeros where it is not.
TEST(Factorization, GradientOfADeterminantThatIsZero) {
  const auto gradient = [](Tensor a) {
    a = a.to(kDouble).requires_grad_();
    linalg::det(a).sum().backward();
    return a.grad();
  };
  const auto near = [](const Tensor& a, const Tensor& b) { return allclose(a, b, 0, 1e-12); };
  EXPECT_TRUE(
      near(gradient(tensor({{1., 2.}, {2., 4.}})), tensor({{4., -2.}, {-2., 1.}}, kDouble)));
  EXPECT_TRUE(near(gradient(tensor({{1., 0., 0.}, {0., 0., 0.}, {0., 0., 3.}})),
                   tensor({{0., 0., 0.}, {0., 3., 0.}, {0., 0., 0.}}, kDouble)));
  EXPECT_TRUE(near(gradient(zeros({3, 3})), zeros({3, 3}, kDouble)));
  EXPECT_TRUE(near(gradient(zeros({1, 1})), ones({1, 1}, kDouble)));
  EXPECT_TRUE(near(gradient(stack({eye(2), ones({2, 2})})),
                   tensor({{{1., 0.}, {0., 1.}}, {{1., -1.}, {-1., 1.}}}, kDouble)));
}

TEST(Factorization, Gradients) {
  manual_seed(2);
  const auto leaf = [](Tensor x) { return x.detach().requires_grad_(); };
  const Tensor a = leaf(randn({3, 3}, kDouble)), b = leaf(randn({3, 2}, kDouble));
  using Inputs = std::vector<Tensor>;
  EXPECT_TRUE(autograd::gradcheck(
      [](const Inputs& in) { return Inputs{std::get<0>(linalg::lu_factor(in[0]))}; }, {a}));
  EXPECT_TRUE(autograd::gradcheck(
      [](const Inputs& in) {
        const auto [lu, pivots] = linalg::lu_factor(in[0]);
        return Inputs{lu_solve(in[1], lu, pivots)};
      },
      {a, b}));
  const Tensor l = leaf(linalg::cholesky(a.detach().matmul(a.detach().mT()) + eye(3, kDouble)));
  EXPECT_TRUE(autograd::gradcheck(
      [](const Inputs& in) { return Inputs{cholesky_solve(in[0], in[1])}; }, {b, l}));
}

}  // namespace
}  // namespace glassgrad
