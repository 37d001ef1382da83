#pragma once
// Which elements of a strided array a reduction puts together.

#include <algorithm>
#include <cstdint>
#include <utility>

#include "autograd/base/array_ref.h"
#include "autograd/base/small_vector.h"
#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

/// Two dimensions of a reduction y_j = x_0j + x_1j + ...: `n` elements go, `m` results stay. Steps
/// are in elements.
struct Plane {
  int64_t n, x_step;            ///< along the reduced dimension
  int64_t m, x_stride, y_step;  ///< from one result to the next
};

namespace detail {
struct Walk {
  int64_t size, x, y;
};
using Walks = SmallVector<Walk, 5>;

/// Puts `w` where strides of x grow outwards.
inline void insert_by_stride(Walks& walks, Walk w) {
  size_t at = walks.size();
  while (at > 0 && walks[at - 1].x > w.x) --at;
  walks.insert(at, w);
}

/// Joins neighbours that both arrays walk evenly.
inline void join(Walks& walks) {
  size_t last = 0;
  for (size_t i = 1; i < walks.size(); ++i) {
    Walk& inner = walks[last];
    if (walks[i].x == inner.x * inner.size && walks[i].y == inner.y * inner.size)
      inner.size *= walks[i].size;
    else
      walks[++last] = walks[i];
  }
  if (!walks.empty()) walks.resize(last + 1);
}
/// Whether one plane holds a whole reduction of contiguous x to contiguous y: the usual cases, in
/// which the dimensions that go come first or last.
inline bool single_plane(IntArrayRef sizes, IntArrayRef y_strides, IntArrayRef x_strides,
                         Plane& plane) {
  int64_t count = 1, kept_inside = 1, reduced = 1, kept_outside = 1;
  for (size_t d = sizes.size(); d-- > 0;) {
    if (sizes[d] == 1) continue;
    if (x_strides[d] != count || sizes[d] == 0) return false;
    count *= sizes[d];
    if (y_strides[d] == 0) {
      if (kept_outside != 1) return false;
      reduced *= sizes[d];
    } else {
      (reduced == 1 ? kept_inside : kept_outside) *= sizes[d];
    }
  }
  if (kept_outside == 1)
    plane = {reduced, kept_inside, kept_inside, 1, 1};
  else if (kept_inside == 1)
    plane = {reduced, 1, kept_outside, reduced, 1};
  return kept_outside == 1 || kept_inside == 1;
}
}  // namespace detail

/// Cuts a reduction into planes: `body(plane, y_offset, x_offset)`. A dimension is reduced where
/// y's stride is 0. The plane gets the dimensions in which x is most nearly contiguous, one of each
/// kind; a result of several planes gets them one after another.
template <class Body>
void for_each_plane(IntArrayRef sizes, IntArrayRef y_strides, IntArrayRef x_strides, Body body) {
  Plane plane{1, 1, 1, 1, 1};
  if (detail::single_plane(sizes, y_strides, x_strides, plane)) return body(plane, 0, 0);

  detail::Walks reduced, kept;
  for (size_t d = sizes.size(); d-- > 0;) {
    if (sizes[d] == 0) return;
    if (sizes[d] == 1) continue;
    detail::insert_by_stride(y_strides[d] == 0 ? reduced : kept,
                             {sizes[d], x_strides[d], y_strides[d]});
  }
  detail::join(reduced);
  detail::join(kept);

  plane = {1, 1, 1, 1, 1};
  if (!reduced.empty()) {
    plane.n = reduced[0].size;
    plane.x_step = reduced[0].x;
  }
  if (!kept.empty()) {
    plane.m = kept[0].size;
    plane.x_stride = kept[0].x;
    plane.y_step = kept[0].y;
  }

  // The other dimensions count up like an odometer, reduced ones first.
  detail::Walks outer;
  for (size_t i = 1; i < reduced.size(); ++i) outer.push_back(reduced[i]);
  for (size_t i = 1; i < kept.size(); ++i) outer.push_back(kept[i]);
  Dims index(outer.size(), 0);
  int64_t x = 0, y = 0;
  for (;;) {
    body(plane, y, x);
    size_t d = 0;
    for (;; ++d) {
      if (d == outer.size()) return;
      x += outer[d].x;
      y += outer[d].y;
      if (++index[d] < outer[d].size) break;
      x -= outer[d].x * outer[d].size;
      y -= outer[d].y * outer[d].size;
      index[d] = 0;
    }
  }
}

/// How many results a reduction has, and how many elements go into each. (A kept dimension of one
/// element may well have stride 0: it counts as 1 either way.)
struct Counts {
  int64_t results = 1, each = 1;
};
inline Counts count(IntArrayRef sizes, const Operand& y) {
  Counts c;
  for (size_t d = 0; d < sizes.size(); ++d) (y.strides[d] == 0 ? c.each : c.results) *= sizes[d];
  return c;
}

/// y = first, then body(results, elements, plane) for each plane: pointers to where it begins.
template <class Y, class X, class Body>
void reduce_planes(IntArrayRef sizes, const Operand& y, const Operand& x, Y first, Body body) {
  Y* py = static_cast<Y*>(y.data);
  const X* px = static_cast<const X*>(x.data);
  std::fill_n(py, count(sizes, y).results, first);
  for_each_plane(sizes, y.strides, x.strides, [&](const Plane& p, int64_t at_y, int64_t at_x) {
    body(py + at_y, px + at_x, p);
  });
}

}  // namespace glassgrad::kernels
