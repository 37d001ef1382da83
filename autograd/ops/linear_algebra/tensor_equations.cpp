// Linear equations whose unknowns have several dimensions, and forms of known operations.
#include <algorithm>
#include <vector>

#include "autograd/functions/factorization.h"
#include "autograd/ops/op.h"

namespace glassgrad::linalg {

Tensor tensorsolve(Traced traced, const Tensor& b, OptionalIntArrayRef dims) {
  Tensor a = traced.enter();
  if (dims) {
    std::vector<int64_t> from(dims->begin(), dims->end()), last(from.size());
    for (size_t k = 0; k < last.size(); ++k)
      last[k] = a.dim() - static_cast<int64_t>(last.size() - k);
    a = a.movedim(from, last);
  }
  const IntArrayRef sizes = a.sizes();
  const auto split = std::min(static_cast<size_t>(b.dim()), sizes.size());
  const int64_t unknowns = count_elements(sizes.slice(split, sizes.size() - split)),
                equations = count_elements(sizes.slice(0, split));
  check(unknowns == equations,
        "Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == "
        "prod(self.shape[:other.ndim]), but got {} != {}",
        unknowns, equations);
  return solve(a.reshape({equations, unknowns}), b.flatten())
      .reshape(sizes.slice(split, sizes.size() - split));
}

Tensor tensorinv(Traced traced, int64_t ind) {
  const Tensor& a = traced.enter();
  check(ind > 0, "Expected a strictly positive integer for 'ind', but got {}", ind);
  const IntArrayRef sizes = a.sizes();
  const size_t split = std::min(static_cast<size_t>(ind), sizes.size());
  const int64_t unknowns = count_elements(sizes.slice(split, sizes.size() - split)),
                equations = count_elements(sizes.slice(0, split));
  check(unknowns == equations,
        "Expected self to satisfy the requirement prod(self.shape[ind:]) == "
        "prod(self.shape[:ind]), but got {} != {}",
        unknowns, equations);
  std::vector<int64_t> shape(sizes.begin() + split, sizes.end());
  shape.insert(shape.end(), sizes.begin(), sizes.begin() + split);
  return inv(a.reshape({equations, unknowns})).reshape(shape);
}

Tensor vander(Traced traced, optional<int64_t> N) {
  const Tensor& x = traced.enter();
  check(x.dim() > 0, "linalg.vander: expected a vector or several, got a number");
  check(x.scalar_type() != kBool, "linalg.vander: expected numbers, but got Bool");
  const int64_t powers = N.value_or(x.size(-1));
  check(powers > 1, "N must be greater than 1, but got {}", powers);
  Dims shape = x.sizes();
  shape.push_back(powers - 1);
  const Tensor one = ones_like(x).unsqueeze(-1);
  return cat({one, x.unsqueeze(-1).expand(shape).cumprod(-1)}, -1);
}

Tensor lu_solve(Traced traced, const Tensor& pivots, const Tensor& b, bool left, bool adjoint) {
  const Tensor& lu = traced.enter();
  const auto [p, l, u] = lu_unpack(lu, pivots);
  // A = P L U and A^T = U^T L^T P^T. X A = B is A^T X^T = B^T.
  const Tensor rhs = left ? b : b.mT();
  const Tensor x =
      adjoint == left
          ? p.matmul(solve_triangular(l.mT(), solve_triangular(u.mT(), rhs, /*upper=*/false),
                                      /*upper=*/true))
          : solve_triangular(u, solve_triangular(l, p.mT().matmul(rhs), /*upper=*/false),
                             /*upper=*/true);
  return left ? x : x.mT();
}

}  // namespace glassgrad::linalg
