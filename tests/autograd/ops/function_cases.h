#pragma once
// Calls of many functions in libtorch's own words: tests/golden/make_functions.cpp runs them with
// libtorch and writes what comes of them to tests/golden/functions.txt; functions_test.cpp runs
// them with the library.

#include <cmath>
#include <cstdio>
#include <functional>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "tests/support/library.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "autograd/functions/decomposition.h"
#include "autograd/functions/factorization.h"
#include "autograd/functions/index.h"
#include "autograd/functions/names.h"
#include "autograd/functions/out.h"
#include "autograd/functions/seldom.h"
#include "autograd/functions/special.h"
#include "autograd/tensor/indexing.h"
#endif

namespace function_cases {

using torch::kBool;
using torch::kDouble;
using torch::kFloat;
using torch::kLong;
using torch::Scalar;
using torch::Tensor;
using Tensors = std::vector<Tensor>;

inline Tensor longs(const std::vector<int64_t>& values) { return torch::tensor(values, kLong); }

/// What the calls are made with.
struct Inputs {
  Tensor x = leaf((torch::arange(12, kDouble) * 0.5 - 2.25).view({3, 4}));
  Tensor y = leaf(torch::arange(4, kDouble) * -0.75 + 1.5);
  Tensor p = leaf((torch::arange(12, kDouble) * 5 % 12).view({3, 4}) / 13 + 0.0625);
  Tensor n = leaf((torch::arange(12, kDouble) * 7 % 12).view({4, 3}) / 4 - 1.25).t();
  Tensor sq = leaf((torch::arange(9, kDouble) * 5 % 9).view({3, 3}) / 4 - torch::eye(3, kDouble));
  Tensor batch = leaf((torch::arange(24, kDouble) * 7 % 24).view({2, 3, 4}) / 8 - 1);
  Tensor l = (torch::arange(12, kLong) * 5 % 12 - 4).view({3, 4});
  Tensor k = longs({3, -2, 1, 4});
  Tensor m = (torch::arange(12, kLong) * 5 % 3 == 1).view({3, 4});
  Tensor nan = torch::where(m, torch::full({}, NAN, kDouble), x.detach()).requires_grad_();

  static Tensor leaf(const Tensor& values) { return values.detach().clone().requires_grad_(); }
  std::vector<Tensor> leaves() const { return {x, y, p, sq, batch, nan}; }
};

/// A call and its text, which names it in the golden file. `a` and `c` are x and y, or, of a
/// function of elements, one after another pairs of all types and layouts.
struct Case {
  std::string text;
  std::function<Tensors(const Inputs&, const Tensor& a, const Tensor& c)> call;
  bool of_elements;
};

inline Tensors results(const Tensor& t) { return {t}; }
inline Tensors results(const Tensors& t) { return t; }
inline Tensors results(const std::tuple<Tensor, Tensor>& t) {
  return {std::get<0>(t), std::get<1>(t)};
}
inline Tensors results(const std::tuple<Tensor, Tensor, Tensor>& t) {
  return {std::get<0>(t), std::get<1>(t), std::get<2>(t)};
}
inline Tensors results(const std::tuple<Tensor, Tensor, Tensor, Tensor>& t) {
  return {std::get<0>(t), std::get<1>(t).detach(), std::get<2>(t), std::get<3>(t).detach()};
}
inline Tensors results(int64_t value) { return {torch::full({}, Scalar(value), kLong)}; }

inline std::string line_of(const Tensor& t) {
  std::ostringstream text;
  text << t.scalar_type() << ' ' << t.sizes();
  const Tensor flat = t.detach().to(kDouble).contiguous().view({-1});
  for (int64_t i = 0; i < flat.numel(); ++i) {
    char number[40];
    std::snprintf(number, sizeof number, " %.10g", flat.data_ptr<double>()[i]);
    text << number;
  }
  return text.str() + '\n';
}

/// The results, and the gradients of a weighted sum of them; "Error" if something is thrown.
inline std::string answer_of(const std::function<Tensors()>& call, const Tensors& leaves) {
  std::string text;
  Tensor sum = torch::zeros({}, kDouble);
  try {
    for (const Tensor& y : call()) {
      text += line_of(y);
      if (!y.requires_grad()) continue;
      const Tensor weights = torch::arange(y.numel(), kDouble) * 3 % 7 - 2.5;
      sum = sum + (y.to(kDouble).reshape({-1}) * weights).sum();
    }
    if (!sum.requires_grad()) return text;
    sum.backward();
  } catch (const std::exception&) {
    return text + "Error\n";
  }
  for (const Tensor& leaf : leaves)
    if (leaf.grad().defined() && !leaf.grad().eq(0).all().item<bool>())
      text += "grad " + line_of(leaf.grad());
  return text;
}

/// Pairs for a function of elements.
inline std::vector<std::pair<Tensor, Tensor>> pairs(const Inputs& v) {
  const Tensor x = v.x.detach(),
               special = torch::tensor({0., -0., 1., -1., HUGE_VAL, -HUGE_VAL, std::nan("")});
  return {{v.x, v.y},
          {v.n, v.p},
          {v.p, v.x.select(0, 2)},
          {x.to(kFloat), v.y.detach().to(kFloat)},
          {v.l, v.k},
          {v.l.to(torch::kInt), v.l.flip({0}).abs() + 1},
          {v.k.abs().to(torch::kByte), v.k.abs().to(torch::kByte)},
          {v.m, v.m.flip({1})},
          {v.l, v.y},
          {v.y, v.m},
          {x.narrow(0, 0, 0), v.y.detach()},
          {x.select(0, 2).select(0, 1), v.p.select(0, 1)},
          {special.to(kDouble), torch::full({}, 2., kDouble)},
          {torch::full({1}, 3., kDouble), special.to(kDouble)}};
}

inline std::string run(const Case& c) {
  if (!c.of_elements) {
    const Inputs v;
    return answer_of([&] { return c.call(v, v.x, v.y); }, v.leaves());
  }
  std::string text;
  for (size_t i = 0; i < pairs(Inputs()).size(); ++i) {
    const Inputs v;
    const auto pair = pairs(v)[i];
    text += answer_of([&] { return c.call(v, pair.first, pair.second); }, v.leaves());
  }
  return text;
}

#define FUNCTION_CASE(elements, ...)                                                              \
  Case {                                                                                          \
#__VA_ARGS__, []([[maybe_unused]] const Inputs& v, [[maybe_unused]] const Tensor& a,          \
                     [[maybe_unused]] const Tensor& c) { return results(__VA_ARGS__); }, elements \
  }
