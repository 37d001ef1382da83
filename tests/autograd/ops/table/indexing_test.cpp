// Reading and writing elements that integers, masks and slices name.
#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;
using torch::indexing::None;
using torch::indexing::Slice;

/// a.clone(), then y[indices] = value.
template <class Value>
Tensor assign(T a, const std::vector<torch::indexing::TensorIndex>& indices, const Value& value) {
  Tensor y = a.clone();
  y.index_put_(indices, value);
  return y;
}

std::vector<Row> rows() {
  return {
      {"index_rows", [](T a, T i) { return a.index({i}); }},
      {"index_columns",
       [](T a, T i) {
         return a.index({Slice(), i});
       }},
      {"index_pairs",
       [](T a, T i, T j) {
         return a.index({i, j});
       }},
      {"index_outer_pair",
       [](T a, T i, T j) {
         return a.index({i, Slice(), j});
       }},
      {"index_mask", [](T a, T mask) { return a.index({mask}); }},
      {"index_mask_column",
       [](T a, T mask) {
         return a.index({mask, 1});
       }},
      {"index_mixed",
       [](T a) {
         return a.index({"...", None, Slice(1, None), 0});
       }},
      {"index_put_scalar", [](T a, T mask) { return assign(a, {mask}, 1); }},
      {"index_put_rows", [](T a, T i, T value) { return assign(a, {i}, value); }},
      {"index_put_mask", [](T a, T mask, T value) { return assign(a, {mask}, value); }},
      {"slice_put",
       [](T a, T value) {
         return assign(a, {Slice(), Slice(1, None)}, value);
       }},
      {"gather", [](T a, T i) { return a.gather(1, i); }},
      {"gather0", [](T a, T i) { return a.gather(0, i); }},
      {"index_select", [](T a, T i) { return a.index_select(0, i); }},
      {"index_select1", [](T a, T i) { return a.index_select(-1, i); }},
      {"masked_fill", [](T a, T mask) { return a.masked_fill(mask, 2.5); }},
      {"masked_fill_tensor", [](T a, T mask, T value) { return a.masked_fill(mask, value); }},
      {"masked_select", [](T a, T mask) { return a.masked_select(mask); }},
      {"scatter", [](T a, T i, T value) { return torch::scatter(a, 1, i, value); }},
      {"scatter_add", [](T a, T i, T value) { return a.scatter_add(0, i, value); }},
      {"scatter_in_place", [](T a, T i, T value) { return a.clone().scatter_(1, i, value); }},
      {"scatter_scalar_in_place", [](T a, T i) { return a.clone().scatter_(1, i, 2.5); }},
      {"scatter_add_in_place",
       [](T a, T i, T value) { return a.clone().scatter_add_(1, i, value); }},
      {"index_put_accumulate", [](T a, T i, T v) { return a.clone().index_put_({i}, v, true); }},
      {"index_add", [](T a, T i, T value) { return a.index_add(1, i, value); }},
      {"index_fill", [](T a, T i) { return a.index_fill(0, i, 2.5); }},
      {"masked_scatter", [](T a, T mask, T value) { return a.masked_scatter(mask, value); }},
      {"index_add_in_place",
       [](T a, T i, T value) { return a.clone().index_add_(0, i, value, 0.5); }},
      {"index_fill_in_place", [](T a, T i) { return a.clone().index_fill_(1, i, 2.5); }},
      {"masked_fill_in_place", [](T a, T mask) { return a.clone().masked_fill_(mask, 2.5); }},
      {"masked_fill_tensor_in_place",
       [](T a, T mask, T value) { return a.clone().masked_fill_(mask, value); }},
      {"nonzero", [](T a) { return torch::nonzero(a); }},
      {"one_hot", [](T a) { return torch::one_hot(a, 4); }},
      {"index_scalar", [](T a) { return a[1][0]; }},
  };
}

INSTANTIATE_TEST_SUITE_P(Indexing, OperationTable, testing::ValuesIn(join("indexing", rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
