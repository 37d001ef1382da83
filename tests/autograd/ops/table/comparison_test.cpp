// Comparisons, logic and tests for special values: results without gradients.
#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;

std::vector<Row> rows() {
  return {
      {"eq", [](T a, T b) { return a == b; }},
      {"ne", [](T a, T b) { return a != b; }},
      {"lt", [](T a, T b) { return a < b; }},
      {"le", [](T a, T b) { return a <= b; }},
      {"gt", [](T a, T b) { return a > b; }},
      {"ge", [](T a, T b) { return a >= b; }},
      {"eq_scalar", [](T a) { return a == 1; }},
      {"ne_scalar", [](T a) { return a != 1; }},
      {"lt_scalar", [](T a) { return a < 1; }},
      {"le_scalar", [](T a) { return a <= 1; }},
      {"gt_scalar", [](T a) { return a > 1; }},
      {"ge_scalar", [](T a) { return a >= 1; }},
      {"logical_and", [](T a, T b) { return torch::logical_and(a, b); }},
      {"logical_or", [](T a, T b) { return torch::logical_or(a, b); }},
      {"logical_xor", [](T a, T b) { return torch::logical_xor(a, b); }},
      {"logical_not", [](T a) { return torch::logical_not(a); }},
      {"bitwise_and", [](T a, T b) { return a & b; }},
      {"bitwise_or", [](T a, T b) { return a | b; }},
      {"bitwise_xor", [](T a, T b) { return a ^ b; }},
      {"bitwise_not", [](T a) { return ~a; }},
      {"isclose", [](T a, T b) { return torch::isclose(a, b); }},
      {"isclose_equal_nan", [](T a, T b) { return torch::isclose(a, b, 0.5, 0.25, true); }},
      {"isnan", [](T a) { return torch::isnan(a); }},
      {"isinf", [](T a) { return torch::isinf(a); }},
      {"isfinite", [](T a) { return torch::isfinite(a); }},
  };
}

INSTANTIATE_TEST_SUITE_P(Comparison, OperationTable, testing::ValuesIn(join("comparison", rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
