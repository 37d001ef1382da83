// Copies with a part of another tensor: select_scatter, slice_scatter, diagonal_scatter.
#include "autograd/ops/op.h"

namespace glassgrad {

namespace {
template <class NodeType>
Tensor with_part(const Tensor& self, const Tensor& source, const typename NodeType::Part& part);
}

// y = x with `source` in the place of a part.  dL/dx = dL/dy with zeros there;  dL/dsource = that
// part of dL/dy.
template <class NodeType, class PartOf>
struct WithPartBackward : Node {
  using Part = PartOf;
  Part part;
  Dims source_sizes;
  ScalarType self_type, source_type;

  std::string formula() const override {
    return "dL/dx = dL/dy, 0 in the part; dL/dsource = that part of dL/dy";
  }
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = with_part<NodeType>(dy, zeros(source_sizes, self_type), part);
    if (should_compute_output(1)) results[1] = cast(part.of(dy), source_type);
    return results;
  }
};

namespace {
template <class NodeType>
Tensor with_part(const Tensor& self, const Tensor& source, const typename NodeType::Part& part) {
  Tensor y = self.detach().clone();
  {
    const NoGradGuard no_grad;
    const Tensor place = part.of(y);
    check(place.sizes() == source.sizes(),
          "expected src to have a size equal to the slice of self. src size = {}, slice size = {}",
          source.sizes(), place.sizes());
    place.copy_(source.detach());
  }
  if (auto* node = record<NodeType>(y, self, source)) {
    node->part = part;
    node->source_sizes = source.impl()->sizes;
    node->self_type = self.scalar_type();
    node->source_type = source.scalar_type();
  }
  return y;
}

struct SelectedPart {
  int64_t dim, index;
  Tensor of(const Tensor& y) const { return y.select(dim, index); }
};
struct SlicedPart {
  int64_t dim;
  optional<int64_t> start, end;
  int64_t step;
  Tensor of(const Tensor& y) const { return y.slice(dim, start, end, step); }
};
struct DiagonalPart {
  int64_t offset, dim1, dim2;
  Tensor of(const Tensor& y) const { return y.diagonal(offset, dim1, dim2); }
};
}  // namespace

struct SelectScatterBackward0 final : WithPartBackward<SelectScatterBackward0, SelectedPart> {};
Tensor select_scatter(Traced self, const Tensor& source, int64_t dim, int64_t index) {
  return with_part<SelectScatterBackward0>(self.enter(), source, {dim, index});
}
struct SliceScatterBackward0 final : WithPartBackward<SliceScatterBackward0, SlicedPart> {};
Tensor slice_scatter(Traced self, const Tensor& source, int64_t dim, optional<int64_t> start,
                     optional<int64_t> end, int64_t step) {
  return with_part<SliceScatterBackward0>(self.enter(), source, {dim, start, end, step});
}
struct DiagonalScatterBackward0 final : WithPartBackward<DiagonalScatterBackward0, DiagonalPart> {};
Tensor diagonal_scatter(Traced self, const Tensor& source, int64_t offset, int64_t dim1,
                        int64_t dim2) {
  return with_part<DiagonalScatterBackward0>(self.enter(), source, {offset, dim1, dim2});
}

}  // namespace glassgrad
