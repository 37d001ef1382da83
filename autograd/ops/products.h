#pragma once
// Internal: what the matrix products share.

#include "autograd/graph/zero_gradient.h"
#include "autograd/kernels/matmul.h"
#include "autograd/ops/op.h"

namespace glassgrad {

/// A matrix (2-d tensor) for kernels.
inline kernels::Matrix as_matrix(const Tensor& x) {
  return {x.data_ptr(), x.sizes()[0], x.sizes()[1], x.strides()[0], x.strides()[1]};
}

/// A B, a gradient that goes along `edge`. Without history, shapes known to fit.
inline Tensor gradient_product(const kernels::Matrix& a, const kernels::Matrix& b, ScalarType type,
                               const Edge& edge) {
  Tensor c = autograd::empty_gradient(edge, {a.rows, b.cols}, type);
  kernels::product(type, as_matrix(c), a, b);
  return c;
}

// y = sum a_k b_k;  dL/da = dL/dy b,  dL/db = dL/dy a.  Saves each factor that the other's needs.
struct DotRule : Node {
  SavedTensor self{this}, other{this};

  void save(const Tensor& a, const Tensor& b) {
    if (b.requires_grad()) self.save(a);
    if (a.requires_grad()) other.save(b);
  }
  GradList apply(GradList&& grads) override {
    GradList result = GradList::undefined(2);
    if (should_compute_output(0)) result[0] = grads[0] * other.unpack();
    if (should_compute_output(1)) result[1] = grads[0] * self.unpack();
    return result;
  }
};

/// Throws "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)".
inline void check_inner_sizes(int64_t rows, int64_t inner, int64_t other_inner, int64_t cols) {
  check(inner == other_inner,
        "mat1 and mat2 shapes cannot be multiplied ({}x{} and {}x{})\n  each row of mat1 has {} "
        "numbers, each column of mat2 {}: they must be as many",
        rows, inner, other_inner, cols, inner, other_inner);
}

inline void check_same_type(const Tensor& a, const Tensor& b) {
  check(a.scalar_type() == b.scalar_type(),
        "expected scalar type {} but found {}\n  factors of {} and {} must have one type: convert "
        "one "
        "of them with x.to(...)",
        a.scalar_type(), b.scalar_type(), a.sizes(), b.sizes());
}

inline void check_not_bool(const Tensor& a, const char* op) {
  check(a.scalar_type() != kBool, "\"{}\" not implemented for 'Bool'", op);
}

}  // namespace glassgrad
