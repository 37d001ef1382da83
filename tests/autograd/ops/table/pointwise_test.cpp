// Functions of one element, powers, and the choice between two.
#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;

/// An in-place function that saves its result, on a column of a larger tensor.
Tensor exp_view_in_place(T a) {
  Tensor y = a * 2;
  y.select(1, 1).exp_();
  return y;
}

std::vector<Row> rows() {
  return {
      {"pow_square", [](T a) { return a.pow(2); }},
      {"pow_cube", [](T a) { return a.pow(3); }},
      {"pow_half", [](T a) { return a.pow(0.5); }},
      {"pow_negative", [](T a) { return a.pow(-1.5); }},
      {"pow_zero", [](T a) { return a.pow(0); }},
      {"scalar_pow", [](T a) { return torch::pow(2.5, a); }},
      {"zero_pow", [](T a) { return torch::pow(0.0, a); }},
      {"pow_tensor", [](T a, T b) { return torch::pow(a, b); }},
      {"exp", [](T a) { return torch::exp(a); }},
      {"log", [](T a) { return torch::log(a); }},
      {"log1p", [](T a) { return torch::log1p(a); }},
      {"expm1", [](T a) { return torch::expm1(a); }},
      {"sqrt", [](T a) { return torch::sqrt(a); }},
      {"rsqrt", [](T a) { return torch::rsqrt(a); }},
      {"square", [](T a) { return torch::square(a); }},
      {"reciprocal", [](T a) { return torch::reciprocal(a); }},
      {"abs", [](T a) { return torch::abs(a); }},
      {"sign", [](T a) { return torch::sign(a); }},
      {"sin", [](T a) { return torch::sin(a); }},
      {"cos", [](T a) { return torch::cos(a); }},
      {"erf", [](T a) { return torch::erf(a); }},
      {"clamp", [](T a) { return a.clamp(-0.5, 0.75); }},
      {"clamp_int", [](T a) { return a.clamp(1, 2); }},
      {"clamp_min", [](T a) { return a.clamp_min(0.25); }},
      {"clamp_max", [](T a) { return a.clamp_max(0.25); }},
      {"maximum", [](T a, T b) { return torch::maximum(a, b); }},
      {"minimum", [](T a, T b) { return torch::minimum(a, b); }},
      {"where", [](T condition, T a, T b) { return torch::where(condition, a, b); }},
      {"where_scalar", [](T condition, T a) { return torch::where(condition, a, 0.5); }},
      {"scalar_where", [](T condition, T a) { return torch::where(condition, 0.5, a); }},
      {"log2", [](T a) { return torch::log2(a); }},
      {"log10", [](T a) { return torch::log10(a); }},
      {"tan", [](T a) { return torch::tan(a); }},
      {"floor", [](T a) { return torch::floor(a); }},
      {"ceil", [](T a) { return torch::ceil(a); }},
      {"round", [](T a) { return torch::round(a); }},
      {"trunc", [](T a) { return torch::trunc(a); }},
      {"clamp_tensor", [](T a, T low, T high) { return torch::clamp(a, low, high); }},
      {"neg_in_place", [](T a) { return a.clone().neg_(); }},
      {"exp_in_place", [](T a) { return a.clone().exp_(); }},
      {"log_in_place", [](T a) { return a.clone().log_(); }},
      {"sqrt_in_place", [](T a) { return a.clone().sqrt_(); }},
      {"square_in_place", [](T a) { return a.clone().square_(); }},
      {"reciprocal_in_place", [](T a) { return a.clone().reciprocal_(); }},
      {"abs_in_place", [](T a) { return a.clone().abs_(); }},
      {"sigmoid_in_place", [](T a) { return a.clone().sigmoid_(); }},
      {"tanh_in_place", [](T a) { return a.clone().tanh_(); }},
      {"relu_in_place", [](T a) { return a.clone().relu_(); }},
      {"sin_in_place", [](T a) { return a.clone().sin_(); }},
      {"cos_in_place", [](T a) { return a.clone().cos_(); }},
      {"floor_in_place", [](T a) { return a.clone().floor_(); }},
      {"ceil_in_place", [](T a) { return a.clone().ceil_(); }},
      {"round_in_place", [](T a) { return a.clone().round_(); }},
      {"pow_in_place", [](T a) { return a.clone().pow_(3); }},
      {"clamp_in_place", [](T a) { return a.clone().clamp_(-0.5, 0.75); }},
      {"clamp_min_in_place", [](T a) { return a.clone().clamp_min_(0.25); }},
      {"clamp_max_in_place", [](T a) { return a.clone().clamp_max_(0.25); }},
      {"exp_view_in_place", exp_view_in_place},
  };
}

INSTANTIATE_TEST_SUITE_P(Pointwise, OperationTable, testing::ValuesIn(join("pointwise", rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
