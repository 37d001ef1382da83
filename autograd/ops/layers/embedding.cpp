// Rows of a table.
#include "autograd/functions/embedding.h"

#include "autograd/graph/sampled_differences.h"
#include "autograd/ops/op.h"

namespace glassgrad {

// y[.., :] = w[i[..], :].  dL/dw[v, :] = sum of dL/dy[.., :] over all places with i = v, for v
// other than the padding; divided by their number, if asked for.  Saves i.
struct EmbeddingBackward0 final : Node {
  SavedTensor indices{this};
  Dims sizes;  ///< of w
  int64_t padding_idx;
  bool scale_grad_by_freq;

  std::string formula() const override {
    return "y = rows of w: dL/dw[v] = sum of dL/dy over the places where row v was taken";
  }
  GradList apply(GradList&& grads) override {
    const Tensor index = indices.unpack().reshape({-1});
    Tensor rows = grads[0].reshape({index.numel(), sizes[1]});
    if (scale_grad_by_freq && index.numel() > 0) {
      const Tensor count = index.bincount({}, sizes[0]).index_select(0, index);
      rows = rows / count.to(rows.scalar_type()).unsqueeze(1);
    }
    if (padding_idx >= 0) rows = rows.masked_fill((index == padding_idx).unsqueeze(1), 0);
    const Tensor zero = zeros(sizes, rows.scalar_type());
    return {zero.index_add_(0, index, rows)};
  }
  /// The padding counts as constant. A gradient that is divided is none.
  Tensor differences(const GradList& grads, size_t) const override {
    if (scale_grad_by_freq) return {};
    const Tensor index = indices.peek().reshape({-1});
    return autograd::sampled_differences_of_linear(sizes, grads[0], [&](const Tensor& w) {
      const Tensor rows = w.index_select(0, index);
      return rows.masked_fill((index == padding_idx).unsqueeze(1), 0).reshape(grads[0].sizes());
    });
  }
};

Tensor embedding(Traced traced, const Tensor& indices, int64_t padding_idx, bool scale_grad_by_freq,
                 bool) {
  const Tensor& weight = traced.enter();
  check(weight.dim() == 2, "'weight' must be 2-D");
  check(
      indices.scalar_type() == kLong || indices.scalar_type() == kInt,
      "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, "
      "Int; but got {} instead (while checking arguments for embedding)",
      indices.toString());
  Dims sizes(indices.sizes());
  sizes.push_back(weight.sizes()[1]);
  Tensor y = index_select(weight.detach(), 0, indices.reshape({-1})).reshape(sizes);
  if (auto* node = record<EmbeddingBackward0>(y, weight)) {
    node->indices.save(cast(indices, kLong));
    node->sizes = weight.impl()->sizes;
    node->padding_idx = padding_idx;
    node->scale_grad_by_freq = scale_grad_by_freq;
  }
  return y;
}

// --- bags of rows, recorded as picks and sums ---

namespace {

/// The bag of each index, int64.
Tensor bags_of(const Tensor& offsets, int64_t bags, int64_t count) {
  const Tensor begins = cast(offsets, kLong).contiguous(), result = empty_tensor({count}, kLong);
  const int64_t* begin = data<int64_t>(begins);
  int64_t bag = -1;
  for (int64_t i = 0; i < count; ++i) {
    while (bag + 1 < bags && begin[bag + 1] <= i) ++bag;
    data<int64_t>(result)[i] = bag;
  }
  return result;
}

/// The row with the first largest element of each bag, [B, D]; -1 for empty bags.
Tensor largest_rows(const Tensor& rows, const Tensor& bag, const Tensor& counts, int64_t bags) {
  const Tensor values = cast(rows.detach(), kDouble).contiguous();
  const int64_t width = rows.size(1);
  const Tensor best = full({bags, width}, -1, kLong);
  const double* x = data<double>(values);
  for (int64_t i = 0; i < rows.size(0); ++i) {
    if (!data<bool>(counts)[i]) continue;
    int64_t* row = data<int64_t>(best) + data<int64_t>(bag)[i] * width;
    for (int64_t d = 0; d < width; ++d)
      if (row[d] < 0 || x[i * width + d] > x[row[d] * width + d]) row[d] = i;
  }
  return best;
}

}  // namespace

std::tuple<Tensor, Tensor, Tensor, Tensor> embedding_bag(Traced traced, const Tensor& indices,
                                                         const Tensor& offsets,
                                                         bool scale_grad_by_freq, int64_t mode,
                                                         bool, const Tensor& per_sample_weights,
                                                         bool include_last_offset,
                                                         optional<int64_t> padding_idx) {
  const Tensor& weight = traced.enter();
  check(indices.dim() == 1, "input has to be a 1D Tensor, but got Tensor of dimension {}",
        indices.dim());
  check(offsets.dim() == 1, "offsets has to be a 1D Tensor, but got Tensor of dimension {}",
        offsets.dim());
  check(!per_sample_weights.defined() || mode == 0,
        "embedding_bag: per_sample_weights only supported with mode='sum'");
  int64_t padding = -1;
  if (padding_idx) {
    const int64_t rows = weight.size(0);
    check(*padding_idx >= -rows && *padding_idx < rows,
          "padding_idx must be within the number of embeddings, -{} through {}, but got {}", rows,
          rows - 1, *padding_idx);
    padding = *padding_idx < 0 ? *padding_idx + rows : *padding_idx;
  }
  const int64_t bags = offsets.numel() - (include_last_offset ? 1 : 0);
  const Tensor bag = bags_of(offsets, bags, indices.numel());
  const Tensor counts = (indices != padding).contiguous();  // [indices], bool
  Tensor rows = embedding(weight, indices, padding, scale_grad_by_freq);
  const Tensor size = zeros({bags}, kLong).index_add(0, bag, cast(counts, kLong));
  if (mode == 2) {
    const Tensor best = largest_rows(rows, bag, counts, bags);
    const Tensor y = rows.numel() == 0 ? zeros({bags, weight.size(1)}, rows.scalar_type())
                                       : rows.gather(0, best.clamp_min(0)).masked_fill(best < 0, 0);
    return {y, bag, size, best};
  }
  if (per_sample_weights.defined()) rows = rows * per_sample_weights.unsqueeze(1);
  rows = rows.masked_fill(counts.logical_not().unsqueeze(1), 0);
  Tensor y = zeros({bags, weight.size(1)}, rows.scalar_type()).index_add(0, bag, rows);
  if (mode == 1) y = y / size.clamp_min(1).to(y.scalar_type()).unsqueeze(1);
  return {y, bag, size, Tensor()};
}

}  // namespace glassgrad
