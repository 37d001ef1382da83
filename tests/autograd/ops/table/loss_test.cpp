// Losses with their three reductions.
#include "tests/autograd/ops/table/ops_table.h"

namespace ops_table {
namespace {

using T = const Tensor&;

/// The rows of one reduction; libtorch counts them 0 (none), 1 (mean), 2 (sum).
std::vector<Row> rows(const std::string& name, std::int64_t reduction) {
  const auto with = [&](const char* loss) { return std::string(loss) + "_" + name; };
  const std::int64_t r = reduction;
  return {
      {with("binary_cross_entropy"),
       [r](T a, T y) { return torch::binary_cross_entropy(a, y, {}, r); }},
      {with("binary_cross_entropy_weighted"),
       [r](T a, T y, T w) { return torch::binary_cross_entropy(a, y, w, r); }},
      {with("bce_with_logits"),
       [r](T a, T y) { return torch::binary_cross_entropy_with_logits(a, y, {}, {}, r); }},
      {with("bce_with_logits_weighted"),
       [r](T a, T y, T w, T p) { return torch::binary_cross_entropy_with_logits(a, y, w, p, r); }},
      {with("bce_with_logits_pos_weight"),
       [r](T a, T y, T p) { return torch::binary_cross_entropy_with_logits(a, y, {}, p, r); }},
      {with("mse_loss"), [r](T a, T y) { return torch::mse_loss(a, y, r); }},
      {with("l1_loss"), [r](T a, T y) { return torch::l1_loss(a, y, r); }},
      {with("smooth_l1_loss"), [r](T a, T y) { return torch::smooth_l1_loss(a, y, r, 0.5); }},
      {with("huber_loss"), [r](T a, T y) { return torch::huber_loss(a, y, r, 0.5); }},
      {with("kl_div"), [r](T a, T y) { return torch::kl_div(a, y, r); }},
      {with("kl_div_log"), [r](T a, T y) { return torch::kl_div(a, y, r, true); }},
      {with("nll_loss"), [r](T a, T t) { return torch::nll_loss(a, t, {}, r); }},
      {with("nll_loss_weighted"), [r](T a, T t, T w) { return torch::nll_loss(a, t, w, r, 1); }},
      {with("cross_entropy"), [r](T a, T t) { return torch::cross_entropy_loss(a, t, {}, r); }},
      {with("cross_entropy_weighted"),
       [r](T a, T t, T w) { return torch::cross_entropy_loss(a, t, w, r, 1); }},
      {with("cross_entropy_smoothed"),
       [r](T a, T t, T w) { return torch::cross_entropy_loss(a, t, w, r, -100, 0.2); }},
      {with("cross_entropy_probabilities"),
       [r](T a, T t) { return torch::cross_entropy_loss(a, t, {}, r); }},
  };
}

std::vector<Row> all_rows() {
  std::vector<Row> all;
  for (const auto& [name, reduction] :
       {std::pair{"none", 0}, std::pair{"mean", 1}, std::pair{"sum", 2}})
    for (const Row& row : rows(name, reduction)) all.push_back(row);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Loss, OperationTable, testing::ValuesIn(join("loss", all_rows())),
                         test_name);

}  // namespace
}  // namespace ops_table
