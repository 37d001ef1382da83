#pragma once
// Reading and writing through a table of offsets. Element p of a shape `sizes` stands for
//   self[p . self.strides + step * table[p . table.strides]],
// and for values[p . values.strides]; offsets and strides are in elements. Whatever is picked by
// index tensors takes this form: self's stride is 0 where the table decides, and the table's is 0
// along dimensions that are taken whole.

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

struct Picked {
  IntArrayRef sizes;
  Operand self;
  Operand table;  ///< int64
  int64_t step;
};

/// values[p] = picked[p].
void gather(size_t element_size, const Picked& picked, const Operand& values);
/// picked[p] = values[p]; of several at one place the last in row-major order stays.
void scatter(size_t element_size, const Picked& picked, const Operand& values);
/// picked[p] += values[p], in row-major order.
void scatter_add(ScalarType type, const Picked& picked, const Operand& values);
/// sums[p] += values[p], in row-major order; sums may lie over itself.
void add_into(ScalarType type, IntArrayRef sizes, const Operand& sums, const Operand& values);

/// An index outside [low, high), if there is one.
optional<int64_t> find_outside(IntArrayRef sizes, const Operand& index, int64_t low, int64_t high);
/// table[i] += stride * index[i], where a negative index counts from `size`.
void add_offsets(IntArrayRef sizes, const Operand& table, const Operand& index, int64_t size,
                 int64_t stride);

/// How many elements of x are not zero.
int64_t count_nonzero(ScalarType type, IntArrayRef sizes, const Operand& x);
/// For each of them, in row-major order, its index times `strides`.
void nonzero_offsets(ScalarType type, IntArrayRef sizes, const Operand& x, IntArrayRef strides,
                     int64_t* offsets);

}  // namespace glassgrad::kernels