/// A call with the inputs v.
#define CALL(...) FUNCTION_CASE(false, __VA_ARGS__)
/// A call of a function of elements with a and c.
#define EACH(...) FUNCTION_CASE(true, __VA_ARGS__)

inline std::vector<Case> element_calls() {
  return {
      EACH(torch::floor_divide(a.detach(), c.detach())),
      EACH(torch::div(a, c, "floor")),
      EACH(torch::div(a, c, "trunc")),
      EACH(a.div(2, "floor")),
      EACH(torch::fmod(a, c)),
      EACH(a.fmod(2)),
      EACH(torch::true_divide(a, c)),
      EACH(a.multiply(c)),
      EACH(a.subtract(c)),
      EACH(torch::remainder(5, c.detach())),
      EACH(a.remainder(c)),
      EACH(torch::nan_to_num(a)),
      EACH(torch::nan_to_num(a, 1.0, 2.0, -3.0)),
      EACH(torch::isneginf(a)),
      EACH(torch::isposinf(a)),
      EACH(torch::isreal(a)),
      EACH(torch::signbit(a)),
      EACH(torch::copysign(a, c)),
      EACH(a.copysign(-2)),
      EACH(torch::xlogy(a, c)),
      EACH(torch::xlogy(2, c)),
      CALL(torch::logaddexp(v.x, v.y)),
      CALL(torch::logaddexp(v.l, v.k)),
      CALL(torch::logaddexp2(v.x, v.p)),
      EACH(torch::fmax(a, c)),
      EACH(torch::fmin(a, c)),
      EACH(torch::nextafter(a.detach(), c.detach())),
      EACH(torch::heaviside(a.detach(), c.detach())),
      EACH(torch::gcd(a, c)),
      EACH(torch::lcm(a, c)),
      EACH(torch::ldexp(a, c)),
      EACH(torch::float_power(a, c)),
      EACH(torch::float_power(a, 2)),
      EACH(torch::exp2(a)),
      EACH(torch::deg2rad(a)),
      EACH(torch::rad2deg(a)),
      EACH(torch::sinc(a)),
      EACH(torch::sgn(a)),
      EACH(torch::logit(v.p)),
      EACH(torch::logit(a, 0.1)),
      EACH(torch::round(a, 1)),
      EACH(torch::round(a * 10, -1)),
      EACH(torch::hardsigmoid(a)),
      EACH(torch::hardswish(a)),
      EACH(torch::rrelu(a)),
      EACH(torch::lgamma(a)),
      EACH(torch::digamma(a)),
      CALL(torch::polygamma(1, v.x + 0.1)),
      CALL(torch::polygamma(3, v.p)),
      CALL(torch::polygamma(2, v.p + 1)),
      EACH(torch::erfinv(a)),
      EACH(torch::i0(a)),
      EACH(torch::special::i1(a)),
      EACH(torch::special::i0e(a)),
      EACH(torch::special::i1e(a)),
      EACH(torch::special::expit(a)),
      EACH(torch::special::entr(a)),
      EACH(torch::special::ndtr(a)),
      EACH(torch::special::log_ndtr(a)),
      EACH(torch::special::erfcx(a)),
      EACH(torch::special::ndtri(a)),
      CALL(torch::special::log_ndtr(v.x * 12)),
      CALL(torch::special::erfcx(v.x * 8)),
      CALL(torch::special::ndtri(v.p.pow(40))),
      CALL(torch::special::zeta(v.x.detach(), v.n)),
      CALL(torch::special::zeta(v.y.detach(), v.l)),
      CALL(torch::special::zeta(v.l.abs(), v.x)),
      CALL(torch::special::zeta(3, torch::tensor({INFINITY, -INFINITY, NAN, 0.0}))),
      CALL(torch::special::zeta(v.p.detach() + 1.25, v.p)),
      CALL(torch::special::zeta(2, v.n)),
      CALL(torch::special::zeta(v.p.detach() * 8 + 1, 0.75)),
      CALL(torch::special::gammainc(v.y.detach(), v.x)),
      CALL(torch::special::gammaincc(v.y.detach(), v.x)),
      CALL(torch::special::gammainc(v.l, v.k)),
      CALL(torch::special::gammainc(torch::tensor({0., 2., INFINITY, 2., 0., NAN}),
                                    torch::tensor({2., INFINITY, 2., 0., 0., 1.}))),
      CALL(torch::special::gammainc(v.p.detach() * 30, v.p.flip(0) * 30)),
      CALL(torch::special::gammaincc(v.p.detach() * 30, v.p.flip(1) * 30)),
      CALL(torch::igamma(v.p, v.p)),
      EACH(torch::special::multigammaln(a, 2)),
      EACH(torch::special::xlog1py(a, c)),
      EACH(torch::clamp_min(a, c)),
      EACH(torch::clamp_max(a, c)),
      EACH(a.clip(-1, 1)),
      EACH(a & c),
      EACH(a | 1),
      EACH(a ^ 3),
      EACH(1 & a),
      EACH(a.__and__(2)),
      EACH(torch::bitwise_left_shift(a, c.abs())),
      EACH(a.bitwise_right_shift(1)),
      EACH(a.detach().clone().eq_(c.detach())),
      EACH(a.clone().ge_(0)),
      EACH(a.detach().clone().logical_and_(c)),
      EACH(a.detach().clone().logical_not_()),
      EACH(a.clone().sinh_()),
      CALL(v.x.clone().trunc_()),
      EACH(a.clone().fmod_(2)),
      EACH(a.detach().clone().floor_divide_(2)),
      EACH(a.clone().div_(2, "trunc")),
      EACH(a.clone().erf_()),
      EACH(a.clone().log1p_()),
      CALL(v.x.absolute()),
      EACH(a.greater_equal(c)),
      EACH(torch::less(a, 1)),
      EACH(torch::argwhere(a)),
      EACH(torch::where(a)),
      CALL(torch::isin(v.x.detach(), v.y.detach())),
      CALL(torch::isin(v.l, v.k)),
      CALL(torch::isin(v.nan.detach(), v.nan.detach())),
  };
}

