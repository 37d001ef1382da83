// Tensors that are made of others: choices, triangles, powers, ranges.
#include <algorithm>
#include <numeric>

#include "autograd/functions/convolution.h"
#include "autograd/ops/op.h"

namespace glassgrad {

// --- choices ---

Tensor cartesian_prod(TensorList tensors, Caller caller) {
  caller.enter();
  for (const Tensor& t : tensors)
    check(t.dim() == 1, "Expect a 1D vector, but got shape {}", t.sizes());
  if (tensors.size() == 1) return tensors[0];
  std::vector<Tensor> columns;
  for (const Tensor& grid : meshgrid(tensors)) columns.push_back(grid.flatten());
  return stack(columns, 1);
}

Tensor combinations(Traced traced, int64_t r, bool with_replacement) {
  const Tensor& self = traced.enter();
  check(self.dim() == 1, "Expect a 1D vector, but got shape {}", self.sizes());
  check(r >= 0, "Expect a non-negative number, but got {}", r);
  if (r == 0) return empty({0}, self.options());
  const int64_t n = self.numel();
  empty({r}, kLong);  // an Error where there is no memory for one row
  std::vector<int64_t> chosen, rows;
  const bool none = with_replacement ? n == 0 : n < r;
  for (int64_t k = 0; k < r && !none; ++k) chosen.push_back(with_replacement ? 0 : k);
  for (int64_t at = none ? -1 : 0; at >= 0;) {
    rows.insert(rows.end(), chosen.begin(), chosen.end());
    // The last place that can go on does; those behind it begin anew.
    const auto last = [&](int64_t k) { return with_replacement ? n - 1 : n - r + k; };
    for (at = r - 1; at >= 0 && chosen[at] == last(at);) --at;
    if (at < 0) break;
    ++chosen[at];
    for (int64_t k = at + 1; k < r; ++k) chosen[k] = chosen[k - 1] + (with_replacement ? 0 : 1);
  }
  const Tensor index = tensor(detail::TensorData(rows), kLong);
  return self.index_select(0, index).view({-1, r});
}

// --- diagonals and triangles ---

namespace {
/// How many elements [i, j] of a row x col matrix have j - i <= offset, about.
double count_lower(double row, double col, double offset) {
  const double begin = std::clamp(-offset, 0.0, row);            // the first row that has some
  const double full = std::clamp(col - offset - 1, begin, row);  // the first one that has all
  return (full - begin) * (begin + full + 1 + 2 * offset) / 2 + (row - full) * col;
}

/// The indices [2, count] of the elements [i, j] of a row x col matrix with j - i <= offset, or,
/// if `upper`, of all others.
Tensor triangle(int64_t row, int64_t col, const TensorOptions& options, int64_t offset,
                bool upper) {
  check(row >= 0, "row must be non-negative, got {}", row);
  check(col >= 0, "col must be non-negative, got {}", col);
  offset = std::clamp(offset, -row, col);  // beyond: none or all, as there
  const double all = static_cast<double>(row) * static_cast<double>(col);
  const double lower =
      count_lower(static_cast<double>(row), static_cast<double>(col), static_cast<double>(offset));
  empty({2, static_cast<int64_t>(std::min(upper ? all - lower : lower, 1e18))}, kLong);  // or Error
  std::vector<int64_t> rows, columns;
  for (int64_t i = upper ? 0 : std::max<int64_t>(-offset, 0); i < row; ++i) {
    const int64_t edge = std::clamp<int64_t>(i + offset + 1, 0, col);
    if (upper && edge == col) break;
    for (int64_t j = upper ? edge : 0; j < (upper ? col : edge); ++j)
      rows.push_back(i), columns.push_back(j);
  }
  const Tensor indices =
      stack({tensor(detail::TensorData(rows), kLong), tensor(detail::TensorData(columns), kLong)});
  return indices.to(options.dtype_opt().value_or(kLong));
}
}  // namespace

Tensor tril_indices(int64_t row, int64_t col, int64_t offset, const TensorOptions& options,
                    Caller caller) {
  caller.enter();
  return triangle(row, col, options, offset, false);
}
Tensor triu_indices(int64_t row, int64_t col, int64_t offset, const TensorOptions& options,
                    Caller caller) {
  caller.enter();
  return triangle(row, col, options, std::max(offset, INT64_MIN + 1) - 1, true);
}

// y = matrices with x on a diagonal.  dL/dx = that diagonal of dL/dy.
struct DiagEmbedBackward0 final : Node {
  int64_t offset, dim1, dim2;
  std::string formula() const override { return "dL/dx = the diagonal of dL/dy"; }
  GradList apply(GradList&& grads) override { return {grads[0].diagonal(offset, dim1, dim2)}; }
};

Tensor diag_embed(Traced traced, int64_t offset, int64_t dim1, int64_t dim2) {
  const Tensor& self = traced.enter();
  const int64_t rank = self.dim() + 1;
  dim1 = wrap_dim(dim1, rank);
  dim2 = wrap_dim(dim2, rank);
  check(dim1 != dim2, "diagonal dimensions cannot be identical {}, {}", dim1, dim2);
  check(offset > -INT64_MAX / 2 && offset < INT64_MAX / 2,
        "diag_embed: diagonal {} is further away than a matrix can be large", offset);
  const int64_t size = self.sizes().back() + std::abs(offset);
  Dims shape(self.sizes().slice(0, self.sizes().size() - 1));
  shape.insert(std::min(dim1, dim2), size);
  shape.insert(std::max(dim1, dim2), size);
  Tensor y = zeros(shape, self.options().requires_grad(false));
  {
    const NoGradGuard no_grad;
    y.diagonal(offset, dim1, dim2).copy_(self.detach());
  }
  if (auto* node = record<DiagEmbedBackward0>(y, self)) {
    node->offset = offset;
    node->dim1 = dim1;
    node->dim2 = dim2;
  }
  return y;
}
Tensor diagflat(Traced traced, int64_t offset) {
  const Tensor& self = traced.enter();
  return self.reshape({-1}).diag(offset);
}

Tensor vander(Traced traced, optional<int64_t> n, bool increasing) {
  const Tensor& self = traced.enter();
  check(self.dim() == 1, "x must be a one-dimensional tensor.");
  const int64_t count = n.value_or(self.numel());
  check(count >= 0, "N must be non-negative.");
  const Tensor x = self.is_floating_point() ? self : self.to(kLong);
  std::vector<Tensor> powers = room_for_tensors(count);
  for (int64_t k = 0; k < count; ++k) powers.push_back(k == 0 ? ones_like(x) : powers.back() * x);
  if (!increasing) std::reverse(powers.begin(), powers.end());
  return count == 0 ? empty({self.numel(), 0}, x.options()) : stack(powers, 1);
}

// --- repeated, counted ---

Tensor narrow_copy(Traced traced, int64_t dim, int64_t start, int64_t length) {
  const Tensor& self = traced.enter();
  return self.narrow(dim, start, length).clone();
}

Tensor repeat_interleave(Traced traced, const Tensor& repeats, optional<int64_t> dim) {
  const Tensor& given = traced.enter();
  check(repeats.scalar_type() == kLong || repeats.scalar_type() == kInt,
        "repeats must have int32 or int64 type");
  if (repeats.numel() == 1) return repeat_interleave(given, repeats.item<int64_t>(), dim);
  const Tensor self = dim ? given : given.flatten();
  const int64_t along = wrap_dim(dim.value_or(0), self.dim());
  check(repeats.dim() == 1 && repeats.numel() == self.sizes()[along],
        "repeats must have the same size as input along dim, but got repeats.size(0) = {} and "
        "input.size({}) = {}",
        repeats.numel(), along, self.sizes()[along]);
  const Tensor counts = repeats.to(kLong).contiguous();
  std::vector<int64_t> places;
  for (int64_t i = 0; i < counts.numel(); ++i) {
    check(data<int64_t>(counts)[i] >= 0, "repeats can not be negative");
    places.insert(places.end(), data<int64_t>(counts)[i], i);
  }
  return self.index_select(along, tensor(detail::TensorData(places), kLong));
}

Tensor logspace(const Scalar& start, const Scalar& end, int64_t steps, double base,
                const TensorOptions& options, Caller caller) {
  caller.enter();
  check(steps >= 0, "number of steps must be non-negative");
  const ScalarType type = options.dtype();
  // Of integers both ends are whole numbers, and the exponents between them are not.
  const bool whole = !isFloatingType(type);
  const Scalar first = whole ? Scalar(start.toLong()) : start;
  const Scalar last = whole ? Scalar(end.toLong()) : end;
  return pow(base, linspace(first, last, steps, whole ? kDouble : type))
      .to(type)
      .set_requires_grad(options.requires_grad());
}
Tensor range(const Scalar& start, const Scalar& end, const Scalar& step,
             const TensorOptions& options, Caller caller) {
  caller.enter();
  const ScalarType type = options.dtype();
  const auto of_type = [&](const Scalar& x) {
    return isFloatingType(type) ? x.toDouble() : static_cast<double>(x.toLong());
  };
  const double first = of_type(start), last = of_type(end), by = of_type(step);
  check(by != 0, "step must be nonzero");
  check((by > 0) == (last >= first) || last == first,
        "upper bound and larger bound inconsistent with step sign");
  const double length = (last - first) / by + 1;
  check(length < 0x1p63, "invalid size, possible overflow?");
  const auto count = static_cast<int64_t>(length);
  const Tensor y = arange(count, kDouble) * by + first;
  return y.to(type).set_requires_grad(options.requires_grad());
}
Tensor range(const Scalar& start, const Scalar& end, const TensorOptions& options, Caller caller) {
  caller.enter();
  return range(start, end, 1, options);
}

}  // namespace glassgrad
