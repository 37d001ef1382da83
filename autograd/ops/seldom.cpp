// Functions and members of Tensor that few programs call.
#include "autograd/functions/seldom.h"

#include <numbers>

#include "autograd/ops/op.h"

namespace glassgrad {

Tensor narrow(Traced traced, int64_t dim, const Tensor& start, int64_t length) {
  const Tensor& self = traced.enter();
  check(start.dim() == 0 && isIntegralType(start.scalar_type(), /*include_bool=*/false),
        "start must be an 0-dim integral Tensor.");
  return narrow(self, dim, start.item<int64_t>(), length);
}

std::vector<Tensor> tensor_split(Traced traced, const Tensor& sections_or_indices, int64_t dim) {
  const Tensor& self = traced.enter();
  const Tensor& given = sections_or_indices;
  check(given.scalar_type() == kLong,
        "tensor_split expected tensor_indices_or_sections to have dtype of long, but got {}",
        given.scalar_type());
  check(given.dim() <= 1,
        "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or "
        "one-dimensional tensor, but got a tensor with {} dims",
        given.dim());
  if (given.dim() == 0) return tensor_split(self, given.item<int64_t>(), dim);
  const Tensor indices = given.contiguous();
  return tensor_split(self, IntArrayRef(data<int64_t>(indices), indices.numel()), dim);
}

Tensor as_strided_scatter(Traced traced, const Tensor& src, IntArrayRef size, IntArrayRef stride,
                          optional<int64_t> storage_offset) {
  const Tensor& self = traced.enter();
  const Tensor y = self.clone(), part = y.as_strided(size, stride, storage_offset);
  check(part.sizes() == src.sizes(),
        "expected src to have a size equal to the slice of self. src size = {}, slice size = {}",
        src.sizes(), part.sizes());
  part.copy_(src);
  return y;
}

Tensor bilinear(Traced traced, const Tensor& input2, const Tensor& weight,
                const optional<Tensor>& bias) {
  const Tensor& input1 = traced.enter();
  check(weight.dim() == 3 && input1.size(-1) == weight.size(1) && input2.size(-1) == weight.size(2),
        "bilinear: inputs of {} and {} do not fit a weight of {}: expected [*, {}] and [*, {}]",
        input1.sizes(), input2.sizes(), weight.sizes(), weight.size(1), weight.size(2));
  const int64_t out = weight.size(0), in1 = weight.size(1), in2 = weight.size(2);
  // [*, out, in1]: every W_o x2
  std::vector<int64_t> sizes = input2.sizes().vec();
  sizes.back() = out;
  sizes.push_back(in1);
  const Tensor products = input2.matmul(weight.reshape({out * in1, in2}).t()).reshape(sizes);
  const Tensor y = (products * input1.unsqueeze(-2)).sum(-1, false, weight.scalar_type());
  return bias && bias->defined() ? y + *bias : y;
}

Tensor angle(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = self.is_floating_point() ? self : cast(self, kFloat);
  // sign(x) * 0: differentiable, with a gradient of 0.
  const Tensor of_number = where(x < 0, std::numbers::pi, sign(x) * 0);
  return where(isnan(x), x.detach(), of_number);
}

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
