#pragma once
// Internal: batches of matrices for the kernels that take them apart.

#include "autograd/ops/op.h"

namespace glassgrad {

/// The dimensions before the last two.
inline IntArrayRef leading(const Tensor& x) { return x.sizes().slice(0, x.sizes().size() - 2); }

/// A copy of matrices [..., n, m] in double precision, one behind the other.
struct Matrices {
  explicit Matrices(const Tensor& x) : batch(leading(x)), n(x.size(-2)), m(x.size(-1)) {
    const NoGradGuard no_grad;
    values = x.detach().to(kDouble, false, /*copy=*/true).contiguous();
    count = count_elements(batch);
  }
  double* at(int64_t b) const { return data<double>(values) + b * n * m; }

  Dims batch;
  int64_t n, m, count;
  Tensor values;
};

inline void check_two_dimensions(const char* op, const Tensor& x) {
  check(x.dim() >= 2, "{}: The input tensor A must have at least 2 dimensions.", op);
}
inline void check_matrices(const char* op, const Tensor& x) {
  check_two_dimensions(op, x);
  check(x.is_floating_point(), "{}: Expected a floating point tensor as input. Got {}", op,
        x.scalar_type());
}
inline void check_equal_sides(const char* op, const Tensor& x) {
  check(x.size(-1) == x.size(-2),
        "{}: A must be batches of square matrices, but they are {} by {} matrices", op, x.size(-2),
        x.size(-1));
}
inline void check_square(const char* op, const Tensor& x) {
  check_matrices(op, x);
  check_equal_sides(op, x);
}

}  // namespace glassgrad
