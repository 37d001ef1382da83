// 09 Strides: how a list of numbers becomes a table.
#pragma once
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using Sizes = std::vector<int>;

// Numbers in a row, and how to find one by its index: [i, j] is at offset + i * strides[0] + j *
// strides[1].
struct Tensor {
  std::shared_ptr<std::vector<double>> storage;
  Sizes sizes, strides;
  int offset = 0;
};

// How far the next element is in each dimension, when rows lie one after the other.
Sizes contiguous_strides(const Sizes& sizes) {
  Sizes strides(sizes.size(), 1);
  // hole: from the last dimension to the first: the last one's stride is 1
  // A step in dimension d jumps over all that the later dimensions hold.
  for (int d = int(sizes.size()) - 2; d >= 0; --d) strides[d] = strides[d + 1] * sizes[d + 1];
  // end
  return strides;
}

// The element at an index, to read or to change.
double& at(const Tensor& t, const std::vector<int>& index) {
  int place = 0;
  // hole: the offset, and for each dimension index times stride
  place = t.offset;
  for (size_t d = 0; d < index.size(); ++d) place += index[d] * t.strides[d];
  // end
  return (*t.storage)[place];
}

// ---- what later exercises use; nothing to do here ----

Tensor make_tensor(const Sizes& sizes, const std::vector<double>& numbers) {
  return {std::make_shared<std::vector<double>>(numbers), sizes, contiguous_strides(sizes), 0};
}

int count(const Sizes& sizes) {
  int n = 1;
  for (int size : sizes) n *= size;
  return n;
}

Tensor zeros(const Sizes& sizes) { return make_tensor(sizes, std::vector<double>(count(sizes))); }

// The index of element number i, in the order of reading.
std::vector<int> index_of(int i, const Sizes& sizes) {
  std::vector<int> index(sizes.size());
  for (int d = int(sizes.size()) - 1; d >= 0; --d) {
    index[d] = i % sizes[d];
    i /= sizes[d];
  }
  return index;
}

// All elements in the order of reading.
std::vector<double> numbers(const Tensor& t) {
  std::vector<double> all;
  for (int i = 0; i < count(t.sizes); ++i) all.push_back(at(t, index_of(i, t.sizes)));
  return all;
}

std::string text(const Sizes& sizes) {
  std::string result = "[";
  for (size_t d = 0; d < sizes.size(); ++d) result += (d ? ", " : "") + std::to_string(sizes[d]);
  return result + "]";
}
