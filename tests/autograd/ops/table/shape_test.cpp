// Joining, splitting, views and conversions: the same elements in another arrangement.
#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;

std::vector<Row> rows() {
  return {
      {"cat0", [](const Tensors& x) { return torch::cat(x, 0); }},
      {"cat_last", [](const Tensors& x) { return torch::cat(x, -1); }},
      {"cat_twice",
       [](T a) {
         return torch::cat({a, a}, 0);
       }},
      {"stack0", [](const Tensors& x) { return torch::stack(x); }},
      {"stack1", [](const Tensors& x) { return torch::stack(x, 1); }},
      {"stack_last", [](const Tensors& x) { return torch::stack(x, -1); }},
      {"split", [](T a) { return a.split(2); }},
      {"split_dim1", [](T a) { return a.split(2, 1); }},
      {"split_sizes",
       [](T a) {
         return torch::split_with_sizes(a, {1, 0, 2}, -1);
       }},
      {"chunk", [](T a) { return a.chunk(3); }},
      {"chunk_dim1", [](T a) { return a.chunk(2, 1); }},
      {"view",
       [](T a) {
         return a.view({3, -1});
       }},
      {"view_empty",
       [](T a) {
         return a.view({0, 4});
       }},
      {"reshape",
       [](T a) {
         return a.reshape({3, 2});
       }},
      {"reshape_flat", [](T a) { return a.reshape(-1); }},
      {"transpose", [](T a) { return a.transpose(0, -1); }},
      {"t", [](T a) { return a.t(); }},
      {"permute",
       [](T a) {
         return a.permute({1, -1, 0});
       }},
      {"select", [](T a) { return a.select(1, -1); }},
      {"subscript", [](T a) { return a[1]; }},
      {"slice", [](T a) { return a.slice(0, 1, -1); }},
      {"slice_step", [](T a) { return a.slice(1, 0, 3, 2); }},
      {"slice_beyond", [](T a) { return a.slice(0, 1, 100); }},
      {"narrow", [](T a) { return a.narrow(1, 1, 2); }},
      {"expand",
       [](T a) {
         return a.expand({2, -1, 3});
       }},
      {"expand_as", [](T a, T b) { return a.expand_as(b); }},
      {"squeeze", [](T a) { return a.squeeze(); }},
      {"squeeze_dim", [](T a) { return a.squeeze(-1); }},
      {"unsqueeze", [](T a) { return a.unsqueeze(1); }},
      {"unsqueeze_last", [](T a) { return a.unsqueeze(-1); }},
      {"flatten", [](T a) { return a.flatten(); }},
      {"flatten_dims", [](T a) { return a.flatten(1, -1); }},
      {"as_strided",
       [](T a) {
         return (a * 1).as_strided({2, 2}, {1, 2}, 1);
       }},
      {"broadcast_to",
       [](T a) {
         return torch::broadcast_to(a, {2, 3});
       }},
      {"broadcast_tensors", [](const Tensors& x) { return torch::broadcast_tensors(x); }},
      {"diagonal", [](T a) { return a.diagonal(); }},
      {"diagonal_offset", [](T a) { return a.diagonal(1, 2, 0); }},
      {"unbind", [](T a) { return a.unbind(1); }},
      {"repeat",
       [](T a) {
         return a.repeat({2, 1, 3});
       }},
      {"vstack", [](const Tensors& x) { return torch::vstack(x); }},
      {"hstack", [](const Tensors& x) { return torch::hstack(x); }},
      {"concat", [](const Tensors& x) { return torch::concat(x, 1); }},
      {"meshgrid", [](const Tensors& x) { return torch::meshgrid(x); }},
      {"meshgrid_xy", [](const Tensors& x) { return torch::meshgrid(x, "xy"); }},
      {"swapaxes", [](T a) { return a.swapaxes(0, -1); }},
      {"movedim", [](T a) { return a.movedim(0, -1); }},
      {"movedim_two",
       [](T a) {
         return a.movedim({2, 0}, {0, 1});
       }},
      {"tile",
       [](T a) {
         return a.tile({2, 1});
       }},
      {"repeat_interleave", [](T a) { return a.repeat_interleave(2); }},
      {"repeat_interleave_dim", [](T a) { return a.repeat_interleave(3, 1); }},
      {"diag", [](T a) { return a.diag(); }},
      {"diag_offset", [](T a) { return a.diag(-1); }},
      {"diag_above", [](T a) { return a.diag(1); }},
      {"trace", [](T a) { return a.trace(); }},
      {"count_nonzero", [](T a) { return a.count_nonzero(); }},
      {"clip", [](T a) { return a.clip(-0.5, 0.5); }},
      {"flip",
       [](T a) {
         return a.flip({0, -1});
       }},
      {"tril", [](T a) { return torch::tril(a); }},
      {"triu", [](T a) { return torch::triu(a, 1); }},
      {"sum_to_size",
       [](T a) {
         return a.sum_to_size({3, 1});
       }},
      {"copy_in_place", [](T a, T b) { return a.clone().copy_(b); }},
      {"fill_in_place", [](T a) { return a.clone().fill_(2.5); }},
      {"fill_tensor_in_place", [](T a, T b) { return a.clone().fill_(b); }},
      {"fill_diagonal_in_place", [](T a) { return a.clone().fill_diagonal_(2.5); }},
      {"zero_in_place", [](T a) { return a.clone().zero_(); }},
      {"squeeze_in_place", [](T a) { return a.clone().squeeze_(); }},
      {"unsqueeze_in_place", [](T a) { return a.clone().unsqueeze_(1); }},
      {"t_in_place", [](T a) { return a.clone().t_(); }},
      {"transpose_in_place", [](T a) { return a.clone().transpose_(0, -1); }},
      {"view_as", [](T a, T b) { return a.view_as(b); }},
      {"reshape_as", [](T a, T b) { return a.reshape_as(b); }},
      {"contiguous", [](T a) { return a.contiguous(); }},
      {"clone", [](T a) { return a.clone(); }},
      {"to_float", [](T a) { return a.to(torch::kFloat32); }},
      {"to_double", [](T a) { return a.to(torch::kFloat64); }},
      {"to_int64", [](T a) { return a.to(torch::kInt64); }},
      {"to_bool", [](T a) { return a.to(torch::kBool); }},
  };
}

INSTANTIATE_TEST_SUITE_P(Shape, OperationTable, testing::ValuesIn(join("shape", rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
