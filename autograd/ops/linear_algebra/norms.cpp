// Norms of matrices.
#include <algorithm>
#include <cmath>

#include "autograd/functions/decomposition.h"
#include "autograd/ops/op.h"

namespace glassgrad {

namespace {
/// The matrices of dims at the end, and how their norms [...] get dimensions of one again.
struct MatrixDims {
  MatrixDims(const Tensor& self, IntArrayRef dim) {
    check(dim.size() == 2, "linalg.matrix_norm: dim must be a 2-tuple. Got {}", dim);
    check(self.dim() >= 2,
          "linalg.matrix_norm: The input tensor A must have at least 2 dimensions.");
    first = wrap_dim(dim[0], self.dim());
    second = wrap_dim(dim[1], self.dim());
    check(first != second, "linalg.matrix_norm: dims must be different. Got {}", dim);
    matrices = self.movedim({first, second}, {-2, -1});
  }
  Tensor finished(const Tensor& norms, bool keepdim) const {
    if (!keepdim) return norms;
    return norms.unsqueeze(std::min(first, second)).unsqueeze(std::max(first, second));
  }
  int64_t first, second;
  Tensor matrices;
};
}  // namespace

Tensor linalg::matrix_norm(Traced traced, const Scalar& ord, IntArrayRef dim, bool keepdim,
                           optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  const double p = ord.toDouble();
  const bool largest = p > 0, sums = std::fabs(p) == 1 || std::isinf(p);
  check(sums || std::fabs(p) == 2, "linalg.matrix_norm: Order {} not supported.", p);
  const MatrixDims at(dtype ? cast(self, *dtype) : self, dim);
  const Tensor values =
      sums ? at.matrices.abs().sum(IntArrayRef(std::isinf(p) ? -1 : -2)) : svdvals(at.matrices);
  const int64_t last = -1;
  return at.finished(largest ? values.amax({last}) : values.amin({last}), keepdim);
}
Tensor linalg::matrix_norm(Traced traced, std::string_view ord, IntArrayRef dim, bool keepdim,
                           optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  check(ord == "fro" || ord == "nuc", "linalg.matrix_norm: Order {} not supported.", ord);
  if (ord == "fro") return vector_norm(self, 2, dim, keepdim, dtype);
  const MatrixDims at(dtype ? cast(self, *dtype) : self, dim);
  return at.finished(svdvals(at.matrices).sum(IntArrayRef(-1)), keepdim);
}

Tensor linalg::norm(Traced traced, const optional<Scalar>& ord, OptionalIntArrayRef dim,
                    bool keepdim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  if (ord && dim && (*dim).size() == 2) return matrix_norm(self, *ord, *dim, keepdim, dtype);
  if (ord && !dim && self.dim() == 2) return matrix_norm(self, *ord, {-2, -1}, keepdim, dtype);
  check(!ord || dim || self.dim() == 1,
        "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got {}D.",
        self.dim());
  return vector_norm(self, ord.value_or(2), dim, keepdim, dtype);
}
Tensor linalg::norm(Traced traced, std::string_view ord, OptionalIntArrayRef dim, bool keepdim,
                    optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  return dim ? matrix_norm(self, ord, *dim, keepdim, dtype)
             : matrix_norm(self, ord, {-2, -1}, keepdim, dtype);
}

}  // namespace glassgrad
