// Products of vectors, matrices and batches of matrices.
#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;

std::vector<Row> rows() {
  return {
      {"matmul", [](T a, T b) { return torch::matmul(a, b); }},
      {"mm", [](T a, T b) { return torch::mm(a, b); }},
      {"mv", [](T a, T b) { return torch::mv(a, b); }},
      {"dot", [](T a, T b) { return torch::dot(a, b); }},
      {"bmm", [](T a, T b) { return torch::bmm(a, b); }},
      {"addmm", [](T a, T b, T c) { return torch::addmm(a, b, c); }},
      {"addmm_scaled", [](T a, T b, T c) { return torch::addmm(a, b, c, 0.5, -2); }},
      {"addmm_ignored", [](T a, T b, T c) { return torch::addmm(a, b, c, 0); }},
      {"outer", [](T a, T b) { return torch::outer(a, b); }},
      {"linear",
       [](const Tensors& x) { return torch::linear(x[0], x[1], x.size() > 2 ? x[2] : Tensor()); }},
  };
}

INSTANTIATE_TEST_SUITE_P(Matmul, OperationTable, testing::ValuesIn(join("matmul", rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
