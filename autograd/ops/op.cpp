#include "autograd/ops/op.h"

namespace glassgrad {

void trap_nan_of_forward(Node& node, const Tensor& y, std::initializer_list<const Tensor*> inputs) {
  for (const Tensor* input : inputs)
    if (!autograd::is_finite(*input)) return;
  if (!autograd::is_finite(y)) glassgrad_nan_appeared(&node, nullptr, &y);
}

// --- shapes ---

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
  for (const int64_t size : sizes) count *= size;
  return count;
}

Dims contiguous_strides(IntArrayRef sizes) {
  Dims strides(sizes.size(), 1);
  for (size_t d = sizes.size(); d-- > 1;)
    strides[d - 1] = strides[d] * std::max<int64_t>(sizes[d], 1);
  return strides;
}

Dims broadcast_shapes(IntArrayRef a, IntArrayRef b) {
  const size_t rank = std::max(a.size(), b.size());
  Dims shape(rank, 1);
  for (size_t back = 1; back <= rank; ++back) {
    const int64_t size_a = back <= a.size() ? a[a.size() - back] : 1;
    const int64_t size_b = back <= b.size() ? b[b.size() - back] : 1;
    check(size_a == size_b || size_a == 1 || size_b == 1,
          "The size of tensor a ({}) must match the size of tensor b ({}) at non-singleton "
          "dimension {}",
          size_a, size_b, rank - back);
    shape[rank - back] = size_a == 1 ? size_b : size_a;
  }
  return shape;
}

Dims broadcast_strides(const Tensor& x, IntArrayRef sizes) {
  const IntArrayRef own = x.sizes(), strides = x.strides();
  const size_t added = sizes.size() - own.size();
  Dims result(sizes.size(), 0);
  for (size_t d = 0; d < own.size(); ++d)
    if (own[d] == sizes[d + added] && own[d] != 1) result[d + added] = strides[d];
  return result;
}

// --- types ---

namespace {
int kind(ScalarType t) { return t == kBool ? 0 : isFloatingType(t) ? 2 : 1; }

// `weak` counts only where its kind is higher.
ScalarType promote_weak(ScalarType strong, ScalarType weak) {
  return kind(weak) > kind(strong) ? weak : strong;
}
}  // namespace

ScalarType result_type(const Tensor& a, const Tensor& b) {
  check_defined(b, 1, "other");
  const ScalarType ta = a.scalar_type(), tb = b.scalar_type();
  if (ta == tb) return ta;
  if (a.dim() > 0 && b.dim() == 0) return promote_weak(ta, tb);
  if (a.dim() == 0 && b.dim() > 0) return promote_weak(tb, ta);
  return promoteTypes(ta, tb);
}

ScalarType result_type(const Tensor& a, const Scalar& b) {
  const ScalarType scalar = b.isFloatingPoint() ? get_default_scalar_type() : b.type();
  return promote_weak(a.scalar_type(), scalar);
}

Tensor to_tensor(const Scalar& number, const Tensor& other) {
  return full({}, number, result_type(other, number));
}

void undefined_argument(int position, const char* name) {
  throw Error(
      fmt::format("Expected a proper Tensor but got None (or an undefined Tensor in C++) for "
                  "argument #{} '{}'",
                  position, name));
}

// --- making tensors ---

Tensor empty_tensor(IntArrayRef sizes, ScalarType dtype) {
  return Tensor(TensorImpl::create(sizes, dtype));
}

bool is_dense(const Tensor& x) {
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

namespace {

// The strides of a tensor without gaps whose dimensions lie in memory in the order of x's. A
// stretched dimension (stride 0) stays between its neighbours.
Dims dense_strides(const Tensor& x) {
  const IntArrayRef sizes = x.sizes(), strides = x.strides();
  // 1: b belongs inside a, -1: a inside b, 0: either.
  const auto compare = [&](int64_t a, int64_t b) {
    if (strides[a] == 0 || strides[b] == 0) return 0;
    if (strides[a] != strides[b]) return strides[a] > strides[b] ? 1 : -1;
    return sizes[a] > sizes[b] ? 1 : 0;
  };
  Dims order;  // from the innermost dimension outwards
  for (size_t d = sizes.size(); d-- > 0;) {
    order.push_back(static_cast<int64_t>(d));
    size_t at = order.size() - 1;
    for (size_t i = at; i-- > 0;) {
      const int decision = compare(order[i], order[at]);
      if (decision < 0) break;
      if (decision == 0) continue;
      std::swap(order[i], order[at]);
      at = i;
    }
  }
  Dims dense(sizes.size(), 0);
  int64_t stride = 1;
  for (int64_t d : order) {
    dense[d] = stride;
    if (sizes[d] > 1) stride *= sizes[d];
  }
  return dense;
}

}  // namespace

Tensor empty_same_layout(const Tensor& x, ScalarType dtype) {
  Tensor y = empty_tensor(x.sizes(), dtype);
  if (x.is_contiguous()) return y;
  y.impl()->set_geometry(x.impl()->sizes, is_dense(x) ? x.impl()->strides : dense_strides(x));
  return y;
}

Tensor make_view(const Tensor& x, IntArrayRef sizes, IntArrayRef strides, int64_t offset) {
  const TensorImpl& from = *x.impl();
  auto view = intrusive_ptr<TensorImpl>::take_new(new TensorImpl);
  view->storage = from.storage;
  view->data =
      static_cast<char*>(from.data) + offset * static_cast<int64_t>(elementSize(from.dtype));
  view->dtype = from.dtype;
  view->set_geometry(sizes, strides);
  view->base = from.base.defined() ? from.base : x;
  view->view_version = from.storage->version;
  view->creation_meta = from.base.defined() ? from.creation_meta : CreationMeta::Default;
  if (!GradMode::is_enabled()) view->creation_meta = CreationMeta::NoGradMode;
  return Tensor(std::move(view));
}

}  // namespace glassgrad