inline std::vector<Case> shape_calls() {
  return {
      CALL(torch::logspace(0, 2, 5)),
      CALL(torch::logspace(0, 3, 4, 2, kDouble)),
      CALL(torch::range(0, 4, 1.5)),
      CALL(torch::tril_indices(3, 4, 1)),
      CALL(torch::triu_indices(3, 4, -1)),
      CALL(torch::tril_indices(0, 4)),
      CALL(torch::combinations(v.y)),
      CALL(torch::combinations(v.k, 3)),
      CALL(torch::combinations(v.k, 2, true)),
      CALL(torch::combinations(v.k, 5)),
      CALL(torch::cartesian_prod({v.y, v.x[1]})),
      CALL(torch::cartesian_prod({v.k})),
      CALL(torch::atleast_1d(v.y[0])),
      CALL(torch::atleast_2d(v.y)),
      CALL(torch::atleast_3d(v.x)),
      CALL(torch::atleast_3d(v.y)),
      CALL(torch::atleast_2d({v.y, v.x})),
      CALL(torch::numel(v.x)),
      CALL(v.x.unflatten(1, {2, -1})),
      CALL(v.n.ravel()),
      CALL(torch::block_diag({v.x, v.y, v.sq})),
      CALL(torch::dstack({v.x, v.n})),
      CALL(torch::column_stack({v.y, v.n.t()})),
      CALL(torch::row_stack({v.x, v.y})),
      CALL(torch::concatenate({v.x, v.n}, 1)),
      CALL(torch::hsplit(v.x, 2)),
      CALL(torch::hsplit(v.x, 3)),
      CALL(v.y.hsplit({1, 3})),
      CALL(v.x.vsplit(1)),
      CALL(torch::dsplit(v.batch, 2)),
      CALL(torch::tensor_split(v.x, 3, 1)),
      CALL(torch::tensor_split(v.x, 5)),
      CALL(v.x.tensor_split({1, 2}, -1)),
      CALL(v.x.movedim(0, 1)),
      CALL(v.batch.moveaxis(2, 0)),
      CALL(v.x.numpy_T()),
      CALL(v.batch.mT()),
      CALL(v.x.mH()),
      CALL(v.x.flipud()),
      CALL(torch::fliplr(v.x)),
      CALL(torch::fliplr(v.y)),
      CALL(torch::diag_embed(v.x)),
      CALL(v.x.diag_embed(1, 0, -1)),
      CALL(v.y.diagflat()),
      CALL(torch::diagflat(v.sq, -1)),
      CALL(v.x.detach().narrow_copy(1, 1, 2)),
      CALL(torch::select_scatter(v.x, v.y, 0, 1)),
      CALL(v.x.slice_scatter(v.p, 0)),
      CALL(torch::slice_scatter(v.x, v.x.slice(1, 0, 2), 1, 1, 4, 2)),
      CALL(torch::diagonal_scatter(v.sq, v.y.slice(0, 1))),
      CALL(torch::vander(v.y.detach())),
      CALL(torch::vander(v.k, 3, true)),
      CALL(v.x.repeat_interleave(longs({2, 0, 1}), 0)),
      CALL(v.x.repeat_interleave(longs({2}))),
      CALL(v.x.unfold(1, 2, 1)),
      CALL(v.n.unfold(0, 2, 2)),
      CALL(v.x.unfold(1, 5, 1)),
      CALL(v.x.clone().fill_diagonal_(7)),
      CALL(torch::zeros({7, 3}).fill_diagonal_(5, true)),
      CALL(torch::zeros({3, 7}).fill_diagonal_(5, true)),
      CALL(torch::real(v.x)),
      CALL(v.x.take(longs({0, -1, 5, 5}))),
      CALL(v.n.take(longs({1, 2}).view({2, 1}))),
      CALL(v.x.take_along_dim(std::get<1>(v.x.sort(1)), 1)),
      CALL(torch::take_along_dim(v.x, longs({0, 7}))),
      CALL(v.x.take_along_dim(longs({2}).view({1, 1}), 0)),
      CALL(v.x.put(longs({1, -1}), v.y.slice(0, 2))),
      CALL(v.x.put(longs({1, 1}), v.y.slice(0, 2), true)),
      CALL(v.x.clone().put_(longs({0}), v.y.slice(0, 0, 1))),
      CALL(v.x.index_copy(0, longs({2, 0}), v.p.slice(0, 0, 2))),
      CALL(v.x.clone().index_copy_(1, longs({3}), v.sq.slice(1, 0, 1))),
      CALL(v.x.index_copy(0, longs({3}), v.p.slice(0, 0, 1))),
      CALL(v.x.index_fill(1, longs({0, 2}), v.y[1])),
      CALL(v.x.index_put({longs({0, 2})}, v.y)),
      CALL(torch::index_put(v.x, {longs({0, 2})}, v.y)),
      CALL(v.x.clone().masked_scatter_(v.m, v.p)),
      CALL(v.x.gather(1, v.l.abs() % 4, false)),
      CALL(v.x.detach().scatter(0, v.l.abs() % 3, v.p.detach(), "multiply")),
      CALL(v.x.detach().scatter(0, v.l.abs() % 3, 2, "multiply")),
      CALL(v.x.detach().scatter(1, v.l.abs() % 4, v.p.detach(), "add")),
      CALL(v.x.scatter_reduce(1, v.l.abs() % 4, v.p, "sum")),
      CALL(v.x.scatter_reduce(1, v.l.abs() % 4, v.p, "mean", false)),
      CALL(v.x.scatter_reduce(1, v.l.abs() % 4, v.p, "mean")),
      CALL(v.x.scatter_reduce(1, v.l.abs() % 4, v.p, "amax")),
      CALL(v.x.scatter_reduce(0, v.l.abs() % 3, v.p, "amin", false)),
      CALL(v.x.scatter_reduce(1, v.l.abs() % 4, v.p, "prod")),
      CALL(v.x.scatter_reduce(0, v.l.abs() % 3, v.p, "prod", false)),
      CALL(v.l.scatter_reduce(0, v.l.abs() % 3, v.l, "mean")),
      CALL(static_cast<int64_t>(torch::result_type(v.l, v.y) == kDouble)),
      CALL(static_cast<int64_t>(torch::promote_types(torch::kInt, kFloat) == kFloat)),
      CALL(static_cast<int64_t>(torch::can_cast(kDouble, kLong))),
  };
}

