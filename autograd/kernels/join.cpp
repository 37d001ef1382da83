// Blocks of several arrays into one, and triangles.
#include "autograd/kernels/join.h"

#include <algorithm>
#include <cstring>

namespace glassgrad::kernels {

void copy_blocks(void* to, size_t distance, const void* from, size_t block, int64_t count) {
  if (block == 0) return;
  if (block == distance) {
    block *= count;
    count = 1;
  }
  char* target = static_cast<char*>(to);
  const char* source = static_cast<const char*>(from);
  for (int64_t i = 0; i < count; ++i) std::memcpy(target + i * distance, source + i * block, block);
}

void triangle(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& x,
              int64_t diagonal, bool upper) {
  const size_t matrices = sizes.size() - 2;
  const int64_t rows = sizes[matrices], columns = sizes[matrices + 1];
  diagonal = std::clamp(diagonal, -rows - 1, columns + 1);  // beyond: all or nothing, as there
  visit(type, [&]<class T>() {
    const auto matrix = [&](T* to, const T* from) {
      for (int64_t r = 0; r < rows; ++r) {
        // Columns [first, last) are kept.
        const int64_t edge = std::clamp<int64_t>(r + diagonal + (upper ? 0 : 1), 0, columns);
        const int64_t first = upper ? edge : 0, last = upper ? columns : edge;
        T* row = to + r * y.strides[matrices];
        const T* old = from + r * x.strides[matrices];
        for (int64_t c = 0; c < columns; ++c)
          row[c * y.strides[matrices + 1]] =
              c >= first && c < last ? old[c * x.strides[matrices + 1]] : T(0);
      }
    };
    for_each_row(sizes.slice(0, matrices),
                 {y.strides.slice(0, matrices), x.strides.slice(0, matrices)},
                 [&](const int64_t* at, const int64_t* step, int64_t n) {
                   for (int64_t i = 0; i < n; ++i)
                     matrix(static_cast<T*>(y.data) + at[0] + i * step[0],
                            static_cast<const T*>(x.data) + at[1] + i * step[1]);
                 });
  });
}

}  // namespace glassgrad::kernels
