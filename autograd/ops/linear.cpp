// y = x W^T + b as one node.
#include <cstring>

#include "autograd/kernels/reduce.h"
#include "autograd/ops/products.h"

namespace glassgrad {
namespace {

/// [..., n] as a matrix whose rows are the last dimension: x's memory, or, of more than two
/// dimensions that are not contiguous, a copy.
class AsRows {
 public:
  explicit AsRows(const Tensor& x) : matrix(x.dim() == 2 ? as_matrix(x) : reshaped(x)) {}

 private:
  kernels::Matrix reshaped(const Tensor& x) {
    const int64_t cols = x.sizes().back();
    if (x.dim() == 1) return {x.data_ptr(), 1, cols, cols, x.strides()[0]};
    copy_ = x.detach().contiguous();
    const int64_t rows = count_elements(x.sizes().slice(0, x.sizes().size() - 1));
    return {copy_.data_ptr(), rows, cols, cols, 1};
  }
  Tensor copy_;  // before the matrix, which is made of it

 public:
  const kernels::Matrix matrix;
};

Tensor as_rows(const Tensor& x) {
  const int64_t cols = x.sizes().back();
  return x.dim() == 2 ? x
                      : x.reshape({count_elements(x.sizes().slice(0, x.sizes().size() - 1)), cols});
}

}  // namespace

// y = x W^T + b, rows of y being samples;
//   dL/db = sum over rows of dL/dy,  dL/dx = dL/dy W,  dL/dW = (dL/dy)^T x.
// Saves x if W requires grad, and W if x does. The inputs are (b, x, W), or (x, W) without a bias.
struct LinearRule : Node {
  SavedTensor input{this}, weight{this};
  Dims input_sizes, bias_sizes;
  bool has_bias;

  std::string formula() const override {
    return "y = x W^T + b: dL/db = column sums of dL/dy, dL/dx = dL/dy W, dL/dW = (dL/dy)^T x";
  }

  GradList gradients(const GradList& grads) const {
    GradList result = GradList::undefined(num_outputs());
    const size_t x = has_bias ? 1 : 0, w = x + 1;
    if (GradMode::is_enabled()) {
      const Tensor g = as_rows(grads[0]);
      if (has_bias && should_compute_output(0)) result[0] = sum_to(grads[0], bias_sizes);
      if (should_compute_output(x)) {
        result[x] = mm(g, weight.unpack());
        if (input_sizes.size() != 2) result[x] = result[x].reshape(input_sizes);
      }
      if (should_compute_output(w)) result[w] = mm(g.t(), as_rows(input.unpack()));
      return result;
    }
    const ScalarType type = grads[0].scalar_type();
    const AsRows rows(grads[0]);
    const kernels::Matrix& g = rows.matrix;
    if (has_bias && should_compute_output(0)) result[0] = bias_gradient(grads[0], g);
    if (should_compute_output(x)) {
      const Tensor of_weight = weight.unpack();
      Tensor gx = autograd::empty_gradient(next_edge(x), input_sizes, type);
      kernels::product(type, AsRows(gx).matrix, g, as_matrix(of_weight));
      result[x] = std::move(gx);
    }
    if (should_compute_output(w))
      result[w] =
          gradient_product(g.transposed(), AsRows(input.unpack()).matrix, type, next_edge(w));
    return result;
  }

