// Linear equations whose unknowns have several dimensions, and forms of known operations.
#include <algorithm>
#include <vector>

#include "autograd/functions/factorization.h"
#include "autograd/ops/op.h"

namespace glassgrad::linalg {

namespace {
/// a as a square matrix, its first `split` dimensions as rows; `name` is what errors call the
/// split.
Tensor as_square(const Tensor& a, size_t split, const char* name) {
  const IntArrayRef sizes = a.sizes();
  const int64_t rows = count_elements(sizes.slice(0, split)),
                columns = count_elements(sizes.slice(split, sizes.size() - split));
  check(columns == rows,
        "Expected self to satisfy the requirement prod(self.shape[{}:]) == prod(self.shape[:{}]), "
        "but got {} != {}",
        name, name, columns, rows);
  return a.reshape({rows, columns});
}
}  // namespace

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
  return solve(as_square(a, split, "other.ndim"), b.flatten())
      .reshape(sizes.slice(split, sizes.size() - split));
}

Tensor tensorinv(Traced traced, int64_t ind) {
  const Tensor& a = traced.enter();
  check(ind > 0, "Expected a strictly positive integer for 'ind', but got {}", ind);
  const IntArrayRef sizes = a.sizes();
  const size_t split = std::min(static_cast<size_t>(ind), sizes.size());
  std::vector<int64_t> shape(sizes.begin() + split, sizes.end());
  shape.insert(shape.end(), sizes.begin(), sizes.begin() + split);
  return inv(as_square(a, split, "ind")).reshape(shape);
}

Tensor vander(Traced traced, optional<int64_t> N) {
  const Tensor& self = traced.enter();
  check(self.dim() > 0 || N, "linalg.vander: expected a vector or several, or N, but got a number");
  const Tensor x = self.dim() == 0 ? self.unsqueeze(0) : self;
  check(x.scalar_type() != kBool, "linalg.vander: expected numbers, but got Bool");
  const int64_t powers = N.value_or(x.size(-1));
  check(powers > 1, "N must be greater than 1, but got {}", powers);
  Dims shape = x.sizes();
  shape.push_back(powers - 1);
  const Tensor one = ones_like(x).unsqueeze(-1);
  return cat({one, x.unsqueeze(-1).expand(shape).cumprod(-1)}, -1);
}

}  // namespace glassgrad::linalg
