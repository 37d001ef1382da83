// Picking with indices into the row-major order: take reads, put writes or adds.
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/index_ops.h"

namespace glassgrad {

// y = x at places of its row-major order.  dL/dx = dL/dy added up there.  Saves the places.
struct TakeBackward0 final : Node {
  SavedTensor index{this};
  Dims sizes;
  std::string formula() const override { return "dL/dx_k = sum of dL/dy_i over i taken from k"; }
  GradList apply(GradList&& grads) override {
    return {zeros(sizes, grads[0].scalar_type()).put(index.unpack(), grads[0], true)};
  }
};

Tensor take(Traced traced, const Tensor& index) {
  const Tensor& self = traced.enter();
  check(index.scalar_type() == kLong, "take(): Expected a long tensor for index, but got {}",
        index.scalar_type());
  check<IndexError>(index.numel() == 0 || self.numel() > 0,
                    "take(): tried to take from an empty tensor");
  IndexList places;
  places.push_back(index);
  Tensor y = index_by_tensors(self.detach().reshape({-1}), places);
  if (auto* node = record<TakeBackward0>(y, self)) {
    node->index.save(index);
    node->sizes = self.impl()->sizes;
  }
  return y;
}

Tensor take_along_dim(Traced traced, const Tensor& indices, optional<int64_t> dim) {
  const Tensor& self = traced.enter();
  check(indices.scalar_type() == kLong,
        "torch.take_along_dim(): dtype of indices should be Long but got {}",
        indices.scalar_type());
  if (!dim) return self.reshape({-1}).gather(0, indices.reshape({-1}));
  check(self.dim() == indices.dim(),
        "torch.take_along_dim(): input and indices should have the same number of dimensions, but "
        "got {} dimensions for input, and {} dimensions for indices",
        self.dim(), indices.dim());
  const int64_t along = wrap_dim(*dim, self.dim());
  Dims sizes(self.sizes()), index_sizes(indices.sizes());
  sizes[along] = index_sizes[along] = 1;
  Dims common = broadcast_shapes(sizes, index_sizes), wide = common;
  wide[along] = self.sizes()[along];
  common[along] = indices.sizes()[along];
  return self.expand(wide).gather(along, indices.expand(common));
}

// y = x with a source written, or added, at places.  dL/dx = dL/dy, without what was written over;
// dL/dsource = dL/dy at the places.  Saves those.
struct PutBackward0 final : Node {
  SavedTensor index{this};
  Dims source_sizes;
  bool accumulate;
  std::string formula() const override {
    return accumulate ? "dL/dx = dL/dy; dL/dsource_i = dL/dy_k, k the place of i"
                      : "dL/dx = dL/dy, 0 at the places; dL/dsource_i = dL/dy_k, k the place of i";
  }
  GradList apply(GradList&& grads) override {
    const Tensor &dy = grads[0], at = index.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = accumulate ? dy : dy.put(at, zeros(source_sizes, dy.scalar_type()));
    if (should_compute_output(1)) results[1] = dy.take(at).reshape(source_sizes);
    return results;
  }
};

Tensor put(Traced traced, const Tensor& index, const Tensor& source, bool accumulate) {
  const Tensor& self = traced.enter();
  check(index.scalar_type() == kLong, "put_(): Expected a long tensor for index, but got {}",
        index.scalar_type());
  check(self.scalar_type() == source.scalar_type(),
        "put_(): self and source expected to have the same dtype, but got self.dtype = {} and "
        "source.dtype = {}",
        self.scalar_type(), source.scalar_type());
  check(index.numel() == source.numel(),
        "put_(): Expected source and index to have the same number of elements, but got "
        "source.numel() = {}, index.numel() = {}",
        source.numel(), index.numel());
  Tensor y = self.detach().clone(MemoryFormat::Contiguous);
  if (index.numel() > 0) {
    const NoGradGuard no_grad;
    IndexList places;
    places.push_back(index.reshape({-1}));
    put_by_tensors(y.view({-1}), places, source.detach().reshape({-1}), accumulate);
  }
  if (auto* node = record<PutBackward0>(y, self, source)) {
    node->index.save(index);
    node->source_sizes = source.impl()->sizes;
    node->accumulate = accumulate;
  }
  return y;
}
Tensor& Tensor::put_(const Tensor& index, const Tensor& source, bool accumulate,
                     Caller caller) const {
  caller.enter();
  check_overlap(*this, source, Overlap::kNone);
  return assign_in_place("put_", *this, source.requires_grad(), [&](const Tensor& self) {
    return glassgrad::put(self, index, unaliased(source, *this), accumulate);
  });
}

Tensor Tensor::take(const Tensor& index, Caller caller) const {
  return glassgrad::take({*this, caller}, index);
}
Tensor Tensor::take_along_dim(const Tensor& indices, optional<int64_t> dim, Caller caller) const {
  return glassgrad::take_along_dim({*this, caller}, indices, dim);
}
Tensor Tensor::put(const Tensor& index, const Tensor& source, bool accumulate,
                   Caller caller) const {
  return glassgrad::put({*this, caller}, index, source, accumulate);
}

}  // namespace glassgrad
