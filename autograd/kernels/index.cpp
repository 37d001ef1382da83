// Picks elements by index, writes and adds to them; finds what is not zero.
#include "autograd/kernels/index.h"

#include <cstring>

#include "autograd/types/element.h"

namespace glassgrad::kernels {

namespace {

/// Calls f with an unsigned type of the given size: moving elements needs no more of their type.
template <class F>
void visit_size(size_t element_size, F&& f) {
  switch (element_size) {
    case 1:
      return f.template operator()<uint8_t>();
    case 2:
      return f.template operator()<uint16_t>();
    case 4:
      return f.template operator()<uint32_t>();
    default:
      return f.template operator()<uint64_t>();
  }
}

/// Calls whole(self, values, n) for rows of neighbours in both, and one(self, values) elsewhere.
template <class T, class One, class Whole>
void for_each_picked(const Picked& p, const Operand& values, One one, Whole whole) {
  T* self = static_cast<T*>(p.self.data);
  T* other = static_cast<T*>(values.data);
  const int64_t* table = static_cast<const int64_t*>(p.table.data);
  for_each_row(p.sizes, {p.self.strides, values.strides, p.table.strides},
               [&](const int64_t* at, const int64_t* step, int64_t n) {
                 T* row = self + at[0];
                 T* with = other + at[1];
                 const int64_t* offsets = table + at[2];
                 if (step[2] == 0 && step[0] == 1 && step[1] == 1)
                   return whole(row + offsets[0] * p.step, with, n);
                 for (int64_t i = 0; i < n; ++i)
                   one(row[i * step[0] + offsets[i * step[2]] * p.step], with[i * step[1]]);
               });
}

template <class T>
void add(T& sum, T value) {
  sum = plus(sum, value);
}

}  // namespace

void gather(size_t element_size, const Picked& picked, const Operand& values) {
  visit_size(element_size, [&]<class T>() {
    for_each_picked<T>(
        picked, values, [](T& from, T& to) { to = from; },
        [](T* from, T* to, int64_t n) { std::memcpy(to, from, n * sizeof(T)); });
  });
}

void scatter(size_t element_size, const Picked& picked, const Operand& values) {
  visit_size(element_size, [&]<class T>() {
    for_each_picked<T>(
        picked, values, [](T& to, T& from) { to = from; },
        [](T* to, T* from, int64_t n) { std::memcpy(to, from, n * sizeof(T)); });
  });
}

void scatter_add(ScalarType type, const Picked& picked, const Operand& values) {
  visit_also_half(type, [&]<class T>() {
    for_each_picked<T>(
        picked, values, [](T& to, T& from) { add(to, from); },
        [](T* to, T* from, int64_t n) {
          for (int64_t i = 0; i < n; ++i) add(to[i], from[i]);
        });
  });
}

void add_into(ScalarType type, IntArrayRef sizes, const Operand& sums, const Operand& values) {
  visit_also_half(type, [&]<class T>() {
    T* to = static_cast<T*>(sums.data);
    const T* from = static_cast<const T*>(values.data);
    for_each_row(sizes, {sums.strides, values.strides},
                 [&](const int64_t* at, const int64_t* step, int64_t n) {
                   for (int64_t i = 0; i < n; ++i)
                     add(to[at[0] + i * step[0]], from[at[1] + i * step[1]]);
                 });
  });
}

optional<int64_t> find_outside(IntArrayRef sizes, const Operand& index, int64_t low, int64_t high) {
  const int64_t* from = static_cast<const int64_t*>(index.data);
  const auto outside = [=](int64_t value) {
    return static_cast<uint64_t>(value) - static_cast<uint64_t>(low) >=
           static_cast<uint64_t>(high - low);
  };
  optional<int64_t> found;
  for_each_row(sizes, {index.strides}, [&](const int64_t* at, const int64_t* step, int64_t n) {
    if (found) return;
    // Without a branch for each element; only where something is wrong, what it is.
    bool any = false;
    for (int64_t i = 0; i < n; ++i) any |= outside(from[at[0] + i * step[0]]);
    for (int64_t i = 0; any && !found; ++i)
      if (outside(from[at[0] + i * step[0]])) found = from[at[0] + i * step[0]];
  });
  return found;
}

void add_offsets(IntArrayRef sizes, const Operand& table, const Operand& index, int64_t size,
                 int64_t stride) {
  int64_t* to = static_cast<int64_t*>(table.data);
  const int64_t* from = static_cast<const int64_t*>(index.data);
  for_each_row(sizes, {table.strides, index.strides},
               [&](const int64_t* at, const int64_t* step, int64_t n) {
                 for (int64_t i = 0; i < n; ++i) {
                   const int64_t value = from[at[1] + i * step[1]];
                   to[at[0] + i * step[0]] += (value < 0 ? value + size : value) * stride;
                 }
               });
}

int64_t count_nonzero(ScalarType type, IntArrayRef sizes, const Operand& x) {
  int64_t count = 0;
  visit_also_half(type, [&]<class T>() {
    const T* from = static_cast<const T*>(x.data);
    for_each_row(sizes, {x.strides}, [&](const int64_t* at, const int64_t* step, int64_t n) {
      for (int64_t i = 0; i < n; ++i) count += from[at[0] + i * step[0]] != T(0);
    });
  });
  return count;
}

void nonzero_offsets(ScalarType type, IntArrayRef sizes, const Operand& x, IntArrayRef strides,
                     int64_t* offsets) {
  visit_also_half(type, [&]<class T>() {
    const T* from = static_cast<const T*>(x.data);
    for_each_row(sizes, {x.strides, strides},
                 [&](const int64_t* at, const int64_t* step, int64_t n) {
                   for (int64_t i = 0; i < n; ++i)
                     if (from[at[0] + i * step[0]] != T(0)) *offsets++ = at[1] + i * step[1];
                 });
  });
}

}  // namespace glassgrad::kernels
