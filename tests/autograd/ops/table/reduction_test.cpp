// Sums, means, spreads, extremes, norms: over everything, one dimension, or several.
#include <limits>

#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;
using Dims = std::vector<std::int64_t>;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<Row> rows() {
  return {
      {"sum", [](T a) { return a.sum(); }},
      {"sum_dim0", [](T a) { return a.sum(0); }},
      {"sum_dim1_keepdim", [](T a) { return a.sum(1, true); }},
      {"sum_last", [](T a) { return a.sum(-1); }},
      {"sum_dims",
       [](T a) {
         return a.sum(Dims{0, -1});
       }},
      {"sum_dims_keepdim",
       [](T a) {
         return a.sum(Dims{0, 2}, true);
       }},
      {"sum_to_double", [](T a) { return a.sum(torch::kFloat64); }},
      {"mean", [](T a) { return a.mean(); }},
      {"mean_dim0", [](T a) { return a.mean(0); }},
      {"mean_last_keepdim", [](T a) { return a.mean(-1, true); }},
      {"mean_dims",
       [](T a) {
         return a.mean(Dims{0, 2});
       }},
      {"prod", [](T a) { return a.prod(); }},
      {"prod_dim1", [](T a) { return a.prod(1); }},
      {"prod_last_keepdim", [](T a) { return a.prod(-1, true); }},
      {"var", [](T a) { return a.var(); }},
      {"var_biased", [](T a) { return a.var(false); }},
      {"var_dim", [](T a) { return a.var(Dims{1}); }},
      {"var_dims_biased_keepdim",
       [](T a) {
         return a.var(Dims{0, -1}, false, true);
       }},
      {"std", [](T a) { return a.std(); }},
      {"std_biased", [](T a) { return a.std(false); }},
      {"std_dim", [](T a) { return a.std(Dims{1}); }},
      {"std_dims_biased_keepdim",
       [](T a) {
         return a.std(Dims{0, -1}, false, true);
       }},
      {"max", [](T a) { return a.max(); }},
      {"max_dim", [](T a) { return a.max(1); }},
      {"max_dim_keepdim", [](T a) { return a.max(-1, true); }},
      {"argmax", [](T a) { return a.argmax(); }},
      {"argmax_dim", [](T a) { return a.argmax(1); }},
      {"argmax_dim_keepdim", [](T a) { return a.argmax(-2, true); }},
      {"min", [](T a) { return a.min(); }},
      {"min_dim", [](T a) { return a.min(1); }},
      {"min_dim_keepdim", [](T a) { return a.min(-1, true); }},
      {"argmin", [](T a) { return a.argmin(); }},
      {"argmin_dim", [](T a) { return a.argmin(1); }},
      {"argmin_dim_keepdim", [](T a) { return a.argmin(-2, true); }},
      {"any", [](T a) { return a.any(); }},
      {"any_dim", [](T a) { return a.any(1); }},
      {"any_dim_keepdim", [](T a) { return a.any(-2, true); }},
      {"all", [](T a) { return a.all(); }},
      {"all_dim", [](T a) { return a.all(1); }},
      {"all_dim_keepdim", [](T a) { return a.all(-2, true); }},
      {"norm", [](T a) { return a.norm(); }},
      {"norm1", [](T a) { return a.norm(1); }},
      {"norm3", [](T a) { return a.norm(3); }},
      {"norm_inf", [](T a) { return a.norm(infinity); }},
      {"norm_dim", [](T a) { return a.norm(2, 1); }},
      {"norm_dims_keepdim",
       [](T a) {
         return a.norm(2, Dims{0, 2}, true);
       }},
      {"logsumexp", [](T a) { return a.logsumexp(1); }},
      {"logsumexp_dims_keepdim",
       [](T a) {
         return a.logsumexp(Dims{0, -1}, true);
       }},
      {"cumsum0", [](T a) { return a.cumsum(0); }},
      {"cumsum_last", [](T a) { return a.cumsum(-1); }},
      {"amax",
       [](T a) {
         return a.amax({0, -1});
       }},
      {"amin",
       [](T a) {
         return a.amin({0, -1});
       }},
      {"max_other", [](T a, T b) { return torch::max(a, b); }},
      {"min_other", [](T a, T b) { return torch::min(a, b); }},
      {"sort", [](T a) { return a.sort(1); }},
      {"sort_descending", [](T a) { return a.sort(-1, true); }},
      {"argsort", [](T a) { return a.argsort(std::int64_t{1}); }},
      {"topk", [](T a) { return a.topk(2, 1); }},
      {"topk_smallest", [](T a) { return a.topk(2, 1, false); }},
      {"var_mean",
       [](T a) {
         return torch::var_mean(a, Dims{0, 2});
       }},
      {"std_mean",
       [](T a) {
         return torch::std_mean(a, Dims{0, 2}, false, true);
       }},
  };
}

INSTANTIATE_TEST_SUITE_P(Reduction, OperationTable, testing::ValuesIn(join("reduction", rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
