// Sums of losses, in PyTorch's order.

#include "autograd/kernels/loss.h"

#include "autograd/kernels/cascade.h"

namespace glassgrad::kernels {

namespace {

template <class T>
GLASSGRAD_MULTIVERSION T sum_in_chunks(int64_t n, const Fill<T>& fill) {
  constexpr int64_t kV = kVector<T>, kLanes = 4 * kV, kRows = 16;  // of a chunk
  const int64_t rows = n / kLanes, left = n % kLanes, whole = left - left % kV;
  T terms[kRows * kLanes], sums[detail::kLevels * kLanes], total = 0;

  detail::cascade<kLanes>(sums, rows, kLanes, [&](T* to, int64_t row) {
    const T* lane = terms + row % kRows * kLanes;
    if (lane == terms) fill(terms, row * kLanes, std::min(kRows, rows - row) * kLanes);
    for (int64_t l = 0; l < kLanes; ++l) to[l] += lane[l];
  });
  fill(terms, rows * kLanes, left);
  for (int64_t i = 0; i < whole; ++i) sums[i % kV] += terms[i];
  for (int64_t v = 1; v < 4; ++v)
    for (int64_t l = 0; l < kV; ++l) sums[l] += sums[v * kV + l];
  for (int64_t i = whole; i < left; ++i) total += terms[i];
  for (int64_t l = 0; l < kV; ++l) total += sums[l];
  return total;
}

template <class T>
GLASSGRAD_MULTIVERSION bool within_0_1(const T* x, int64_t n) {
  int outside = 0;
  for (int64_t i = 0; i < n; ++i) outside |= !((x[i] >= 0) & (x[i] <= 1));
  return outside == 0;
}

}  // namespace

template <class T>
T sum_few(const T* terms, int64_t n) {
  constexpr int64_t kV = kVector<T>;
  if (n < kV) {
    T lane[4] = {};
    for (int64_t i = 0; i < n; ++i) lane[i < n - n % 4 ? i % 4 : 0] += terms[i];
    return ((lane[0] + lane[1]) + lane[2]) + lane[3];
  }
  const int64_t whole = n - n % kV;
  T lane[kV] = {}, total = 0;
  for (int64_t i = 0; i < whole; ++i) lane[i % kV] += terms[i];
  for (int64_t i = whole; i < n; ++i) total += terms[i];
  for (int64_t l = 0; l < kV; ++l) total += lane[l];
  return total;
}

template <class T>
T sum_many(int64_t n, const Fill<T>& fill) {
  return sum_in_chunks(n, fill);
}

template float sum_many(int64_t, const Fill<float>&);
template double sum_many(int64_t, const Fill<double>&);
template float sum_few(const float*, int64_t);
template double sum_few(const double*, int64_t);

bool all_within_0_1(ScalarType type, const void* x, int64_t n) {
  return visit_floating(type, [&]<class T>() { return within_0_1(static_cast<const T*>(x), n); });
}

}  // namespace glassgrad::kernels
