// Blocks of sums that are kept in registers: as many as the processor has, so that each number that
// is loaded takes part in several of them.
#include "autograd/kernels/row_sums.h"

#include <algorithm>
#include <cstring>

#include "autograd/base/compiler.h"

namespace glassgrad::kernels {

int vector_bytes() {
#if defined(GLASSGRAD_MULTIVERSIONED)
  static const int bytes = __builtin_cpu_supports("avx512f")                                 ? 64
                           : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 32
                                                                                             : 16;
  return bytes;
#else
  return 16;
#endif
}

#if defined(GLASSGRAD_MULTIVERSIONED)

namespace {

/// Numbers side by side, which the compiler adds and multiplies as one.
template <class T, int kBytes>
struct Vectors {
  using Type GLASSGRAD_VECTOR(kBytes) = T;
  static constexpr int64_t kCount = kBytes / sizeof(T);

  GLASSGRAD_ALWAYS_INLINE static void load(Type& v, const T* from) {
    std::memcpy(&v, from, kBytes);
  }
  GLASSGRAD_ALWAYS_INLINE static void store(T* to, const Type& v) { std::memcpy(to, &v, kBytes); }
};

// --- over rows ---

/// kOut results from o0 on, in kWidth vectors of columns from p0 on.
template <int64_t kOut, int64_t kWidth, class V, class T>
GLASSGRAD_ALWAYS_INLINE void sum_block(const RowSums<T>& s, int64_t o0, int64_t p0) {
  typename V::Type sums[kOut][kWidth] = {};
  if (s.bias)
    for (int64_t o = 0; o < kOut; ++o)
      for (int64_t i = 0; i < kWidth; ++i) sums[o][i] += s.bias[o0 + o];
  const T* weight = s.weights + o0 * static_cast<int64_t>(s.rows.size());
  for (const T* row : s.rows) {
    typename V::Type values[kWidth];
    for (int64_t i = 0; i < kWidth; ++i) V::load(values[i], row + p0 + i * V::kCount);
    for (int64_t o = 0; o < kOut; ++o)
      for (int64_t i = 0; i < kWidth; ++i) sums[o][i] += weight[o] * values[i];
    weight += kOut;
  }
  for (int64_t o = 0; o < kOut; ++o)
    for (int64_t i = 0; i < kWidth; ++i)
      V::store(s.y + (o0 + o) * s.y_step + p0 + i * V::kCount, sums[o][i]);
}

/// kOut results in columns [first, last): the fewer results, the wider the blocks.
template <int64_t kOut, class V, class T>
GLASSGRAD_ALWAYS_INLINE void sum_columns(const RowSums<T>& s, int64_t o0, int64_t first,
                                         int64_t last) {
  constexpr int64_t n = V::kCount;
  int64_t p = first;
  if constexpr (kOut * n * sizeof(T) <= 256)
    for (; p + 5 * n < last; p += 6 * n) sum_block<kOut, 6, V>(s, o0, p);
  for (; p + 2 * n < last; p += 3 * n) sum_block<kOut, 3, V>(s, o0, p);
  for (; p + n < last; p += 2 * n) sum_block<kOut, 2, V>(s, o0, p);
  for (; p < last; p += n) sum_block<kOut, 1, V>(s, o0, p);
}

/// How many of so many results are computed together.
int64_t block_of_results(int64_t outs) {
  const int64_t most = vector_bytes() == 64 ? 8 : 4;
  return outs >= most ? most : outs >= 4 ? 4 : outs >= 2 ? 2 : 1;
}

/// The columns in strips, so narrow that a strip of the rows stays in the cache for all results.
template <int kBytes, class T>
GLASSGRAD_MULTIVERSION void add_up_rows(const RowSums<T>& s, int64_t strip) {
  using V = Vectors<T, kBytes>;
  for (int64_t first = 0, last; first < s.columns; first = last) {
    // Two and two vectors are less work than three and one.
    const bool four =
        strip == 3 * V::kCount && s.columns - first > strip && s.columns - first <= 4 * V::kCount;
    last = std::min(first + (four ? 2 * V::kCount : strip), s.columns);
    int64_t o = 0;
    if constexpr (kBytes == 64)
      for (; o + 8 <= s.outs; o += 8) sum_columns<8, V>(s, o, first, last);
    for (; o + 4 <= s.outs; o += 4) sum_columns<4, V>(s, o, first, last);
    for (; o + 2 <= s.outs; o += 2) sum_columns<2, V>(s, o, first, last);
    for (; o < s.outs; ++o) sum_columns<1, V>(s, o, first, last);
  }
}

// --- over places ---

/// kRows rows from r0 on, kWidth vectors of results.
template <int64_t kRows, int64_t kWidth, class V, class T>
GLASSGRAD_ALWAYS_INLINE void place_block(const PlaceSums<T>& s, int64_t r0) {
  constexpr int64_t outs = kWidth * V::kCount;
  typename V::Type sums[kRows][kWidth];
  T* const w = s.w + r0 * outs;
  for (int64_t r = 0; r < kRows; ++r)
    for (int64_t i = 0; i < kWidth; ++i) V::load(sums[r][i], w + r * outs + i * V::kCount);
  const T* const* rows = s.rows.data() + r0;
  const T* y = s.y;
  for (const int64_t line : s.lines)
    for (int64_t p = line; p < line + s.width; ++p, y += outs) {
      typename V::Type dy[kWidth];
      for (int64_t i = 0; i < kWidth; ++i) V::load(dy[i], y + i * V::kCount);
      for (int64_t r = 0; r < kRows; ++r)
        for (int64_t i = 0; i < kWidth; ++i) sums[r][i] += rows[r][p] * dy[i];
    }
  for (int64_t r = 0; r < kRows; ++r)
    for (int64_t i = 0; i < kWidth; ++i) V::store(w + r * outs + i * V::kCount, sums[r][i]);
}

template <int64_t kWidth, class V, class T>
GLASSGRAD_ALWAYS_INLINE void place_rows(const PlaceSums<T>& s) {
  const int64_t count = static_cast<int64_t>(s.rows.size());
  int64_t r = 0;
  if constexpr (sizeof(typename V::Type) == 64)
    for (; r + 8 <= count; r += 8) place_block<8, kWidth, V>(s, r);
  for (; r + 4 <= count; r += 4) place_block<4, kWidth, V>(s, r);
  for (; r + 2 <= count; r += 2) place_block<2, kWidth, V>(s, r);
  for (; r < count; ++r) place_block<1, kWidth, V>(s, r);
}

template <int kBytes, class T>
GLASSGRAD_MULTIVERSION void add_up_places(const PlaceSums<T>& s) {
  using V = Vectors<T, kBytes>;
  if (s.outs == V::kCount)
    place_rows<1, V>(s);
  else
    place_rows<3, V>(s);
}

}  // namespace

template <class T>
void add_up(const RowSums<T>& s) {
  const int64_t strip = (s.outs < 8 ? 6 : 3) * vector_bytes() / static_cast<int64_t>(sizeof(T));
  if (vector_bytes() == 64)
    add_up_rows<64>(s, strip);
  else
    add_up_rows<32>(s, strip);
}

template <class T>
void add_up(const PlaceSums<T>& s) {
  if (vector_bytes() == 64)
    add_up_places<64>(s);
  else
    add_up_places<32>(s);
}

template <class T>
GLASSGRAD_MULTIVERSION void add_products(T* lanes, const T* a, const T* b, int64_t n) {
  constexpr int64_t kWide = 4 * kProductLanes;  // none of four vectors waits for the one before
  T sums[kWide] = {};
  int64_t i = 0;
  for (; i + kWide <= n; i += kWide)
    for (int64_t l = 0; l < kWide; ++l) sums[l] += a[i + l] * b[i + l];
  for (; i < n; i += kProductLanes)
    for (int64_t l = 0; l < kProductLanes; ++l) sums[l] += a[i + l] * b[i + l];
  for (int64_t l = 0; l < kProductLanes; ++l)
    lanes[l] += (sums[l] + sums[l + kProductLanes]) +
                (sums[l + 2 * kProductLanes] + sums[l + 3 * kProductLanes]);
}

#else

template <class T>
void add_products(T* lanes, const T* a, const T* b, int64_t n) {
  for (int64_t i = 0; i < n; ++i) lanes[i % kProductLanes] += a[i] * b[i];
}

namespace {
int64_t block_of_results(int64_t) { return 1; }
}  // namespace

template <class T>
void add_up(const RowSums<T>& s) {
  const T* weight = s.weights;
  for (int64_t o = 0; o < s.outs; ++o, weight += s.rows.size())
    for (int64_t p = 0; p < s.columns; ++p) {
      T sum = s.bias ? s.bias[o] : T(0);
      for (size_t r = 0; r < s.rows.size(); ++r) sum += weight[r] * s.rows[r][p];
      s.y[o * s.y_step + p] = sum;
    }
}

template <class T>
void add_up(const PlaceSums<T>& s) {
  const T* y = s.y;
  for (const int64_t line : s.lines)
    for (int64_t p = line; p < line + s.width; ++p, y += s.outs)
      for (size_t r = 0; r < s.rows.size(); ++r)
        for (int64_t o = 0; o < s.outs; ++o) s.w[int64_t(r) * s.outs + o] += s.rows[r][p] * y[o];
}

#endif

template <class T>
void pack_weights(T* to, const std::vector<const T*>& first, int64_t step, int64_t outs) {
  for (int64_t o = 0, block; o < outs; o += block) {
    block = block_of_results(outs - o);
    for (const T* weight : first)
      for (int64_t i = 0; i < block; ++i) *to++ = weight[(o + i) * step];
  }
}

template void pack_weights(float*, const std::vector<const float*>&, int64_t, int64_t);
template void pack_weights(double*, const std::vector<const double*>&, int64_t, int64_t);
template void add_up(const RowSums<float>&);
template void add_up(const RowSums<double>&);
template void add_up(const PlaceSums<float>&);
template void add_up(const PlaceSums<double>&);
template void add_products(float*, const float*, const float*, int64_t);
template void add_products(double*, const double*, const double*, int64_t);

}  // namespace glassgrad::kernels
