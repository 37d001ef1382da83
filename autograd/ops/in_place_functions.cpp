// Activations in place, and functions that few programs call.
#include "autograd/functions/in_place.h"

#include <algorithm>

#include "autograd/ops/op.h"

namespace glassgrad {

namespace {
/// self = f(self, options...).
template <class F>
Tensor& activated(const char* op, Tensor& self, Caller caller, const F& f) {
  caller.enter(op);
  return assign_in_place(op, self, false, [&](const Tensor& before) { return f(before); });
}
}  // namespace

Tensor& leaky_relu_(Tensor& self, const Scalar& negative_slope, Caller caller) {
  return activated("leaky_relu_", self, caller,
                   [&](const Tensor& x) { return leaky_relu(x, negative_slope); });
}
Tensor& elu_(Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale,
             Caller caller) {
  return activated("elu_", self, caller,
                   [&](const Tensor& x) { return elu(x, alpha, scale, input_scale); });
}
Tensor& selu_(Tensor& self, Caller caller) { return activated("selu_", self, caller, selu); }
Tensor& celu_(Tensor& self, const Scalar& alpha, Caller caller) {
  return activated("celu_", self, caller, [&](const Tensor& x) { return celu(x, alpha); });
}
Tensor& gelu_(Tensor& self, const std::string& approximate, Caller caller) {
  return activated("gelu_", self, caller, [&](const Tensor& x) { return gelu(x, approximate); });
}
Tensor& silu_(Tensor& self, Caller caller) { return activated("silu_", self, caller, silu); }
Tensor& mish_(Tensor& self, Caller caller) { return activated("mish_", self, caller, mish); }
Tensor& hardtanh_(Tensor& self, const Scalar& min_val, const Scalar& max_val, Caller caller) {
  return activated("hardtanh_", self, caller,
                   [&](const Tensor& x) { return hardtanh(x, min_val, max_val); });
}
Tensor& relu6_(Tensor& self, Caller caller) { return activated("relu6_", self, caller, relu6); }
Tensor& hardsigmoid_(Tensor& self, Caller caller) {
  return activated("hardsigmoid_", self, caller, hardsigmoid);
}
Tensor& hardswish_(Tensor& self, Caller caller) {
  return activated("hardswish_", self, caller, hardswish);
}
Tensor& threshold_(Tensor& self, const Scalar& threshold, const Scalar& value, Caller caller) {
  return activated("threshold_", self, caller,
                   [&](const Tensor& x) { return glassgrad::threshold(x, threshold, value); });
}
Tensor& rrelu_(Tensor& self, const Scalar& lower, const Scalar& upper, bool training,
               optional<Generator> generator, Caller caller) {
  return activated("rrelu_", self, caller,
                   [&](const Tensor& x) { return rrelu(x, lower, upper, training, generator); });
}
Tensor& dropout_(Tensor& self, double p, bool train, Caller caller) {
  return activated("dropout_", self, caller, [&](const Tensor& x) { return dropout(x, p, train); });
}

// --- functions that few programs call ---

Tensor empty_strided(IntArrayRef size, IntArrayRef stride, const TensorOptions& options,
                     Caller caller) {
  caller.enter();
  check(size.size() == stride.size(),
        "empty_strided: mismatch in length of strides and shape, got sizes {} and strides {}", size,
        stride);
  int64_t last = 0;
  bool is_empty = false;
  for (size_t d = 0; d < size.size(); ++d) {
    check(size[d] >= 0 && stride[d] >= 0,
          "empty_strided: sizes and strides must not be negative, got sizes {} and strides {}",
          size, stride);
    is_empty |= size[d] == 0;
    const int64_t steps = size[d] == 0 ? 0 : checked_product(size[d] - 1, stride[d]);
    check(steps < INT64_MAX - last, "empty_strided: sizes {} and strides {} reach too far", size,
          stride);
    last += steps;
  }
  const Tensor memory = empty(is_empty ? 0 : last + 1, TensorOptions(options).requires_grad(false));
  return memory.as_strided(size, stride).detach().set_requires_grad(options.requires_grad());
}

Tensor channel_shuffle(Traced traced, int64_t groups) {
  const Tensor& self = traced.enter();
  check(self.dim() > 2, "channel_shuffle expects input with > 2 dims, but got input with sizes {}",
        self.sizes());
  check(groups > 0 && self.size(1) % groups == 0,
        "Number of channels must be divisible by groups. Got {} channels and {} groups.",
        self.size(1), groups);
  std::vector<int64_t> apart = {self.size(0), groups, self.size(1) / groups};
  for (int64_t d = 2; d < self.dim(); ++d) apart.push_back(self.size(d));
  return self.reshape(apart).transpose(1, 2).reshape(self.sizes());
}

Tensor pad_sequence(TensorList sequences, bool batch_first, double padding_value, Caller caller) {
  caller.enter();
  check(!sequences.empty(), "received an empty list of sequences");
  int64_t longest = 0;
  for (const Tensor& s : sequences) longest = std::max(longest, s.size(0));
  std::vector<Tensor> padded;
  for (const Tensor& s : sequences) {
    Dims rest = s.sizes();
    rest[0] = longest - s.size(0);
    padded.push_back(cat({s, full(rest, padding_value, s.options())}));
  }
  return stack(padded, batch_first ? 0 : 1);
}

Tensor norm_except_dim(Traced traced, int64_t pow, int64_t dim) {
  const Tensor& v = traced.enter();
  if (dim == -1) return v.norm(pow);
  Dims others;
  for (int64_t d = 0; d < v.dim(); ++d)
    if (d != wrap_dim(dim, v.dim())) others.push_back(d);
  return v.norm(pow, others, /*keepdim=*/true);
}

Tensor flatten_dense_tensors(TensorList tensors, Caller caller) {
  caller.enter();
  std::vector<Tensor> flat;
  for (const Tensor& t : tensors) flat.push_back(t.reshape({-1}));
  return cat(flat);
}

std::vector<Tensor> unflatten_dense_tensors(const Tensor& flat, TensorList tensors, Caller caller) {
  caller.enter();
  std::vector<Tensor> parts;
  int64_t at = 0;
  for (const Tensor& t : tensors) {
    parts.push_back(flat.narrow(0, at, t.numel()).view(t.sizes()));
    at += t.numel();
  }
  return parts;
}

}  // namespace glassgrad
