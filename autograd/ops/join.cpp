// Many into one: cat joins along a dimension that is there, stack along a new one.
#include <algorithm>

#include "autograd/kernels/join.h"
#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

/// The result y of a join along `dim`, as blocks: one for each index before `dim`.
class Joined {
 public:
  Joined(const Tensor& y, int64_t dim)
      : data_(data<char>(y)),
        count_(count_elements(y.sizes().slice(0, dim))),
        step_(count_elements(y.sizes().slice(dim + 1)) * y.itemsize()),
        block_(y.sizes()[dim] * step_) {}
  /// Writes `part`, contiguous, at indices start .. start + width of `dim`.
  void place(const Tensor& part, int64_t start, int64_t width) const {
    kernels::copy_blocks(data_ + start * step_, block_, part.data_ptr(), width * step_, count_);
  }

 private:
  char* data_;
  int64_t count_;
  size_t step_, block_;  // bytes of one index of `dim`, and of all
};

/// The tensors in their common type; `converted` keeps those that are not as they came.
TensorList in_one_type(TensorList tensors, SmallVector<Tensor, 4>& converted) {
  ScalarType dtype = tensors[0].scalar_type();
  const auto differs = [&](const Tensor& t) { return t.scalar_type() != dtype; };
  if (std::none_of(tensors.begin(), tensors.end(), differs)) return tensors;
  for (const Tensor& t : tensors) dtype = promoteTypes(dtype, t.scalar_type());
  for (const Tensor& t : tensors) converted.push_back(cast(t, dtype));
  return converted;
}

}  // namespace

// --- cat ---

// y = [x_0; x_1; ...].  dL/dx_k = the part of dL/dy that came from x_k.
struct CatBackward0 final : Node {
  SmallVector<int64_t, 4> lengths;  ///< of each input along dim; -1: one of those empty vectors
  int64_t dim;
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(lengths.size());
    int64_t start = 0;
    for (size_t k = 0; k < lengths.size(); ++k) {
      const int64_t length = std::max<int64_t>(lengths[k], 0);
      if (should_compute_output(k))
        results[k] = lengths[k] < 0 ? zeros({0}, grads[0].scalar_type())
                                    : grads[0].narrow(dim, start, length);
      start += length;
    }
    return results;
  }
};

namespace {

// PyTorch lets an empty vector stand among tensors of any rank.
bool is_skipped(const Tensor& t, const Tensor& model) {
  return t.dim() == 1 && t.numel() == 0 && model.dim() != 1;
}

/// The shape of cat(tensors, dim); `model` is the tensor that the others must fit.
Dims joined_shape(TensorList tensors, int64_t dim, const Tensor& model) {
  Dims shape = model.impl()->sizes;
  shape[dim] = 0;
  for (size_t k = 0; k < tensors.size(); ++k) {
    const Tensor& t = tensors[k];
    if (is_skipped(t, model)) continue;
    check(t.dim() == model.dim(), "Tensors must have same number of dimensions: got {} and {}",
          model.dim(), t.dim());
    for (int64_t d = 0; d < t.dim(); ++d)
      check(d == dim || t.sizes()[d] == model.sizes()[d],
            "Sizes of tensors must match except in dimension {}. Expected size {} but got size {} "
            "for tensor number {} in the list.",
            dim, model.sizes()[d], t.sizes()[d], k);
    shape[dim] += t.sizes()[dim];
  }
  return shape;
}

}  // namespace

Tensor cat(TensorList tensors, int64_t dim, Caller caller) {
  caller.enter();
  check(!tensors.empty(), "torch.cat(): expected a non-empty list of Tensors");
  for (size_t k = 0; k < tensors.size(); ++k)
    check(tensors[k].dim() > 0, "zero-dimensional tensor (at position {}) cannot be concatenated",
          k);
  const Tensor* model = &tensors[0];
  for (const Tensor& t : tensors)
    if (model->dim() == 1 && model->numel() == 0) model = &t;
  dim = wrap_dim(dim, model->dim());
  const Dims shape = joined_shape(tensors, dim, *model);

  SmallVector<Tensor, 4> converted;
  const TensorList inputs = in_one_type(tensors, converted);
  Tensor y = empty_tensor(shape, inputs[0].scalar_type());
  const Joined joined(y, dim);
  int64_t start = 0;
  for (const Tensor& t : inputs) {
    if (is_skipped(t, *model)) continue;
    if (t.is_contiguous())
      joined.place(t, start, t.sizes()[dim]);
    else
      copy_values(y.narrow(dim, start, t.sizes()[dim]), t);
    start += t.sizes()[dim];
  }
  if (auto* node = record_lists<CatBackward0>(y, inputs)) {
    for (const Tensor& t : inputs)
      node->lengths.push_back(is_skipped(t, *model) ? -1 : t.sizes()[dim]);
    node->dim = dim;
  }
  return y;
}

// --- stack ---

// y[.., k, ..] = x_k.  dL/dx_k = dL/dy[.., k, ..].
struct StackBackward0 final : Node {
  int64_t dim;
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(num_outputs());
    for (size_t k = 0; k < num_outputs(); ++k)
      if (should_compute_output(k)) results[k] = grads[0].select(dim, static_cast<int64_t>(k));
    return results;
  }
};

Tensor stack(TensorList tensors, int64_t dim, Caller caller) {
  caller.enter();
  check(!tensors.empty(), "stack expects a non-empty TensorList");
  const IntArrayRef sizes = tensors[0].sizes();
  dim = wrap_dim(dim, static_cast<int64_t>(sizes.size()) + 1);
  for (size_t k = 1; k < tensors.size(); ++k)
    check(tensors[k].sizes() == sizes,
          "stack expects each tensor to be equal size, but got {} at entry 0 and {} at entry {}",
          sizes, tensors[k].sizes(), k);

  Dims shape(sizes);
  shape.insert(dim, static_cast<int64_t>(tensors.size()));
  SmallVector<Tensor, 4> converted;
  const TensorList inputs = in_one_type(tensors, converted);
  Tensor y = empty_tensor(shape, inputs[0].scalar_type());
  const Joined joined(y, dim);
  for (size_t k = 0; k < inputs.size(); ++k) {
    const int64_t index = static_cast<int64_t>(k);
    if (inputs[k].is_contiguous())
      joined.place(inputs[k], index, 1);
    else
      copy_values(y.select(dim, index), inputs[k]);
  }
  if (auto* node = record_lists<StackBackward0>(y, inputs)) node->dim = dim;
  return y;
}

}  // namespace glassgrad