inline std::vector<Case> reduction_calls() {
  return {
      CALL(torch::quantile(v.x, 0.3)),
      CALL(torch::quantile(v.x, 0.3, 1)),
      CALL(torch::quantile(v.x, torch::tensor({0.1, 0.5}, kDouble), 0, true)),
      CALL(v.p.quantile(torch::tensor({0.25, 0.75}, kDouble), 1, false, "lower")),
      CALL(v.p.quantile(0.6, 0, false, "higher")),
      CALL(v.p.quantile(0.6, 0, false, "midpoint")),
      CALL(v.p.quantile(0.6, 0, true, "nearest")),
      CALL(torch::quantile(v.nan, 0.4, 1)),
      CALL(torch::nanquantile(v.nan, 0.4, 1)),
      CALL(torch::quantile(v.x, 1.5)),
      CALL(torch::quantile(v.l, 0.5)),
      CALL(v.p.quantile(0.5, torch::nullopt, true)),
      CALL(torch::nansum(v.nan)),
      CALL(v.nan.nansum(1)),
      CALL(torch::nanmean(v.nan, 0, true)),
      CALL(torch::nanmedian(v.nan)),
      CALL(v.nan.nanmedian(1)),
      CALL(torch::nanmedian(v.l)),
      CALL(torch::aminmax(v.x.detach())),
      CALL(torch::aminmax(v.x.detach(), 1, true)),
      CALL(torch::aminmax(v.l, 0)),
      CALL(torch::dist(v.x, v.p)),
      CALL(torch::dist(v.x, v.y, 1)),
      CALL(v.x.norm(2, kFloat)),
      CALL(v.x.norm(1, 1, true, kFloat)),
      CALL(torch::frobenius_norm(v.x, 1)),
      CALL(torch::renorm(v.x, 2, 0, 1.5)),
      CALL(v.x.clone().renorm_(1, 1, 2)),
      CALL(torch::diff(v.x)),
      CALL(torch::diff(v.x, 2, 0)),
      CALL(v.m.diff()),
      CALL(v.l.diff(1, 0)),
      CALL(v.x.diff(1, -1, v.p.slice(1, 0, 1), v.p)),
      CALL(torch::diff(v.y, 6)),
      CALL(torch::trapezoid(v.x)),
      CALL(torch::trapezoid(v.x, 0.5, 0)),
      CALL(torch::trapezoid(v.x, v.y, 1)),
      CALL(torch::trapezoid(v.l, 2, 1)),
      CALL(torch::trapezoid(v.l, v.k, 1)),
      CALL(torch::cumulative_trapezoid(v.l, 3, 1)),
      CALL(torch::cumulative_trapezoid(v.l, v.k, 1)),
      CALL(torch::trapezoid(v.y[0].unsqueeze(0), 3)),
      CALL(v.m.sum_to_size({})),
      CALL(v.l.to(torch::kInt).sum_to_size({})),
      CALL(torch::bilinear(v.l.to(torch::kInt), v.l.to(torch::kInt),
                           torch::ones({2, 4, 4}, torch::kInt))),
      CALL(torch::trapz(v.x, v.p)),
      CALL(torch::cumulative_trapezoid(v.x, v.y)),
      CALL(torch::cumulative_trapezoid(v.x, 2, 0)),
      CALL(torch::cov(v.p)),
      CALL(torch::cov(v.y)),
      CALL(v.p.cov(0, longs({1, 2, 1, 3}))),
      CALL(v.p.cov(1, {}, torch::tensor({0.5, 1., 2., 1.}, kDouble))),
      CALL(torch::corrcoef(v.p)),
      CALL(v.p.sort(true, 0, true)),
      CALL(torch::msort(v.p)),
      CALL(v.x.clone().cumsum_(1)),
      CALL(v.x.clone().cumprod_(0)),
      CALL(torch::_unique2(v.l % 3, true, true, true)),
      CALL(torch::_unique(v.m)),
      CALL(torch::unique_dim(v.l % 2, 0, true, true, true)),
      CALL(torch::unique_dim(v.l % 2, 1, true, true, true)),
      CALL(torch::unique_consecutive(longs({1, 1, 2, 2, 2, 1}), true, true)),
      CALL(torch::unique_consecutive(v.l % 2, true, true, 1)),
      CALL(torch::unique_consecutive(longs({}))),
      CALL(torch::bucketize(v.x, std::get<0>(v.p[0].sort()))),
      CALL(torch::bucketize(v.x, torch::tensor({-1., 0., 1.}, kDouble), true, true)),
      CALL(torch::bucketize(0.5, torch::tensor({-1., 0.5, 1.}, kDouble))),
      CALL(torch::isin(v.l, 3)),
      CALL(torch::isin(3, v.l, false, true)),
      CALL(torch::nansum(v.nan, 1, true, kFloat)),
      CALL(torch::nanmedian(v.nan, 0, true)),
      CALL(torch::nanmedian(torch::cat({v.nan.t(), v.nan.t() * NAN}), 0)),
      CALL(torch::nanmedian(v.nan[0] * NAN)),
      CALL(torch::dist(v.x, v.y, 3)),
      CALL(torch::dist(v.x, v.x[0], INFINITY)),
      CALL(torch::renorm(v.batch, 3, 1, 1.5)),
      CALL(torch::scatter_reduce(v.x, 0, v.l % 3 + (v.l % 3 < 0) * 3, v.p, "sum", false)),
      CALL(torch::scatter_reduce(v.x, 0, v.l % 3 + (v.l % 3 < 0) * 3, v.p, "mean")),
      CALL(torch::scatter_reduce(v.x, 0, v.l % 3 + (v.l % 3 < 0) * 3, v.p, "mean", false)),
      CALL(torch::index_reduce(v.x, 0, longs({2, 0, 2}), v.p, "mean")),
      CALL(torch::index_reduce(v.batch[0], 0, longs({2, 0, 2}), v.x + 0.25, "prod")),
      CALL(torch::scatter_reduce(v.x + 0.25, 0, longs({2, 0, 2, 2, 2, 0, 1, 1}).view({2, 4}),
                                 v.batch[0].slice(0, 1), "prod")),
      CALL(torch::scatter_reduce(v.x + 0.25, 0, longs({2, 0, 2, 2, 2, 0, 1, 1}).view({2, 4}),
                                 v.batch[0].slice(0, 1), "prod", false)),
      CALL(torch::index_reduce(v.x, 0, longs({2, 0, 2}), v.p, "amax", false)),
      CALL(v.batch.unfold(2, 3, 1)),
      CALL(v.batch.mT().unfold(1, 2, 2)),
      CALL(v.y[0].unfold(0, 1, 1)),
  };
}

/// With the factors of v.sq.
inline Tensor solved(const Inputs& v, bool left, bool adjoint) {
  const auto [lu, pivots] = torch::linalg::lu_factor(v.sq, true);
  return torch::linalg_lu_solve(lu, pivots, left ? v.p.t().slice(0, 0, 3) : v.p.slice(1, 0, 3),
                                left, adjoint);
}

