// The arithmetic operators, with tensors and with numbers on either side.
#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;

/// Writing through a view changes the base and its gradient.
Tensor view_in_place(T a, T b) {
  Tensor y = a * 2;
  y[0].mul_(b);
  return y;
}

std::vector<Row> rows() {
  return {
      {"add", [](T a, T b) { return a + b; }},
      {"sub", [](T a, T b) { return a - b; }},
      {"mul", [](T a, T b) { return a * b; }},
      {"div", [](T a, T b) { return a / b; }},
      {"add_alpha", [](T a, T b) { return torch::add(a, b, 0.5); }},
      {"sub_alpha", [](T a, T b) { return torch::sub(a, b, 0.5); }},
      {"add_scalar", [](T a) { return a + 1.5; }},
      {"sub_scalar", [](T a) { return a - 1.5; }},
      {"mul_scalar", [](T a) { return a * 1.5; }},
      {"div_scalar", [](T a) { return a / 1.5; }},
      {"scalar_add", [](T a) { return 1.5 + a; }},
      {"scalar_sub", [](T a) { return 1.5 - a; }},
      {"scalar_mul", [](T a) { return 1.5 * a; }},
      {"scalar_div", [](T a) { return 1.5 / a; }},
      {"add_int_scalar", [](T a) { return a + 2; }},
      {"sub_int_scalar", [](T a) { return a - 2; }},
      {"mul_int_scalar", [](T a) { return a * 3; }},
      {"div_int_scalar", [](T a) { return a / 2; }},
      {"int_scalar_sub", [](T a) { return 7 - a; }},
      {"neg", [](T a) { return -a; }},
      {"same_operand", [](T a) { return a * a + a; }},
      {"add_in_place", [](T a, T b) { return a.clone().add_(b); }},
      {"sub_in_place", [](T a, T b) { return a.clone().sub_(b); }},
      {"mul_in_place", [](T a, T b) { return a.clone().mul_(b); }},
      {"div_in_place", [](T a, T b) { return a.clone().div_(b); }},
      {"view_in_place", view_in_place},
      {"remainder", [](T a, T b) { return torch::remainder(a, b); }},
      {"remainder_scalar", [](T a) { return torch::remainder(a, 0.75); }},
      {"addcmul", [](T a, T b, T c) { return a.addcmul(b, c, 0.5); }},
      {"addcdiv", [](T a, T b, T c) { return a.addcdiv(b, c, 0.5); }},
      {"addcmul_in_place", [](T a, T b, T c) { return a.clone().addcmul_(b, c, 0.5); }},
      {"addcdiv_in_place", [](T a, T b, T c) { return a.clone().addcdiv_(b, c, 0.5); }},
      {"lerp", [](T a, T b) { return torch::lerp(a, b, 0.25); }},
      {"lerp_near_end", [](T a, T b) { return torch::lerp(a, b, 0.75); }},
      {"rsub", [](T a, T b) { return torch::rsub(a, b); }},
      {"rsub_alpha", [](T a) { return torch::rsub(a, 1.5, 2); }},
      {"lerp_in_place", [](T a, T b) { return a.clone().lerp_(b, 0.25); }},
      {"add_scalar_in_place", [](T a) { return a.clone().add_(1.5); }},
      {"sub_scalar_in_place", [](T a) { return a.clone().sub_(1.5); }},
      {"mul_scalar_in_place", [](T a) { return a.clone().mul_(1.5); }},
      {"div_scalar_in_place", [](T a) { return a.clone().div_(1.5); }},
  };
}

INSTANTIATE_TEST_SUITE_P(Arithmetic, OperationTable, testing::ValuesIn(join("arithmetic", rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