  /// The usual bias, one number for each output, is the sum of the rows.
  Tensor bias_gradient(const Tensor& grad, const kernels::Matrix& rows) const {
    if (bias_sizes.size() != 1 || bias_sizes[0] != rows.cols) return sum_to(grad, bias_sizes);
    Tensor gb = autograd::empty_gradient(next_edge(0), bias_sizes, grad.scalar_type());
    kernels::sum_rows(grad.scalar_type(), gb.data_ptr(), rows.data,
                      {rows.rows, rows.row_stride, rows.cols, rows.col_stride, 1});
    return gb;
  }
};

// On matrices this is PyTorch's addmm or mm, and goes by that name: its readers and a breakpoint
// find it. (Those operations have nodes of the same names, hence the namespace.)
namespace linear_nodes {
struct LinearBackward0 final : LinearRule {
  GradList apply(GradList&& grads) override { return gradients(grads); }
  std::string name() const override { return "LinearBackward0"; }
};
struct AddmmBackward0 final : LinearRule {
  GradList apply(GradList&& grads) override { return gradients(grads); }
  std::string name() const override { return "AddmmBackward0"; }
};
struct MmBackward0 final : LinearRule {
  GradList apply(GradList&& grads) override { return gradients(grads); }
  std::string name() const override { return "MmBackward0"; }
};
}  // namespace linear_nodes

namespace {

/// y = b in every row.
void fill_with_bias(const Tensor& y, const kernels::Matrix& rows, const Tensor& bias) {
  if (bias.dim() == 1 && bias.sizes()[0] == rows.cols && bias.is_contiguous()) {
    const size_t bytes = rows.cols * bias.itemsize();
    char* to = static_cast<char*>(rows.data);
    for (int64_t i = 0; i < rows.rows; ++i, to += bytes) std::memcpy(to, bias.data_ptr(), bytes);
    return;
  }
  NoGradGuard no_grad;
  copy_values(y, bias.expand(y.sizes()));
}

LinearRule* record_linear(Tensor& y, const Tensor& bias, const Tensor& input,
                          const Tensor& weight) {
  if (input.dim() != 2)
    return bias.defined() ? record<linear_nodes::LinearBackward0>(y, bias, input, weight)
                          : record<linear_nodes::LinearBackward0>(y, input, weight);
  if (!bias.defined()) return record<linear_nodes::MmBackward0>(y, input, weight);
  return record<linear_nodes::AddmmBackward0>(y, bias, input, weight);
}

/// A weight that is not a matrix: x W by matmul's rules.
Tensor linear_by_parts(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  check(!bias.defined() || input.dim() != 2, "mat2 must be a matrix, got {}-D tensor",
        weight.dim());
  const Tensor y = matmul(input, weight.t());
  return bias.defined() ? y + bias : y;
}

}  // namespace

Tensor linear(Traced traced, const Tensor& weight, const Tensor& bias) {
  const Tensor& input = traced.enter();
  if (weight.dim() != 2 || input.dim() == 0) return linear_by_parts(input, weight, bias);
  const ScalarType type = input.scalar_type();
  if (is_half(type) && weight.scalar_type() == type)
    return linear(input.to(kFloat), weight.to(kFloat), bias.defined() ? bias.to(kFloat) : bias)
        .to(type);
  const AsRows x(input);
  const kernels::Matrix &rows = x.matrix, w = as_matrix(weight);
  check_inner_sizes(rows.rows, rows.cols, w.cols, w.rows);
  check_same_type(input, weight);
  check(!bias.defined() || bias.scalar_type() == type, "self and mat2 must have the same dtype");
  check_not_bool(input, "addmm_impl_cpu_");

  Dims sizes(input.sizes());
  sizes.back() = w.rows;
  Tensor y = empty_tensor(sizes, type);
  const kernels::Matrix out{y.data_ptr(), rows.rows, w.rows, w.rows, 1};
  if (bias.defined()) fill_with_bias(y, out, bias);
  kernels::product(type, out, rows, w.transposed(), 1, bias.defined() ? 1 : 0);

  if (LinearRule* node = record_linear(y, bias, input, weight)) {
    if (weight.requires_grad()) node->input.save(input);
    if (input.requires_grad()) node->weight.save(weight);
    node->input_sizes = input.sizes();
    node->has_bias = bias.defined();
    if (bias.defined()) node->bias_sizes = bias.sizes();
  }
  return y;
}

}  // namespace glassgrad
