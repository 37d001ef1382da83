// What the matrix products share: the gradients A^T B and A B^T.
#include "autograd/ops/products.h"

namespace glassgrad {
namespace {

/// The gradients A^T B and A B^T, which go along `edge`: recorded if gradients are, else without
/// making transposed views.
Tensor transposed_times(const Tensor& a, const Tensor& b, const Edge& edge) {
  if (GradMode::is_enabled()) return mm(a.t(), b);
  return gradient_product(as_matrix(a).transposed(), as_matrix(b), a.scalar_type(), edge);
}
Tensor times_transposed(const Tensor& a, const Tensor& b, const Edge& edge) {
  if (GradMode::is_enabled()) return mm(a, b.t());
  return gradient_product(as_matrix(a), as_matrix(b).transposed(), a.scalar_type(), edge);
}

/// Whether the columns lie together: then its gradient is made that way too, so that behind a
/// transposed view it comes out row by row.
bool by_columns(const Tensor& x) {
  return x.strides()[0] == 1 && x.strides()[1] == x.sizes()[0] && !x.is_contiguous();
}

/// dL/dB of C = A B, made by columns where B is, and then not in the memory of a gradient by rows.
Tensor gradient_of_second(const Tensor& g, const Tensor& a, bool by_columns, const Edge& edge) {
  return by_columns ? transposed_times(g, a, Edge()).t() : transposed_times(a, g, edge);
}

}  // namespace

// --- matrix times matrix ---

// C = A B;  dL/dA = dL/dC B^T,  dL/dB = A^T dL/dC.  Saves each factor that the other's needs.
struct MmBackward0 final : Node {
  SavedTensor self{this}, mat2{this};
  bool mat2_by_columns;
  std::string formula() const override { return "y = A B: dL/dA = dL/dy B^T, dL/dB = A^T dL/dy"; }
  GradList apply(GradList&& grads) override {
    const Tensor& g = grads[0];
    GradList result = GradList::undefined(2);
    if (should_compute_output(0)) result[0] = times_transposed(g, mat2.unpack(), next_edge(0));
    if (should_compute_output(1))
      result[1] = gradient_of_second(g, self.unpack(), mat2_by_columns, next_edge(1));
    return result;
  }
};

Tensor mm(Traced traced, const Tensor& mat2) {
  const Tensor& self = traced.enter();
  check(self.dim() == 2, "self must be a matrix");
  check(mat2.dim() == 2, "mat2 must be a matrix");
  check_inner_sizes(self.sizes()[0], self.sizes()[1], mat2.sizes()[0], mat2.sizes()[1]);
  check_same_type(self, mat2);
  if (is_half(self.scalar_type()))
    return mm(self.to(kFloat), mat2.to(kFloat)).to(self.scalar_type());
  check_not_bool(self, "addmm_impl_cpu_");
  Tensor c = empty_tensor({self.sizes()[0], mat2.sizes()[1]}, self.scalar_type());
  kernels::product(self.scalar_type(), as_matrix(c), as_matrix(self), as_matrix(mat2));
  if (auto* node = record<MmBackward0>(c, self, mat2)) {
    if (mat2.requires_grad()) node->self.save(self);
    if (self.requires_grad()) node->mat2.save(mat2);
    node->mat2_by_columns = by_columns(mat2);
  }
  return c;
}

// --- matrix times vector ---

// y = A x;  dL/dA = dL/dy x^T,  dL/dx = A^T dL/dy.  Saves each factor that the other's needs.
struct MvBackward0 final : Node {
  SavedTensor self{this}, vec{this};
  GradList apply(GradList&& grads) override {
    GradList result = GradList::undefined(2);
    if (should_compute_output(0)) result[0] = outer(grads[0], vec.unpack());
    if (should_compute_output(1)) result[1] = mv(self.unpack().t(), grads[0]);
    return result;
  }
};

Tensor mv(Traced traced, const Tensor& vec) {
  const Tensor& self = traced.enter();
  check(self.dim() == 2 && vec.dim() == 1, "vector + matrix @ vector expected, got 1, {}, {}",
        self.dim(), vec.dim());
  const kernels::Matrix a = as_matrix(self);
  check(a.cols == vec.numel(), "size mismatch, got {}, {}x{},{}", a.rows, a.rows, a.cols,
        vec.numel());
  check_same_type(self, vec);
  if (is_half(self.scalar_type()))
    return mv(self.to(kFloat), vec.to(kFloat)).to(self.scalar_type());
  check_not_bool(self, "addmv_impl_cpu");
  Tensor y = empty_tensor({a.rows}, self.scalar_type());
  kernels::matrix_vector(self.scalar_type(), y.data_ptr(), a, vec.data_ptr(), vec.strides()[0]);
  if (auto* node = record<MvBackward0>(y, self, vec)) {
    if (vec.requires_grad()) node->self.save(self);
    if (self.requires_grad()) node->vec.save(vec);
  }
  return y;
}

// --- vector times vector ---

struct DotBackward0 final : DotRule {};

Tensor dot(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  check(self.dim() == 1 && other.dim() == 1, "1D tensors expected, but got {}D and {}D tensors",
        self.dim(), other.dim());
  check(self.scalar_type() == other.scalar_type(),
        "dot : expected both vectors to have same dtype, but found {} and {}", self.scalar_type(),
        other.scalar_type());
  check(self.numel() == other.numel(),
        "inconsistent tensor size, expected tensor {} and src {} to have the same number of "
        "elements, but got {} and {} elements respectively",
        self.sizes(), other.sizes(), self.numel(), other.numel());
  if (is_half(self.scalar_type()))
    return dot(self.to(kFloat), other.to(kFloat)).to(self.scalar_type());
  check_not_bool(self, "dot");
  Tensor y = empty_tensor({}, self.scalar_type());
  kernels::dot(self.scalar_type(), y.data_ptr(), self.numel(), self.data_ptr(), self.strides()[0],
               other.data_ptr(), other.strides()[0]);
  if (auto* node = record<DotBackward0>(y, self, other)) node->save(self, other);
  return y;
}

Tensor outer(Traced traced, const Tensor& vec2) {
  const Tensor& self = traced.enter();
  check(self.dim() == 1, "outer: Expected 1-D argument self, but got {}-D", self.dim());
  check(vec2.dim() == 1, "outer: Expected 1-D argument vec2, but got {}-D", vec2.dim());
  return self.reshape({self.numel(), 1}) * vec2;
}

// --- beta M + alpha A B ---

// C = beta M + alpha A B;  dL/dM = beta dL/dC,  dL/dA = alpha dL/dC B^T,  dL/dB = alpha A^T dL/dC.
// Saves each factor that the other's gradient needs.
struct AddmmBackward0 final : Node {
  SavedTensor mat1{this}, mat2{this};
  Dims self_sizes;
  Scalar beta, alpha;
  bool mat2_by_columns;
  std::string formula() const override {
    return "y = b C + a A B: dL/dC = b dL/dy, dL/dA = a dL/dy B^T, dL/dB = a A^T dL/dy";
  }
  GradList apply(GradList&& grads) override {
    const Tensor& g = grads[0];
    GradList result = GradList::undefined(3);
    if (should_compute_output(0)) result[0] = scaled(sum_to(g, self_sizes), beta);
    if (should_compute_output(1))
      result[1] = scaled(times_transposed(g, mat2.unpack(), next_edge(1)), alpha);
    if (should_compute_output(2))
      result[2] =
          scaled(gradient_of_second(g, mat1.unpack(), mat2_by_columns, next_edge(2)), alpha);
    return result;
  }
  static Tensor scaled(const Tensor& x, const Scalar& factor) {
    return factor.equal(1) ? x : x * factor;
  }
};

Tensor addmm(Traced traced, const Tensor& mat1, const Tensor& mat2, const Scalar& beta,
             const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check(mat1.dim() == 2, "mat1 must be a matrix, got {}-D tensor", mat1.dim());
  check(mat2.dim() == 2, "mat2 must be a matrix, got {}-D tensor", mat2.dim());
  const kernels::Matrix a = as_matrix(mat1), b = as_matrix(mat2);
  check_inner_sizes(a.rows, a.cols, b.rows, b.cols);
  const ScalarType type = self.scalar_type();
  check(type == mat2.scalar_type() && type == mat1.scalar_type(),
        "self and mat2 must have the same dtype");
  if (is_half(type))
    return addmm(self.to(kFloat), mat1.to(kFloat), mat2.to(kFloat), beta, alpha).to(type);
  check_not_bool(self, "addmm_impl_cpu_");
  Tensor c = empty_tensor({a.rows, b.cols}, type);
  {
    NoGradGuard no_grad;
    const Tensor addend = self.expand(c.sizes());
    if (!beta.equal(0)) copy_values(c, addend);
  }
  kernels::product(type, as_matrix(c), a, b, alpha, beta);
  if (auto* node = record<AddmmBackward0>(c, self, mat1, mat2)) {
    if (mat2.requires_grad()) node->mat1.save(mat1);
    if (mat1.requires_grad()) node->mat2.save(mat2);
    node->self_sizes = self.sizes();
    node->beta = beta;
    node->alpha = alpha;
    node->mat2_by_columns = by_columns(mat2);
  }
  return c;
}

// --- batches of matrices ---

// C_b = A_b B_b;  dL/dA_b = dL/dC_b B_b^T,  dL/dB_b = A_b^T dL/dC_b.  Saves as mm does.
struct BmmBackward0 final : Node {
  SavedTensor self{this}, mat2{this};
  GradList apply(GradList&& grads) override {
    GradList result = GradList::undefined(2);
    if (should_compute_output(0)) result[0] = bmm(grads[0], mat2.unpack().transpose(1, 2));
    if (should_compute_output(1)) result[1] = bmm(self.unpack().transpose(1, 2), grads[0]);
    return result;
  }
};

namespace {
/// The matrix of a 3-d tensor at an index of the batch.
kernels::Matrix matrix_of(const Tensor& x, int64_t index) {
  char* data = static_cast<char*>(x.data_ptr());
  return {data + index * x.strides()[0] * static_cast<int64_t>(x.itemsize()), x.sizes()[1],
          x.sizes()[2], x.strides()[1], x.strides()[2]};
}
}  // namespace

Tensor bmm(Traced traced, const Tensor& mat2) {
  const Tensor& self = traced.enter();
  check(self.dim() == 3, "batch1 must be a 3D tensor");
  check(mat2.dim() == 3, "batch2 must be a 3D tensor");
  const IntArrayRef a = self.sizes(), b = mat2.sizes();
  check(a[0] == b[0] && a[2] == b[1],
        "Expected size for first two dimensions of batch2 tensor to be: [{}, {}] but got: [{}, "
        "{}].",
        a[0], a[2], b[0], b[1]);
  check_same_type(self, mat2);
  if (is_half(self.scalar_type()))
    return bmm(self.to(kFloat), mat2.to(kFloat)).to(self.scalar_type());
  check_not_bool(self, "bmm");
  Tensor c = empty_tensor({a[0], a[1], b[2]}, self.scalar_type());
  for (int64_t i = 0; i < a[0]; ++i)
    kernels::product(self.scalar_type(), matrix_of(c, i), matrix_of(self, i), matrix_of(mat2, i));
  if (auto* node = record<BmmBackward0>(c, self, mat2)) {
    if (mat2.requires_grad()) node->self.save(self);
    if (self.requires_grad()) node->mat2.save(mat2);
  }
  return c;
}

Tensor Tensor::mm(const Tensor& mat2, Caller caller) const {
  return glassgrad::mm({*this, caller}, mat2);
}
Tensor Tensor::mv(const Tensor& vec, Caller caller) const {
  return glassgrad::mv({*this, caller}, vec);
}
Tensor Tensor::dot(const Tensor& other, Caller caller) const {
  return glassgrad::dot({*this, caller}, other);
}
Tensor Tensor::outer(const Tensor& vec2, Caller caller) const {
  return glassgrad::outer({*this, caller}, vec2);
}
Tensor Tensor::bmm(const Tensor& mat2, Caller caller) const {
  return glassgrad::bmm({*this, caller}, mat2);
}
Tensor Tensor::addmm(const Tensor& mat1, const Tensor& mat2, const Scalar& beta,
                     const Scalar& alpha, Caller caller) const {
  return glassgrad::addmm({*this, caller}, mat1, mat2, beta, alpha);
}

}  // namespace glassgrad
