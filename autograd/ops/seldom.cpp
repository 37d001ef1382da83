// Members of Tensor that few programs call.
#include "autograd/ops/op.h"

namespace glassgrad {

bool TensorBase::is_non_overlapping_and_dense() const { return is_dense(*this); }

std::vector<Tensor> Tensor::nonzero_numpy(Caller caller) const {
  caller.enter();
  return (dim() == 0 ? unsqueeze(0) : *this).nonzero().unbind(1);
}

Tensor Tensor::index_reduce(int64_t dim, const Tensor& index, const Tensor& source,
                            std::string_view reduce, bool include_self, Caller caller) const {
  return glassgrad::index_reduce({*this, caller}, dim, index, source, reduce, include_self);
}

}  // namespace glassgrad