inline Tensor positive_definite(const Tensor& square) {
  return square.matmul(square.t()) + torch::eye(3, kDouble);
}
/// L and U, as values of a gradient.
inline Tensors factors(const std::tuple<Tensor, Tensor, Tensor>& plu) {
  return {std::get<1>(plu), std::get<2>(plu)};
}
inline Tensors lu_unpacked(const Tensor& lu) {
  const auto pivots = std::get<1>(torch::linalg_lu_factor(lu.detach()));
  return factors(torch::lu_unpack(lu, pivots));
}
inline Tensor lu_solved(const Inputs& v, bool left) {
  const auto factors = torch::linalg_lu_factor(v.sq + 2 * torch::eye(3, kDouble));
  return torch::linalg_lu_solve(std::get<0>(factors), std::get<1>(factors),
                                left ? v.batch : v.batch.mT(), left);
}

inline std::vector<Case> product_calls() {
  return {
      CALL(torch::ger(v.y, v.x[0])),
      CALL(torch::inner(v.x, v.p)),
      CALL(torch::inner(v.y, v.y[1])),
      CALL(torch::vdot(v.y, v.x[1])),
      CALL(torch::addmv(v.x.select(1, 0), v.p, v.y, 2, 0.5)),
      CALL(torch::addr(v.x, v.x.select(1, 0), v.y)),
      CALL(torch::addr(v.nan, v.sq.select(1, 0), v.y, 0)),
      CALL(torch::addbmm(v.sq, v.batch, v.batch.mT(), 1, 2)),
      CALL(torch::baddbmm(v.sq, v.batch, v.batch.mT())),
      CALL(v.sq.clone().addmm_(v.x, v.n.t(), 2)),
      CALL(torch::chain_matmul({v.x, v.p.t(), v.sq})),
      CALL(torch::linalg::multi_dot({v.y, v.p.t(), v.sq, v.x, v.y})),
      CALL(torch::cdist(v.x, v.p)),
      CALL(torch::cdist(v.x, v.p, 1)),
      CALL(torch::cdist(v.batch, v.p)),
      CALL(torch::cdist(v.x, v.p, INFINITY)),
      CALL(torch::pdist(v.p)),
      CALL(torch::pdist(v.p, 1)),
      CALL(torch::cosine_similarity(v.x, v.p)),
      CALL(torch::cosine_similarity(v.x, v.y, 0)),
      CALL(torch::pairwise_distance(v.x, v.p)),
      CALL(torch::det(v.sq)),
      CALL(torch::det(v.batch.slice(2, 1))),
      CALL(torch::logdet(v.sq)),
      CALL(torch::slogdet(v.sq)),
      CALL(torch::logdet(v.sq.matmul(v.sq.t()))),
      CALL(torch::det(v.x)),
      CALL(torch::inverse(v.sq)),
      CALL(torch::linalg::inv(v.sq)),
      CALL(torch::inverse(torch::zeros({2, 2}))),
      CALL(torch::linalg::solve(v.sq, v.x, true)),
      CALL(torch::linalg::solve(v.sq, v.x.select(1, 0), true)),
      CALL(torch::linalg::solve(v.sq, v.p.t(), false)),
      CALL(torch::linalg::solve(v.batch.slice(2, 1), v.x, true)),
      CALL(torch::linalg::solve_triangular(v.sq + 2, v.x, true, true, false)),
      CALL(torch::linalg::solve_triangular(v.sq, v.x, false, true, true)),
      CALL(torch::linalg::cholesky(v.sq.matmul(v.sq.t()))),
      CALL(torch::cholesky(v.sq.matmul(v.sq.t()), true)),
      CALL(torch::linalg::cholesky(-v.sq)),
      CALL(torch::linalg::qr(v.sq)),
      CALL(torch::linalg::qr(v.p.t())),
      CALL(torch::linalg::qr(v.x.detach().t(), "complete")),
      CALL(torch::qr(v.x.detach())),
      CALL(torch::linalg::qr(v.x.detach(), "r")),
      CALL(torch::linalg::eigvalsh(v.sq + v.sq.t(), "L")),
      CALL(std::get<1>(torch::linalg::eigh(v.sq + v.sq.t(), "L")).square()),
      CALL(std::get<0>(torch::linalg::eigh(v.sq + v.sq.t(), "L"))),
      CALL(std::get<1>(torch::linalg::svd(v.p, false, torch::nullopt))),
      CALL(std::get<0>(torch::linalg::svd(v.p, false, torch::nullopt)).square()),
      CALL(std::get<2>(torch::linalg::svd(v.p.t(), false, torch::nullopt)).square()),
      CALL(torch::linalg::svdvals(v.batch, torch::nullopt)),
      CALL(std::get<2>(torch::svd(v.p)).square()),
      CALL(torch::linalg::pinv(v.p)),
      CALL(torch::pinverse(v.p.t())),
      CALL(torch::linalg::matrix_power(v.sq, 3)),
      CALL(torch::matrix_power(v.sq, -2)),
      CALL(torch::matrix_power(v.sq, 0)),
      CALL(std::get<0>(
          torch::linalg::lstsq(v.p.t(), v.batch[0].t(), torch::nullopt, torch::nullopt))),
      CALL(torch::linalg::matrix_rank(v.p.detach(), 0.01, false)),
      CALL(torch::linalg::vector_norm(v.x, 3, torch::nullopt, false, torch::nullopt)),
      CALL(torch::linalg::vector_norm(v.x, 1, 0, true, torch::nullopt)),
      CALL(torch::linalg::matrix_norm(v.p, 1, {-2, -1}, false, torch::nullopt)),
      CALL(torch::linalg::matrix_norm(v.p, -INFINITY, {-2, -1}, true, torch::nullopt)),
      CALL(torch::linalg::matrix_norm(v.p, 2, {-2, -1}, false, torch::nullopt)),
      CALL(torch::linalg::matrix_norm(v.batch, "nuc", {0, 2}, false, torch::nullopt)),
      CALL(torch::linalg::matrix_norm(v.batch, "fro", {0, 2}, true, torch::nullopt)),
      CALL(torch::linalg::norm(v.x, torch::nullopt, torch::nullopt, false, torch::nullopt)),
      CALL(torch::linalg::norm(v.y, 1, torch::nullopt, false, torch::nullopt)),
      CALL(torch::linalg::norm(v.x, 2, 1, false, torch::nullopt)),
      CALL(torch::linalg::tensorsolve(v.sq.reshape({3, 1, 3}), v.y.slice(0, 0, 3).unsqueeze(1),
                                      torch::nullopt)),
      CALL(torch::linalg::tensorsolve(v.sq.reshape({3, 3, 1}), v.y.slice(0, 0, 3),
                                      torch::IntArrayRef{0})),
      CALL(torch::linalg::tensorinv(v.sq.reshape({1, 3, 3}), 2)),
      CALL(torch::linalg::tensorinv(v.x, 1)),
      CALL(torch::linalg_vander(v.y)),
      CALL(torch::linalg_vander(v.x, 3)),
      CALL(solved(v, true, false)),
      CALL(solved(v, true, true)),
      CALL(solved(v, false, false)),
      CALL(solved(v, false, true)),
      CALL(torch::linalg_norm(v.sq, 1)),
      CALL(torch::linalg_det(v.sq)),
      CALL(torch::linalg::solve(v.batch.slice(2, 1), v.y.slice(0, 1), true)),
      CALL(torch::linalg::solve(v.batch.slice(2, 1), v.p.t().slice(0, 0, 2), false)),
      CALL(torch::linalg::solve_triangular(v.sq + 2, v.p.t(), true, false, false)),
      CALL(torch::linalg::solve_triangular(v.sq, v.batch.mT(), false, false, true)),
      CALL(torch::triangular_solve(v.p, v.sq + 3, false, true, true)),
      CALL(torch::cholesky_solve(v.x, torch::cholesky(positive_definite(v.sq)))),
      CALL(torch::cholesky_solve(v.batch, torch::linalg_cholesky(positive_definite(v.sq), true),
                                 true)),
      CALL(torch::cholesky_inverse(torch::cholesky(positive_definite(v.sq)))),
      CALL(torch::cholesky_inverse(torch::cholesky(positive_definite(v.sq), true), true)),
      CALL(std::get<0>(torch::linalg_cholesky_ex(positive_definite(v.sq), true))),
      CALL(factors(torch::linalg_lu(v.sq))),
      CALL(factors(torch::linalg_lu(v.p))),
      CALL(factors(torch::linalg_lu(v.p.t()))),
      CALL(lu_unpacked(v.p)),
      CALL(lu_unpacked(v.p.t())),
      CALL(torch::linalg_lu_factor(torch::ones({2, 2, 2}))),
      CALL(lu_solved(v, true)),
      CALL(lu_solved(v, false)),
      CALL(torch::linalg_matrix_power(v.sq, 0)),
      CALL(torch::linalg_vecdot(v.y, v.x[0])),
      CALL(torch::linalg_vecdot(v.x, v.p, 0)),
      CALL(torch::addmv(v.k, v.l.t(), v.k.narrow(0, 1, 3), 2.9, 1.9)),
      CALL(torch::addbmm(v.l.narrow(1, 0, 3), v.l.unsqueeze(0), v.l.t().unsqueeze(0), 0.9, 2.5)),
      CALL(torch::baddbmm(v.l.narrow(1, 0, 3), v.l.unsqueeze(0), v.l.t().unsqueeze(0), 1.2, 0.5)),
      CALL(torch::addr(v.m, v.m.select(1, 0), v.m[1])),
      CALL(torch::addr(v.m, v.m.select(1, 0), v.m[1], 0, 2)),
      CALL(torch::addr(v.l, v.l.select(1, 0), v.k, 2, 3)),
      CALL(torch::addr(v.l, v.l.select(1, 0), v.k, 0.5)),
  };
}

