// Rows of a table.
#include "autograd/functions/embedding.h"

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
    return {zeros(sizes, rows.scalar_type()).index_add(0, index, rows)};
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

}  // namespace glassgrad
