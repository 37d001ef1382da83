// How operations are named in the graph, and that each is one node there: what
// y.grad_fn()->name() prints in PyTorch 1.13.1.
#include <gtest/gtest.h>

#include <string>

#include "autograd/functions.h"
#include "autograd/functions/decomposition.h"
#include "autograd/functions/factorization.h"
#include "autograd/functions/image.h"
#include "autograd/functions/index.h"
#include "autograd/functions/seldom.h"
#include "autograd/functions/special.h"
#include "autograd/graph/node.h"

namespace glassgrad {
namespace {

/// The name, and that the node's edges lead to nothing but leaves.
void expect_node(const std::string& name, const Tensor& y) {
  const auto node = y.grad_fn();
  EXPECT_EQ(node->name(), name);
  size_t inputs = 0;
  for (const autograd::Edge& edge : node->next_edges()) {
    if (!edge.is_valid()) continue;
    EXPECT_EQ(edge.function->name(), "torch::autograd::AccumulateGrad") << name;
    ++inputs;
  }
  EXPECT_GT(inputs, 0u) << name;
}

Tensor leaf(IntArrayRef sizes = {2, 3}) { return (rand(sizes) + 0.5).requires_grad_(); }

TEST(NodeNames, OfFunctionsOfOneNumber) {
  const Tensor x = leaf();
  expect_node("Exp2Backward0", exp2(x));
  expect_node("Deg2RadBackward0", deg2rad(x));
  expect_node("Rad2DegBackward0", rad2deg(x));
  expect_node("SincBackward0", sinc(x));
  expect_node("SgnBackward0", sgn(x));
  expect_node("RoundBackward0", round(x));
  expect_node("RoundBackward1", round(x, 2));
  expect_node("RoundBackward1", round(x, 0));
  expect_node("NanToNumBackward0", nan_to_num(x));
  expect_node("MvlgammaBackward0", mvlgamma(x, 1));
  expect_node("SpecialEntrBackward0", special::entr(x));
}

TEST(NodeNames, OfFunctionsOfTwoNumbers) {
  const Tensor a = leaf(), b = leaf({3});
  expect_node("FmaxBackward0", fmax(a, b));
  expect_node("FminBackward0", fmin(a, b));
  expect_node("CopysignBackward0", copysign(a, b));
  expect_node("CopysignBackward1", copysign(a, -1));
  expect_node("XlogyBackward0", xlogy(a, b));
  expect_node("XlogyBackward1", xlogy(2, b));
  expect_node("XlogyBackward2", xlogy(a, 2));
  expect_node("SpecialXlog1PyBackward0", special::xlog1py(a, b));
  expect_node("ClampMinBackward1", clamp_min(a, b));
  expect_node("ClampMaxBackward1", clamp_max(a, b));
  expect_node("FmodBackward0", fmod(a, 0.7));
  expect_node("FmodBackward1", fmod(a, b));
  expect_node("RemainderBackward0", remainder(a, 0.7));
  expect_node("RemainderBackward1", remainder(a, b));
  expect_node("RsubBackward0", rsub(a, b));
  expect_node("RsubBackward1", rsub(a, 1));
  expect_node("DivBackward2", div(a, b, "floor"));
}

TEST(NodeNames, OfFunctionsOfThreeNumbers) {
  const Tensor a = leaf(), b = leaf({3}), c = leaf({2, 1});
  expect_node("AddcmulBackward0", addcmul(a, b, c, 2));
  expect_node("AddcdivBackward0", addcdiv(a, b, c));
  expect_node("LerpBackward0", lerp(a, b, 0.3));
  expect_node("LerpBackward1", lerp(a, b, c));
  expect_node("ClampBackward0", clamp(a, b, c));
  expect_node("ClampBackward0", clamp(a, b, nullopt));
  expect_node("ClampBackward1", clamp(a, 0.1, 1));
}

TEST(NodeNames, OfProductsThatAreAdded) {
  const Tensor v = leaf({3}), u = leaf({2}), m = leaf(), a = leaf({4, 2, 3}), b = leaf({4, 3, 3});
  expect_node("AddmvBackward0", addmv(u, m, v, 2, 3));
  expect_node("AddrBackward0", addr(m, u, v));
  expect_node("AddbmmBackward0", addbmm(m, a, b));
  expect_node("BaddbmmBackward0", baddbmm(m, a, b));
  expect_node("VdotBackward0", vdot(v, leaf({3})));
  expect_node("LinalgCrossBackward0", cross(m, v));
}

TEST(NodeNames, OfPickedElements) {
  const Tensor x = leaf();
  expect_node("CummaxBackward0", std::get<0>(cummax(x, 1)));
  expect_node("CumminBackward0", std::get<0>(cummin(x, 1)));
  expect_node("KthvalueBackward0", std::get<0>(kthvalue(x, 2, 1)));
  expect_node("MedianBackward0", median(x));
  expect_node("MedianBackward1", std::get<0>(median(x, 0, true)));
  expect_node("ModeBackward0", std::get<0>(mode(x)));
  expect_node("ModeBackward0", std::get<0>(mode(leaf({}))));
  expect_node("TakeBackward0", take(x, tensor({1, 5})));
  expect_node("PutBackward0", put(x, tensor({1, 5}), leaf({2})));
}

// What a product of many matrices is folded from is no view: a change in place is just that.
TEST(NodeNames, OfProductsThatAreFolded) {
  const Tensor a = leaf({2, 3, 4}), b = leaf({4, 5});
  for (const Tensor& y : {a.matmul(b), a.matmul(leaf({2, 4, 5})), a.matmul(leaf({4})),
                          b.t().matmul(a.mT()), leaf({4}).matmul(a.mT()), kron(b, b)}) {
    EXPECT_EQ(y.grad_fn()->name(), "UnsafeViewBackward0");
    EXPECT_FALSE(y.is_view());
    y.relu_();
    EXPECT_EQ(y.grad_fn()->name(), "ReluBackward0");
  }
  EXPECT_EQ(leaf({4}).matmul(b).grad_fn()->name(), "SqueezeBackward3");
}

TEST(NodeNames, OfReductions) {
  const Tensor x = leaf(), y = leaf({3}), at = zeros({2, 3}, kLong);
  expect_node("LinalgVectorNormBackward0", linalg::vector_norm(x, 3));
  expect_node("LinalgVectorNormBackward0", linalg::norm(x));
  expect_node("LinalgVectorNormBackward0", linalg::matrix_norm(x, "fro"));
  expect_node("DistBackward0", dist(x, y, 3));
  expect_node("RenormBackward0", renorm(x, 2, 0, 0.1));
  expect_node("NansumBackward0", nansum(x));
  expect_node("NansumBackward0", nansum(x, 1));
  expect_node("NanmedianBackward0", nanmedian(x));
  expect_node("NanmedianBackward1", std::get<0>(nanmedian(x, 0, true)));
  expect_node("ScatterReduceBackward0", scatter_reduce(x, 0, at, leaf(), "sum"));
  expect_node("ScatterReduceBackward0", scatter_reduce(x, 0, at, leaf(), "mean"));
  expect_node("IndexReduceBackward0", index_reduce(x, 0, tensor({0}), leaf({1, 3}), "amax"));
}

TEST(NodeNames, OfFactorsAndEquations) {
  const Tensor a = leaf({3, 3}), b = leaf({3, 2});
  const Tensor spd = (leaf({3, 3}).detach() * 0.1 + 2 * eye(3)).requires_grad_();
  expect_node("CholeskyBackward0", cholesky(spd, true));
  expect_node("LinalgCholeskyExBackward0", linalg::cholesky(spd, true));
  expect_node("LinalgCholeskyExBackward0", std::get<0>(linalg::cholesky_ex(spd)));
  expect_node("CholeskySolveBackward0", cholesky_solve(b, spd));
  expect_node("CholeskyInverseBackward0", cholesky_inverse(spd, true));
  expect_node("LinalgSolveExBackward0", linalg::solve(spd, b));
  expect_node("LinalgSolveExBackward0", linalg::solve(spd, leaf({3})));
  expect_node("LinalgSolveExBackward0", linalg::solve(spd, leaf({2, 3}), /*left=*/false));
  expect_node("LinalgSolveTriangularBackward0",
              linalg::solve_triangular(a, leaf({2, 3}), true, /*left=*/false, true));
  const auto [x, copy] = triangular_solve(b, a);
  expect_node("TriangularSolveBackward0", x);
  expect_node("TriangularSolveBackward0", copy);
  expect_node("LinalgLuBackward0", std::get<1>(linalg::lu(a)));
  const Tensor pivots = std::get<1>(linalg::lu_factor(spd.detach()));
  expect_node("LuUnpackBackward0", std::get<2>(lu_unpack(spd, pivots)));
  expect_node("LinalgLuSolveBackward0", linalg::lu_solve(spd, pivots, b, true, true));
  expect_node("LinalgLuSolveBackward0", lu_solve(b, spd, pivots));
  expect_node("VdotBackward0", linalg::vecdot(leaf({3}), leaf({3})));
}

TEST(NodeNames, OfArrangements) {
  const Tensor x = leaf(), square = leaf({3, 3}), image = leaf({1, 4, 2, 2});
  expect_node("DiagEmbedBackward0", diag_embed(x));
  expect_node("DiagonalScatterBackward0", diagonal_scatter(square, leaf({3})));
  expect_node("SelectScatterBackward0", select_scatter(x, leaf({3}), 0, 1));
  expect_node("SliceScatterBackward0", slice_scatter(x, leaf({2, 1}), 1, 0, 1));
  expect_node("RollBackward0", roll(x, 1));
  expect_node("IndexSelectBackward0", repeat_interleave(x, 2, 1));
  expect_node("UnfoldBackward0", x.unfold(1, 2, 1));
  expect_node("SortBackward0", std::get<0>(x.sort(0)));
  expect_node("SortBackward1", std::get<0>(x.sort(optional<bool>(true), 0)));
  expect_node("Rot90Backward0", rot90(x));
  expect_node("TraceBackward0", trace(square));
  expect_node("PixelShuffleBackward0", pixel_shuffle(image, 2));
  expect_node("PixelUnshuffleBackward0", pixel_unshuffle(image, 2));
}

}  // namespace
}  // namespace glassgrad