inline Tensor h(const Tensor& t) { return t.to(torch::kHalf); }

inline std::vector<Case> sixteen_bit_calls() {
  return {
      CALL(torch::sort(h(v.x), 1, true)),
      CALL(torch::sort(h(v.batch), 0)),
      CALL(torch::msort(h(v.y))),
      CALL(h(v.x).argsort(int64_t(0))),
      CALL(torch::max(h(v.x), 1)),
      CALL(torch::min(h(v.x), 0, true)),
      CALL(torch::max(h(v.y))),
      CALL(torch::amax(h(v.batch), {0, 2})),
      CALL(torch::amin(h(v.x), {1}, true)),
      CALL(torch::argmax(h(v.batch))),
      CALL(torch::argmin(h(v.x), 1)),
      CALL(torch::mode(h(v.x.floor()), 1)),
      CALL(torch::all(h(v.x))),
      CALL(torch::any(h(v.x), 1)),
      CALL(torch::argwhere(h(v.x))),
      CALL(torch::signbit(h(v.x))),
      CALL(torch::frexp(h(v.x))),
      CALL(torch::sum(h(v.x))),
      CALL(torch::sum(h(v.batch), torch::IntArrayRef({0, 2}), true)),
      CALL(torch::mean(h(v.x), {1})),
      CALL(torch::nansum(h(v.nan))),
      CALL(torch::var(h(v.y), {0}, false)),
      CALL(torch::var_mean(h(v.y), {0}, false)),
      CALL(torch::std(h(v.y), {0}, true)),
      CALL(torch::std_mean(h(v.y), {0}, true)),
      CALL(torch::flip(h(v.batch), {0, 2})),
      CALL(torch::rot90(h(v.x))),
      CALL(torch::tril(h(v.x))),
      CALL(torch::triu(h(v.batch), 1)),
      CALL(h(v.y).repeat({2, 2})),
      CALL(torch::tile(h(v.y), {3})),
      CALL(h(v.y).expand({3, 4})),
      CALL(h(v.x).as_strided({2, 2}, {1, 2}, 1)),
      CALL(h(v.batch).unfold(2, 2, 1)),
      CALL(h(v.x).sum_to_size({1, 4})),
      CALL(torch::index_select(h(v.x), 0, longs({2, 2, 0}))),
      CALL(torch::index_add(h(v.x), 0, longs({2, 2, 0}), h(v.batch[0]))),
      CALL(torch::index_put(h(v.y), {longs({1, 1})}, h(v.x[0].slice(0, 0, 2)), true)),
      CALL(torch::gather(h(v.x), 1, torch::zeros({3, 2}, kLong))),
      CALL(
          torch::scatter_add(h(v.x), 0, torch::zeros({2, 4}, kLong), h(v.batch[0].slice(0, 0, 2)))),
      CALL(torch::take(h(v.x), longs({3, 3, 5}))),
      CALL(torch::put(h(v.x), longs({3, 3, 5, 0}), h(v.y), true)),
      CALL(torch::masked_select(h(v.x), v.m)),
      CALL(torch::masked_fill(h(v.x), v.m, h(v.y[1]))),
      CALL(torch::where(v.m, h(v.x), h(v.y))),
      CALL(torch::scatter_reduce(h(v.x), 0, torch::zeros({2, 4}, kLong),
                                 h(v.batch[0].slice(0, 0, 2)), "amax")),
      CALL(torch::index_reduce(h(v.x), 0, longs({2, 0, 2}), h(v.batch[0]), "prod")),
      CALL(torch::div(h(v.x), h(v.y + 2), "floor")),
      CALL(torch::floor_divide(h(v.x).detach(), h(v.y + 2).detach())),
      CALL(torch::searchsorted(h(v.x), h(v.batch[0]))),
      CALL(torch::bucketize(h(v.x), h(v.x[0]))),
      CALL(torch::linalg_vector_norm(h(v.x), INFINITY)),
      CALL(torch::linalg_vector_norm(h(v.x), 1, 0)),
      CALL(torch::renorm(h(v.x), INFINITY, 0, 1)),
      CALL(torch::combinations(h(v.y))),
      CALL(torch::repeat_interleave(h(v.y), 2)),
      CALL(torch::amax(v.x.to(torch::kBFloat16), {0})),
      CALL(torch::sort(v.x.to(torch::kBFloat16), 0)),
      CALL(torch::scatter_add(v.x.to(torch::kBFloat16), 0, torch::zeros({2, 4}, kLong),
                              v.batch[0].slice(0, 1).to(torch::kBFloat16))),
  };
}

