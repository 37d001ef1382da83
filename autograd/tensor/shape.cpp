// Arithmetic of sizes and strides.

#include "autograd/tensor/shape.h"

#include <algorithm>

#include "autograd/base/check.h"

namespace glassgrad {

int64_t wrap_rare_dim(int64_t dim, int64_t rank) {
  const int64_t range = std::max<int64_t>(rank, 1);
  check<IndexError>(dim >= -range && dim < range,
                    "Dimension out of range (expected to be in range of [{}, {}], but got {})",
                    -range, range - 1, dim);
  return dim < 0 ? dim + range : dim;
}

Dims to_dims(IntArrayRef values) { return Dims(values); }

int64_t count_elements(IntArrayRef sizes) {
  int64_t count = 1;
  bool overflows = false, is_empty = false;
  for (const int64_t size : sizes) {
    is_empty |= size == 0;
    overflows |= __builtin_mul_overflow(count, size, &count);
  }
  check(is_empty || !overflows, "numel: integer multiplication overflow with sizes={}", sizes);
  return is_empty ? 0 : count;
}

int64_t checked_product(int64_t a, int64_t b) {
  int64_t product = 0;
  check(!__builtin_mul_overflow(a, b, &product),
        "a size is out of range: {} times {} is more than 2^63", a, b);
  return product;
}

std::vector<Tensor> room_for_tensors(int64_t count) {
  std::vector<Tensor> tensors;
  bool has_room = count <= int64_t{UINT32_MAX};  // with all that tensors need, a terabyte
  if (has_room) try {
      tensors.reserve(static_cast<size_t>(count));
    } catch (const std::exception&) {
      has_room = false;
    }
  check(has_room, "there is no memory for a list of {} tensors", count);
  return tensors;
}

Dims contiguous_strides(IntArrayRef sizes) {
  Dims strides(sizes.size(), 1);
  for (size_t d = sizes.size(); d-- > 1;)
    // May wrap around, where another size is 0: then no element is looked for.
    strides[d - 1] = int64_t(uint64_t(strides[d]) * uint64_t(std::max<int64_t>(sizes[d], 1)));
  return strides;
}

Dims broadcast_shapes(IntArrayRef a, IntArrayRef b) {
  const size_t rank = std::max(a.size(), b.size());
  Dims shape(rank, 1);
  for (size_t back = 1; back <= rank; ++back) {
    const int64_t size_a = back <= a.size() ? a[a.size() - back] : 1;
    const int64_t size_b = back <= b.size() ? b[b.size() - back] : 1;
    check(
        size_a == size_b || size_a == 1 || size_b == 1,
        "The size of tensor a ({}) must match the size of tensor b ({}) at non-singleton "
        "dimension {}\n  shapes {} and {}: sizes are matched from the last; they must be equal, or "
        "one of them 1",
        size_a, size_b, rank - back, a, b);
    shape[rank - back] = size_a == 1 ? size_b : size_a;
  }
  return shape;
}

bool stretches_to(IntArrayRef from, IntArrayRef to) {
  if (from.size() > to.size()) return false;
  for (size_t back = 1; back <= from.size(); ++back) {
    const int64_t size = from[from.size() - back];
    if (size != 1 && size != to[to.size() - back]) return false;
  }
  return true;
}

Dims broadcast_strides(const Tensor& x, IntArrayRef sizes) {
  const IntArrayRef own = x.sizes(), strides = x.strides();
  const size_t added = sizes.size() - own.size();
  Dims result(sizes.size(), 0);
  for (size_t d = 0; d < own.size(); ++d)
    if (own[d] == sizes[d + added] && own[d] != 1) result[d + added] = strides[d];
  return result;
}

bool is_dense(const TensorBase& x) {
  if (x.is_contiguous()) return true;
  // Dense: with dimensions sorted by stride, each stride is the product of the smaller sizes.
  const IntArrayRef sizes = x.sizes(), strides = x.strides();
  int64_t expected = 1;
  Dims left;
  for (size_t d = 0; d < sizes.size(); ++d)
    if (sizes[d] != 1) left.push_back(static_cast<int64_t>(d));
  while (!left.empty()) {
    size_t next = 0;
    while (next < left.size() && strides[left[next]] != expected) ++next;
    if (next == left.size()) return false;
    expected *= sizes[left[next]];
    left.erase(next);
  }
  return true;
}

}  // namespace glassgrad
