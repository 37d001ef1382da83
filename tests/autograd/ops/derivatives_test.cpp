// First and second derivatives against central differences, of functions whose values are held
// against libtorch's elsewhere (functions_test.cpp).
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "autograd/functions.h"
#include "tests/support/check_gradient.h"

namespace glassgrad {
namespace {

using support::Tensors;

struct Derivative {
  std::string name;
  std::function<Tensor(const Tensors&)> function;
  std::vector<std::vector<int64_t>> shapes;  ///< one for each input
  double low, high;                          ///< elements are drawn from between
};
std::ostream& operator<<(std::ostream& out, const Derivative& row) { return out << row.name; }

Derivative unary(std::string name, Tensor (*function)(Traced), double low, double high) {
  return {std::move(name), [=](const Tensors& x) { return function(x[0]); }, {{2, 3}}, low, high};
}

Derivative binary(std::string name, Tensor (*function)(Traced, const Tensor&)) {
  return {std::move(name),
          [=](const Tensors& x) { return function(x[0], x[1]); },
          {{2, 3}, {3}},
          0.3,
          2};
}

/// x x^T + n: symmetric, every eigenvalue positive and away from the others.
Tensor positive_definite(const Tensor& x) {
  const Tensor shift = arange(1, x.size(0) + 1, kDouble) * 3;
  return x.mm(x.t()) + diag(shift);
}

std::vector<Derivative> elements() {
  return {
      unary("exp2", exp2, -2, 2),
      unary("deg2rad", deg2rad, -9, 9),
      unary("rad2deg", rad2deg, -2, 2),
      unary("sinc", sinc, 0.2, 2),
      unary("lgamma", lgamma, 0.3, 4),
      unary("digamma", digamma, 0.3, 4),
      unary("erfinv", erfinv, -0.8, 0.8),
      unary("i0", i0, -2, 2),
      unary("i0e", special::i0e, 0.2, 2),
      unary("i1", special::i1, 0.2, 2),
      unary("i1e", special::i1e, 0.2, 2),
      unary("entr", special::entr, 0.3, 2),
      unary("ndtr", special::ndtr, -2, 2),
      unary("log_ndtr", special::log_ndtr, -8, 2),
      unary("erfcx", special::erfcx, -1, 3),
      unary("ndtri", special::ndtri, 0.05, 0.95),
      {"zeta", [](const Tensors& x) { return special::zeta(2.5, x[0]); }, {{2, 3}}, 0.5, 3},
      {"gammainc",
       [](const Tensors& x) { return special::gammainc(full({3}, 2.5, kDouble), x[0]); },
       {{2, 3}},
       0.5,
       4},
      {"gammaincc",
       [](const Tensors& x) { return special::gammaincc(full({3}, 0.5, kDouble), x[0]); },
       {{2, 3}},
       0.5,
       4},
      unary("expit", special::expit, -3, 3),
      binary("fmod", fmod),
      binary("copysign", copysign),
      binary("xlogy", xlogy),
      binary("xlog1py", special::xlog1py),
      binary("logaddexp", logaddexp),
      binary("logaddexp2", logaddexp2),
      binary("fmax", fmax),
      binary("fmin", fmin),
      binary("ldexp", ldexp),
      binary("float_power", float_power),
      {"logit", [](const Tensors& x) { return logit(x[0]); }, {{2, 3}}, 0.1, 0.9},
      {"polygamma", [](const Tensors& x) { return polygamma(1, x[0]); }, {{2, 3}}, 0.5, 3},
      {"nan_to_num", [](const Tensors& x) { return nan_to_num(x[0]); }, {{2, 3}}, -2, 2},
  };
}

std::vector<Derivative> shapes() {
  const Tensor places = tensor({1, 3}), put_at = tensor({0, 5});
  return {
      {"take", [=](const Tensors& x) { return take(x[0], put_at); }, {{2, 3}}, -2, 2},
      {"put", [=](const Tensors& x) { return put(x[0], put_at, x[1]); }, {{2, 3}, {2}}, -2, 2},
      {"index_copy",
       [=](const Tensors& x) { return index_copy(x[0], 0, places, x[1]); },
       {{4, 2}, {2, 2}},
       -2,
       2},
      {"unfold", [](const Tensors& x) { return x[0].unfold(1, 3, 2); }, {{2, 7}}, -2, 2},
      {"unflatten",
       [](const Tensors& x) {
         return x[0].unflatten(1, {2, 3});
       },
       {{2, 6}},
       -2,
       2},
      {"tensor_split", [](const Tensors& x) { return x[0].tensor_split(3)[1]; }, {{7, 2}}, -2, 2},
      {"select_scatter",
       [](const Tensors& x) { return x[0].select_scatter(x[1], 0, 1); },
       {{3, 2}, {2}},
       -2,
       2},
      {"diag_embed", [](const Tensors& x) { return x[0].diag_embed(); }, {{2, 3}}, -2, 2},
      {"cartesian_prod",
       [](const Tensors& x) {
         return cartesian_prod({x[0], x[1]});
       },
       {{2}, {3}},
       -2,
       2},
      {"block_diag",
       [](const Tensors& x) {
         return block_diag({x[0], x[1]});
       },
       {{2, 2}, {1, 3}},
       -2,
       2},
      {"quantile", [](const Tensors& x) { return quantile(x[0], 0.3, 1); }, {{2, 5}}, -2, 2},
      {"nansum", [](const Tensors& x) { return nansum(x[0]); }, {{2, 3}}, -2, 2},
      {"nanmean", [](const Tensors& x) { return nanmean(x[0]); }, {{2, 3}}, -2, 2},
      {"diff", [](const Tensors& x) { return diff(x[0], 2); }, {{2, 5}}, -2, 2},
      {"trapezoid", [](const Tensors& x) { return trapezoid(x[0], x[1]); }, {{4}, {4}}, -2, 2},
      {"cov", [](const Tensors& x) { return cov(x[0]); }, {{2, 5}}, -2, 2},
      {"renorm", [](const Tensors& x) { return renorm(x[0], 2, 0, 1.0); }, {{2, 3}}, 1, 2},
      {"dist", [](const Tensors& x) { return dist(x[0], x[1], 3); }, {{2, 3}, {2, 3}}, -2, 2},
      {"slice_scatter",
       [](const Tensors& x) { return x[0].slice_scatter(x[1], 1, 0, 4, 2); },
       {{2, 4}, {2, 2}},
       -2,
       2},
      {"diagonal_scatter",
       [](const Tensors& x) { return x[0].diagonal_scatter(x[1], 1); },
       {{3, 3}, {2}},
       -2,
       2},
      {"put_added",
       [=](const Tensors& x) {
         return put(x[0], tensor({5, 5}), x[1], true);
       },
       {{2, 3}, {2}},
       -2,
       2},
      {"trace", [](const Tensors& x) { return trace(x[0]) * trace(x[0]); }, {{3, 2}}, -2, 2},
      {"pixel_shuffle",
       [](const Tensors& x) { return pixel_shuffle(x[0], 2); },
       {{1, 4, 2, 1}},
       -2,
       2},
      {"pixel_unshuffle",
       [](const Tensors& x) { return pixel_unshuffle(x[0], 2); },
       {{1, 1, 2, 4}},
       -2,
       2},
      {"scatter_reduce_amax",
       [=](const Tensors& x) { return x[0].scatter_reduce(0, places, x[1], "amax"); },
       {{4}, {2}},
       -2,
       2},
      {"scatter_reduce_mean",
       [=](const Tensors& x) { return x[0].scatter_reduce(0, places, x[1], "mean"); },
       {{4}, {2}},
       -2,
       2},
      {"scatter_reduce_prod",
       [=](const Tensors& x) { return x[0].scatter_reduce(0, places, x[1], "prod"); },
       {{4}, {2}},
       0.5,
       2},
  };
}

std::vector<Derivative> matrices() {
  return {
      {"det", [](const Tensors& x) { return det(x[0]); }, {{3, 3}}, -2, 2},
      {"logdet", [](const Tensors& x) { return logdet(positive_definite(x[0])); }, {{3, 3}}, -1, 1},
      {"slogdet", [](const Tensors& x) { return std::get<1>(slogdet(x[0])); }, {{3, 3}}, -2, 2},
      {"inverse",
       [](const Tensors& x) { return inverse(positive_definite(x[0])); },
       {{3, 3}},
       -1,
       1},
      {"solve",
       [](const Tensors& x) { return linalg::solve(positive_definite(x[0]), x[1]); },
       {{3, 3}, {3, 2}},
       -1,
       1},
      {"solve_triangular",
       [](const Tensors& x) {
         return linalg::solve_triangular(positive_definite(x[0]), x[1], true);
       },
       {{3, 3}, {3, 2}},
       -1,
       1},
      {"cholesky",
       [](const Tensors& x) { return linalg::cholesky(positive_definite(x[0])); },
       {{3, 3}},
       -1,
       1},
      {"qr_q", [](const Tensors& x) { return std::get<0>(linalg::qr(x[0])); }, {{4, 3}}, -2, 2},
      {"qr_r", [](const Tensors& x) { return std::get<1>(linalg::qr(x[0])); }, {{3, 3}}, -2, 2},
      {"eigvalsh",
       [](const Tensors& x) { return linalg::eigvalsh(positive_definite(x[0])); },
       {{3, 3}},
       -1,
       1},
      {"eigh_projection",  // does not depend on the sign of an eigenvector
       [](const Tensors& x) {
         const Tensor v = std::get<1>(linalg::eigh(positive_definite(x[0])));
         return v.select(1, 0).outer(v.select(1, 0));
       },
       {{3, 3}},
       -1,
       1},
      {"svdvals", [](const Tensors& x) { return linalg::svdvals(x[0]); }, {{3, 2}}, -2, 2},
      {"matrix_power", [](const Tensors& x) { return matrix_power(x[0], 3); }, {{2, 2}}, -1, 1},
      {"pinv", [](const Tensors& x) { return linalg::pinv(x[0]); }, {{3, 2}}, -2, 2},
      {"multi_dot",
       [](const Tensors& x) {
         return linalg::multi_dot({x[0], x[1], x[2]});
       },
       {{2, 3}, {3, 2}, {2, 4}},
       -1,
       1},
      {"cdist", [](const Tensors& x) { return cdist(x[0], x[1]); }, {{2, 3}, {3, 3}}, -2, 2},
      {"inner", [](const Tensors& x) { return inner(x[0], x[1]); }, {{2, 3}, {4, 3}}, -2, 2},
      {"addr", [](const Tensors& x) { return addr(x[0], x[1], x[2]); }, {{2, 3}, {2}, {3}}, -2, 2},
      {"vdot", [](const Tensors& x) { return vdot(x[0], x[1]); }, {{3}, {3}}, -2, 2},
      {"addmv",
       [](const Tensors& x) { return addmv(x[0], x[1], x[2], 2, -0.5); },
       {{1}, {2, 3}, {3}},
       -2,
       2},
      {"addbmm",
       [](const Tensors& x) { return addbmm(x[0], x[1], x[2], 0.5, 2); },
       {{3}, {2, 2, 2}, {2, 2, 3}},
       -1,
       1},
      {"cross_stretched",
       [](const Tensors& x) { return cross(x[0], x[1], -1); },
       {{2, 3}, {3}},
       -2,
       2},
      {"baddbmm",
       [](const Tensors& x) { return baddbmm(x[0], x[1], x[2]); },
       {{2, 2, 2}, {2, 2, 3}, {2, 3, 2}},
       -1,
       1},
  };
}

class DerivativeOf : public testing::TestWithParam<Derivative> {};

TEST_P(DerivativeOf, AgreesWithDifferences) {
  const Derivative& row = GetParam();
  manual_seed(7);
  Tensors inputs;
  for (const std::vector<int64_t>& shape : row.shapes)
    inputs.push_back((rand(shape, kDouble) * (row.high - row.low) + row.low).requires_grad_());
  const support::Function function = [&](const Tensors& x) { return Tensors{row.function(x)}; };
  const Tensors cotangents = {rand_like(function(inputs)[0].detach()) + 0.5};
  EXPECT_TRUE(support::check_gradient(row.name, function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient(row.name, function, inputs, cotangents));
}

const auto name_of = [](const auto& row) { return row.param.name; };
INSTANTIATE_TEST_SUITE_P(Elements, DerivativeOf, testing::ValuesIn(elements()), name_of);
INSTANTIATE_TEST_SUITE_P(Shapes, DerivativeOf, testing::ValuesIn(shapes()), name_of);
INSTANTIATE_TEST_SUITE_P(Matrices, DerivativeOf, testing::ValuesIn(matrices()), name_of);

}  // namespace
}  // namespace glassgrad