/// Draws from a new state of the default generator.
inline Tensor seeded(const std::function<Tensor()>& draw) {
  torch::manual_seed(7);
  return draw();
}

inline Tensors triangular(const Inputs& v, bool upper, bool transpose, bool unit) {
  const Tensor a = v.x.narrow(1, 0, 3) + 3 * torch::eye(3, kDouble);
  return {std::get<0>(torch::triangular_solve(v.p, a, upper, transpose, unit))};
}
/// Values that are no differentiable results.
inline Tensors counted(const std::tuple<Tensor, Tensor>& t) {
  return {std::get<0>(t).detach(), std::get<1>(t).detach()};
}

inline std::vector<Case> further_calls() {
  return {
      CALL(torch::hann_window(5, torch::dtype(kDouble))),
      CALL(torch::hann_window(5, false, torch::dtype(kDouble))),
      CALL(torch::hann_window(1)),
      CALL(torch::hann_window(0)),
      CALL(torch::hann_window(-1)),
      CALL(torch::hann_window(4, kLong)),
      CALL(torch::bartlett_window(6, torch::dtype(kDouble))),
      CALL(torch::bartlett_window(5, false, torch::dtype(kDouble))),
      CALL(torch::blackman_window(6, torch::dtype(kDouble))),
      CALL(torch::hamming_window(6, torch::dtype(kDouble))),
      CALL(torch::hamming_window(6, true, 0.6, 0.3, torch::dtype(kDouble))),
      CALL(torch::kaiser_window(6, torch::dtype(kDouble))),
      CALL(torch::kaiser_window(5, false, 4., torch::dtype(kDouble))),
      CALL(torch::gradient(v.x)),
      CALL(torch::gradient(v.x, Scalar(0.5), 1)),
      CALL(torch::gradient(v.x, Scalar(2), {0, 1}, 2)),
      CALL(torch::gradient(v.y, torch::nullopt, 0, 2)),
      CALL(torch::gradient(v.y.narrow(0, 0, 1))),
      CALL(torch::gradient(v.l.to(kDouble))),
      CALL(counted(torch::histogram(v.x.detach(), 4))),
      CALL(counted(torch::histogram(v.x.detach(), torch::tensor({-1., 0., 0.5, 3.}, kDouble)))),
      CALL(counted(torch::histogram(v.x.detach(), 3, torch::nullopt, v.p.detach()))),
      CALL(counted(torch::histogram(v.x.detach(), 3, torch::nullopt, {}, true))),
      CALL(counted(torch::histogram(v.x.detach(), 0))),
      CALL(torch::mvlgamma(v.p + 2, 3)),
      CALL(torch::mvlgamma(v.p, 3)),
      CALL(torch::matrix_exp(v.x.narrow(1, 0, 3))),
      CALL(torch::matrix_exp(torch::zeros({2, 2, 2}, kDouble))),
      CALL(torch::matrix_exp(v.x)),
      CALL(torch::linalg_matrix_exp(v.x.narrow(1, 1, 3) * 3)),
      CALL(triangular(v, true, false, false)),
      CALL(triangular(v, false, false, false)),
      CALL(triangular(v, true, true, false)),
      CALL(triangular(v, true, false, true)),
      CALL(torch::index_reduce(v.x, 0, longs({2, 0}), v.p.narrow(0, 0, 2), "prod")),
      CALL(torch::index_reduce(v.x, 1, longs({2, 0, 2}), v.n.narrow(1, 0, 3), "mean")),
      CALL(torch::index_reduce(v.x.detach(), 0, longs({2, 0}), v.p.detach().narrow(0, 0, 2), "amax",
                               false)),
      CALL(torch::index_reduce(v.x.detach(), 1, longs({1}), v.p.detach().narrow(1, 0, 1), "amin")),
      CALL(torch::frexp(v.x)),
      CALL(torch::frexp(torch::tensor({0., 1e-310, HUGE_VAL, std::nan(""), -8., 1e300}, kDouble))),
      CALL(torch::frexp(v.l)),
      CALL(torch::special_expit(v.x)),
      CALL(torch::special_entr(v.p)),
      CALL(torch::unsafe_chunk(v.x, 2, 1)),
      CALL(torch::unsafe_split(v.x, 2, 0)),
      CALL(torch::ones({2}, torch::dtype(kDouble).device(torch::kCPU, 0))),
      CALL(torch::ones({2}, torch::dtype(kDouble).device(torch::kMPS))),
      CALL(torch::ones({2}, torch::TensorOptions().pinned_memory(true))),
      CALL(v.x.to(kFloat, torch::nullopt, torch::Device(torch::kCPU), torch::nullopt, false, true,
                  torch::nullopt)),
      CALL(torch::full({}, v.x.get_device(), kLong)),
      CALL(v.x.cuda()),
  };
}

/// Least squares by one of LAPACK's routines, which give different parts.
inline std::tuple<Tensor, Tensor, Tensor, Tensor> least_squares(const Inputs& v,
                                                                const char* driver) {
  return torch::linalg_lstsq(v.p.t(), v.x.t(), torch::nullopt, driver);
}
inline Tensor tensor_of(double value) { return torch::full({}, value, kDouble); }

