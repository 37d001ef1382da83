// Walks over strided arrays row by row.
#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

Rows::Rows(IntArrayRef sizes, const IntArrayRef* strides, size_t operands) : operands_(operands) {
  for (size_t k = 0; k < operands_; ++k) offset[k] = step[k] = 0;
  length = 1;
  bool first = true;
  // `length` and `step` hold the dimension that is being joined; the outer ones are put aside.
  for (size_t d = 0; d < sizes.size(); ++d) {
    if (sizes[d] == 0) done_ = true;
    if (sizes[d] == 1) continue;
    bool joins = !first;
    for (size_t k = 0; k < operands_ && joins; ++k)
      joins = step[k] == times(strides[k][d], sizes[d]);
    if (joins) {
      length *= sizes[d];
    } else {
      if (!first) {
        sizes_.push_back(length);
        for (size_t k = 0; k < operands_; ++k) strides_[k].push_back(step[k]);
      }
      length = sizes[d];
    }
    for (size_t k = 0; k < operands_; ++k) step[k] = strides[k][d];
    first = false;
  }
  index_.resize(sizes_.size(), 0);
}

int64_t Rows::take_plane(int64_t* stride) {
  std::fill_n(stride, operands_, 0);
  if (sizes_.empty()) return 1;
  for (size_t k = 0; k < operands_; ++k) {
    stride[k] = strides_[k].back();
    strides_[k].pop_back();
  }
  const int64_t rows = sizes_.back();
  sizes_.pop_back();
  index_.pop_back();
  return rows;
}

void Rows::next() {
  // Count the outer index up, like an odometer.
  for (size_t d = sizes_.size(); d-- > 0;) {
    for (size_t k = 0; k < operands_; ++k) offset[k] += strides_[k][d];
    if (++index_[d] < sizes_[d]) return;
    for (size_t k = 0; k < operands_; ++k) offset[k] -= strides_[k][d] * sizes_[d];
    index_[d] = 0;
  }
  done_ = true;
}

}  // namespace glassgrad::kernels