/// Odd forms of calls: bounds of one's own, tensors in place of numbers, nothing in an input.
inline std::vector<Case> odd_calls() {
  using torch::nullopt;
  using Bound = torch::optional<double>;
  return {
      CALL(torch::linalg_qr(v.p)),
      CALL(torch::linalg_qr(v.batch + v.p, "complete")),
      CALL(torch::linalg_qr(v.p.t(), "complete")),
      CALL(std::get<0>(torch::linalg_svd(v.p, true)).square()),
      CALL(std::get<2>(torch::linalg_svd(v.p, true)).narrow(0, 0, 3).square()),
      CALL(std::get<0>(torch::svd(v.p.t(), false)).narrow(1, 0, 3).square()),
      CALL(torch::linalg_pinv(v.p)),
      CALL(torch::linalg_pinv(v.batch)),
      CALL(torch::linalg_pinv(v.x)),
      CALL(torch::linalg_pinv(v.x * 0 + torch::eye(3, 4, kDouble))),
      CALL(torch::linalg_pinv(v.p.t(), 0.3)),
      CALL(torch::linalg_pinv(v.p, Bound(0.5), Bound())),
      CALL(torch::linalg_pinv(v.p, Bound(), Bound(0.2))),
      CALL(torch::linalg_pinv(v.batch, longs({1, 0}).to(kDouble))),
      CALL(torch::linalg_pinv(torch::zeros({2, 0, 3}))),
      CALL(torch::linalg_pinv(v.y)),
      CALL(torch::linalg_matrix_rank(v.x.detach())),
      CALL(torch::linalg_matrix_rank(v.batch.detach(), Bound(), Bound(0.4))),
      CALL(torch::linalg_matrix_rank(v.batch.detach(), Bound(3.), Bound())),
      CALL(torch::linalg_matrix_rank(v.batch.detach(), Bound(0.), Bound())),
      CALL(torch::linalg_matrix_rank(v.p.detach(), 0.7)),
      CALL(torch::linalg_matrix_rank(v.p.detach(), tensor_of(0.7))),
      CALL(torch::linalg_matrix_rank(torch::zeros({2, 0, 3}))),
      CALL(torch::linalg_matrix_rank(v.y.detach())),
      CALL(least_squares(v, "gels")),
      CALL(least_squares(v, "gelsy")),
      CALL(least_squares(v, "gelsd")),
      CALL(least_squares(v, "gelss")),
      CALL(least_squares(v, "gelsx")),
      CALL(torch::linalg_vander(v.y.select(0, 1), 3)),
      CALL(torch::linalg_vander(v.y.select(0, 1))),
      CALL(torch::quantile(v.x, v.p.select(0, 1))),
      CALL(torch::quantile(v.x, v.p.select(0, 1), 1, true, "midpoint")),
      CALL(torch::nanquantile(v.nan, v.p.select(0, 1), 0)),
      CALL(torch::clamp(v.x, v.p)),
      CALL(v.x.clamp(v.p)),
      CALL(torch::clamp(v.x, torch::optional<Tensor>(), v.p)),
      CALL(torch::pixel_shuffle(torch::zeros({0, 4, 2, 3}), 2)),
      CALL(torch::gather(v.x, 0, torch::empty({0}, torch::kInt))),
      CALL(torch::scatter(v.x, 0, torch::empty({0}, torch::kInt), 1.)),
      CALL(torch::diff(v.x, 0, 1, v.x, v.p)),
      CALL(torch::logspace(2, 1.2, 2, 10., torch::dtype(kLong))),
      CALL(torch::logspace(0, 5, 7, 2., torch::dtype(kLong))),
      CALL(torch::narrow(v.x, 1, longs({1, 2}).select(0, 0), 2)),
      CALL(torch::narrow(v.x, 1, longs({1}), 2)),
      CALL(torch::narrow(v.x, 1, tensor_of(1), 2)),
      CALL(torch::tensor_split(v.x, longs({3, 1}).select(0, 0), 1)),
      CALL(torch::tensor_split(v.x, longs({1, 3}), 1)),
      CALL(torch::tensor_split(v.x, tensor_of(2))),
      CALL(torch::tensor_split(v.x, longs({1, 3}).view({1, 2}))),
      CALL(torch::as_strided_scatter(v.x.detach(), v.y.detach(), {4}, {2}, 1)),
      CALL(torch::as_strided_scatter(v.x, v.y, {3}, {2}, 1)),
      CALL(torch::bilinear(v.sq, v.x, v.batch)),
      CALL(torch::bilinear(v.sq, v.x, v.batch, v.y.narrow(0, 1, 2))),
      CALL(torch::angle(v.x)),
      CALL(torch::angle(v.nan)),
      CALL(torch::angle(v.l)),
      CALL(torch::conj(v.x)),
      CALL(torch::conj_physical(v.l)),
  };
}

inline std::vector<Case> random_calls() {
  return {
      CALL(seeded([&] { return torch::zeros({20}).geometric_(0.2); })),
      CALL(seeded([&] { return torch::zeros({20}, kLong).geometric_(0.2); })),
      CALL(seeded([&] { return torch::zeros({20}).cauchy_(1, 2); })),
      CALL(seeded([&] { return torch::zeros({20}, kDouble).log_normal_(); })),
      CALL(seeded([&] { return torch::poisson(v.p.detach() * 40); })),
      CALL(seeded([&] { return torch::poisson((v.p.detach() * 4).to(kFloat)); })),
      CALL(seeded([&] { return torch::_standard_gamma(v.p.detach() * 3); })),
      CALL(seeded([&] { return torch::_sample_dirichlet(v.p.detach() * 3); })),
      CALL(seeded([&] { return torch::_sample_dirichlet(torch::full({10}, 0.3)); })),
      CALL(seeded([&] { return torch::rrelu(v.x, 0.1, 0.3, true); })),
      CALL(seeded([&] {
        return torch::rrelu(torch::full({3, 40}, -1.0F), 0.1, 0.3, true);
      })),
  };
}

inline std::vector<Case> output_calls() {
  return {
      CALL(seeded([&] {
        Tensor out = torch::empty({0}, kDouble);
        torch::add_out(out, v.l, v.y.detach(), 2);
        return out;
      })),
      CALL(seeded([&] {
        Tensor out = torch::zeros({3, 4}, kLong);
        return torch::mul_out(out, v.l, v.y.detach());
      })),
      CALL(seeded([&] {
        Tensor out = torch::zeros({12, 3}, kDouble);
        Tensor rows = out.narrow(0, 3, 3);
        torch::matmul_out(rows, v.x.detach(), v.p.detach().t());
        return out;
      })),
      CALL(seeded([&] {
        Tensor out = torch::zeros({3}, kDouble);
        return torch::sum_out(out, v.x.detach(), {1});
      })),
  };
}

#undef EACH
#undef CALL
#undef FUNCTION_CASE

}  // namespace function_cases
