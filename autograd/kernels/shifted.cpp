// The rows of the patch matrix by address, and sums of such rows.
//
// Write zeros around an image, and let the window move by one. Then row (c, k) of the patch matrix
// is channel c from element k of the first window on: the image itself, shifted. Where the window
// moves by s, the image is dealt out like cards first: columns 0, s, 2s, ... go to one picture,
// columns 1, s+1, 2s+1, ... to the next, likewise its lines; in each picture the window moves by
// one. (Dealing out is gathering patches of s by s that do not overlap.)
//
// All pictures and the results share one grid, so that a shift is one number. On each axis it has
// room for the outputs and for the largest shift; places beyond the outputs hold nothing of use.
#include "autograd/kernels/shifted.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

#include "autograd/kernels/buffer.h"
#include "autograd/kernels/patches.h"
#include "autograd/kernels/row_sums.h"
#include "autograd/kernels/short_rows.h"
#include "autograd/kernels/threads.h"

namespace glassgrad::kernels {
namespace {

struct Grid {
  explicit Grid(const Convolution& sizes) : deal(sizes) {
    for (size_t d = 0; d < 3; ++d) {
      const Axis& axis = sizes.axes[d];
      const int64_t reach = (axis.kernel - 1) * axis.dilation;
      size[d] = axis.out + reach / axis.stride;
      deal.axes[d] = {axis.in,     size[d],      std::min(axis.stride, reach + 1),
                      axis.stride, axis.padding, 1};
    }
    for (int64_t d = 0; d < sizes.axes[0].kernel; ++d)
      for (int64_t h = 0; h < sizes.axes[1].kernel; ++h)
        for (int64_t w = 0; w < sizes.axes[2].kernel; ++w)
          shifts.push_back(shift_of(sizes, {d, h, w}));
    row = (count() + 2 * kBeyond) / kBeyond * kBeyond;
  }

  int64_t count() const { return size[0] * size[1] * size[2]; }
  int64_t at(int64_t d, int64_t h, int64_t w) const { return (d * size[1] + h) * size[2] + w; }
  int64_t pictures() const { return deal.window(); }
  /// Places up to the last output.
  int64_t outputs(const Convolution& s) const {
    return s.outputs() == 0 ? 0 : 1 + at(s.axes[0].out - 1, s.axes[1].out - 1, s.axes[2].out - 1);
  }

  /// An element of the window: in which picture, and by how much it is shifted.
  struct Shift {
    int64_t picture, by;
  };
  std::array<int64_t, 3> size;
  Convolution deal;  ///< as patches that do not overlap
  std::vector<Shift> shifts;
  int64_t row;  ///< from one picture to the next: not a power of two, which caches dislike

 private:
  Shift shift_of(const Convolution& sizes, const std::array<int64_t, 3>& k) const {
    std::array<int64_t, 3> phase, moves;
    for (size_t d = 0; d < 3; ++d) {
      const int64_t offset = k[d] * sizes.axes[d].dilation;
      phase[d] = offset % sizes.axes[d].stride;
      moves[d] = offset / sizes.axes[d].stride;
    }
    const auto& [depth, height, width] = deal.axes;
    return {(phase[0] * height.kernel + phase[1]) * width.kernel + phase[2],
            at(moves[0], moves[1], moves[2])};
  }
};

/// The groups of channels of each sample, and memory for the pictures of one.
template <class T>
class Dealer {
 public:
  explicit Dealer(const Convolution& convolution)
      : sizes(convolution),
        grid(sizes),
        in(sizes.in_channels / sizes.groups),
        out(sizes.out_channels / sizes.groups),
        pictures_(in * grid.pictures() * grid.row + kBeyond) {
    for (int64_t i = 0; i < in * grid.pictures(); ++i)
      std::fill_n(picture(0, i) + grid.count(), grid.row - grid.count(), T(0));
    std::fill_n(picture(in, 0), kBeyond, T(0));
  }

  template <class Part>
  void for_each(Part part) {
    for (sample_ = 0; sample_ < sizes.batch; ++sample_)
      for (group_ = 0; group_ < sizes.groups; ++group_) part();
  }
  const T* image(const T* x) const {
    return x + (sample_ * sizes.in_channels + group_ * in) * sizes.inputs();
  }
  const T* result(const T* y) const {
    return y + (sample_ * sizes.out_channels + group_ * out) * sizes.outputs();
  }
  /// Of the group.
  const T* weight(const T* w) const { return w + group_ * out * in * sizes.window(); }
  T* picture(int64_t c, int64_t i) const {
    return pictures_.data() + (c * grid.pictures() + i) * grid.row;
  }
  void deal(const T* x) const {
    gather_patches(pictures_.data(), grid.row, image(x), in, grid.deal);
  }
  void collect(T* x) const {
    T* to = const_cast<T*>(image(x));
    std::fill_n(to, in * sizes.inputs(), T(0));
    return_patches(pictures_.data(), grid.row, to, in, grid.deal);
  }
  int64_t group() const { return group_; }

  const Convolution& sizes;
  const Grid grid;
  const int64_t in, out;  ///< channels of a group

 private:
  const Buffer<T> pictures_;
  int64_t sample_ = 0, group_ = 0;
};

}  // namespace

/// So many multiplications are worth a second thread.
constexpr int64_t kWorthThreads = int64_t{1} << 25;
/// Numbers that fit into the cache beside others.
constexpr int64_t kCached = 32768;

bool shifts_pay(const Convolution& sizes) {
  if (vector_bytes() < 32) return false;
  if (sizes.window() == 1) return false;
  const Grid grid(sizes);
  constexpr int64_t kVector = 16;
  const int64_t places = (grid.outputs(sizes) + kVector - 1) / kVector * kVector;
  if (places * 5 > sizes.outputs() * 8) return false;  // too much of the grid is of no use
  const int64_t in = sizes.in_channels / sizes.groups, out = sizes.out_channels / sizes.groups;
  const int64_t weights = out * in * sizes.window();
  if (weights > 16 * in * grid.pictures() * grid.count()) return false;
  // Only a product of CBLAS takes several threads.
  return weights * sizes.outputs() < kWorthThreads || num_threads() == 1;
}

/// Copies what is of use of results [out, ...], lines [first, last) of the grid.
template <class T>
GLASSGRAD_MULTIVERSION void write_lines(T* y, const T* results, int64_t first, int64_t last,
                                        const Convolution& sizes, const Grid& grid) {
  const int64_t height = sizes.axes[1].out, width = sizes.axes[2].out;
  const int64_t first_z = first / grid.size[1], first_r = first % grid.size[1];
  for (int64_t o = 0; o < sizes.out_channels / sizes.groups; ++o) {
    const T* from = results + o * grid.row;
    int64_t z = o * sizes.axes[0].out + first_z, r = first_r;
    for (int64_t line = first; line < last; ++line, from += grid.size[2]) {
      if (r < height) copy_short_row(y + (z * height + r) * width, from, width);
      if (++r == grid.size[1]) {
        r = 0;
        ++z;
      }
    }
  }
}

template <class T>
void convolve_shifted(T* y, const T* x, const T* w, const T* bias, const Convolution& sizes) {
  Dealer<T> d(sizes);
  const int64_t width = d.grid.size[2], count = d.in * sizes.window();
  const Buffer<T> weights(d.out * count * sizes.groups), results(d.out * d.grid.row);
  std::vector<const T*> first(count);
  for (int64_t group = 0; group < sizes.groups; ++group) {
    for (int64_t r = 0; r < count; ++r) first[r] = w + group * d.out * count + r;
    pack_weights(weights.data() + group * d.out * count, first, count, d.out);
  }
  RowSums<T> sums{results.data(), d.grid.row, d.out, 0, {}, nullptr, nullptr};
  // So many lines at a time that their results are still in the cache when they are copied.
  const int64_t lines = (d.grid.outputs(sizes) + width - 1) / width;
  const int64_t together = std::clamp<int64_t>(kCached / (d.out * width), 1, lines);
  d.for_each([&] {
    d.deal(x);
    sums.weights = d.weight(weights.data());
    sums.bias = bias ? bias + d.group() * d.out : nullptr;
    for (int64_t line = 0; line < lines; line += together) {
      const int64_t last = std::min(line + together, lines);
      sums.columns = std::min(last * width, d.grid.outputs(sizes)) - line * width;
      sums.rows.clear();
      for (int64_t c = 0; c < d.in; ++c)
        for (const auto& [picture, by] : d.grid.shifts)
          sums.rows.push_back(d.picture(c, picture) + by + line * width);
      add_up(sums);
      write_lines(const_cast<T*>(d.result(y)), results.data(), line, last, sizes, d.grid);
    }
  });
}

/// Writes results [channels, out...] into the grid, where there are zeros between them.
template <class T>
GLASSGRAD_MULTIVERSION void spread(T* to, const T* y, int64_t channels, const Convolution& sizes,
                                   const Grid& grid) {
  for (int64_t o = 0; o < channels; ++o)
    for (int64_t z = 0; z < sizes.axes[0].out; ++z)
      for (int64_t r = 0; r < sizes.axes[1].out; ++r, y += sizes.axes[2].out)
        copy_short_row(to + o * grid.row + grid.at(z, r, 0), y, sizes.axes[2].out);
}

/// The pictures of an image's gradient: each is the sum of those elements of the window that see
/// it. Pictures that are seen at the same shifts are summed up together, so that rows are read
/// once.
template <class T>
class PictureSums {
 public:
  /// @param results  of a group of channels, in the grid
  PictureSums(const Dealer<T>& dealer, const T* results, const T* w)
      : dealer_(dealer),
        seen_by_(dealer.grid.pictures()),
        weights_(dealer.sizes.out_channels * dealer.in * dealer.sizes.window()) {
    const Grid& grid = dealer.grid;
    std::vector<std::vector<int64_t>> shifts(seen_by_.size());
    for (size_t k = 0; k < grid.shifts.size(); ++k) {
      seen_by_[grid.shifts[k].picture].push_back(static_cast<int64_t>(k));
      shifts[grid.shifts[k].picture].push_back(grid.shifts[k].by);
    }
    const bool alike = std::equal(shifts.begin() + 1, shifts.end(), shifts.begin());
    together_ = alike ? grid.pictures() : 1;
    const int64_t parts = grid.pictures() / together_;
    sums_.assign(parts,
                 {nullptr, parts * grid.row, dealer.in * together_, grid.count(), {}, {}, {}});
    for (int64_t part = 0; part < parts; ++part)
      for (int64_t o = 0; o < dealer.out; ++o)
        for (const int64_t by : shifts[part])
          sums_[part].rows.push_back(results + o * grid.row - by);
    for (int64_t group = 0; group < dealer.sizes.groups; ++group)
      for_each(group, [&](int64_t part, T* packed) { pack(packed, w, group, part); });
  }

  void compute(int64_t group) {
    for_each(group, [&](int64_t part, const T* packed) {
      sums_[part].y = dealer_.picture(0, part);
      sums_[part].weights = packed;
      add_up(sums_[part]);
    });
  }

 private:
  /// f(part, its weights), part being its first picture too
  template <class F>
  void for_each(int64_t group, F f) const {
    T* packed = weights_.data() + group * dealer_.out * dealer_.in * dealer_.sizes.window();
    for (size_t part = 0; part < sums_.size(); ++part) {
      f(static_cast<int64_t>(part), packed);
      packed += sums_[part].outs * static_cast<int64_t>(sums_[part].rows.size());
    }
  }
  void pack(T* packed, const T* w, int64_t group, int64_t part) const {
    const int64_t window = dealer_.sizes.window();
    const Buffer<T> in_order(dealer_.out * dealer_.in * window);
    T* to = in_order.data();
    std::vector<const T*> rows;
    for (int64_t o = group * dealer_.out; o < (group + 1) * dealer_.out; ++o)
      for (size_t k = 0; k < seen_by_[part].size(); ++k) {
        rows.push_back(to);
        for (int64_t c = 0; c < dealer_.in; ++c)
          for (int64_t picture = part; picture < part + together_; ++picture)
            *to++ = w[(o * dealer_.in + c) * window + seen_by_[picture][k]];
      }
    pack_weights(packed, rows, 1, sums_[part].outs);
  }

  const Dealer<T>& dealer_;
  std::vector<std::vector<int64_t>> seen_by_;  // elements of the window, of each picture
  std::vector<RowSums<T>> sums_;
  const Buffer<T> weights_;
  int64_t together_ = 1;
};

template <class T>
void convolve_back_shifted(T* x, const T* y, const T* w, const Convolution& sizes) {
  Dealer<T> d(sizes);
  // Results in the grid, with zeros between and before them: a shift backwards finds zeros there.
  int64_t before = 0;
  for (const auto& shift : d.grid.shifts) before = std::max(before, shift.by);
  const Buffer<T> memory(before + d.out * d.grid.row + kBeyond);
  std::fill_n(memory.data(), before + d.out * d.grid.row + kBeyond, T(0));
  T* const results = memory.data() + before;
  PictureSums<T> pictures(d, results, w);
  d.for_each([&] {
    spread(results, d.result(y), d.out, sizes, d.grid);
    pictures.compute(d.group());
    d.collect(x);
  });
}

/// y [rows, columns], rows `step` apart, as [columns, rows], with rows `to_step` apart. Four
/// numbers are written at once.
template <class T>
GLASSGRAD_MULTIVERSION void transpose(T* to, int64_t to_step, const T* y, int64_t step,
                                      int64_t rows, int64_t columns) {
  constexpr int64_t kBlock = 16;
  for (int64_t begin = 0; begin < columns; begin += kBlock) {
    const int64_t end = std::min(begin + kBlock, columns);
    int64_t r = 0;
    for (; r + 4 <= rows; r += 4)
      for (int64_t c = begin; c < end; ++c) {
        const T* from = y + r * step + c;
        const T four[] = {from[0], from[step], from[2 * step], from[3 * step]};
        std::memcpy(to + c * to_step + r, four, sizeof four);
      }
    for (; r < rows; ++r)
      for (int64_t c = begin; c < end; ++c) to[c * to_step + r] = y[r * step + c];
  }
}

/// Where a group has one result: sums of products of its gradient, spread out in the grid, and
/// rows.
template <class T>
void convolve_weight_of_one(T* w, const T* x, const T* y, const Convolution& sizes) {
  Dealer<T> d(sizes);
  const Buffer<T> result(d.grid.row);
  std::fill_n(result.data(), d.grid.row, T(0));
  const int64_t count = d.in * sizes.window();
  const int64_t places = (d.grid.outputs(sizes) + kProductLanes - 1) / kProductLanes *
                         kProductLanes;  // then come zeros
  const int64_t weights = sizes.groups * count;
  const Buffer<T> lanes(weights * kProductLanes);
  std::fill_n(lanes.data(), weights * kProductLanes, T(0));
  d.for_each([&] {
    d.deal(x);
    spread(result.data(), d.result(y), 1, sizes, d.grid);
    T* to = lanes.data() + d.group() * count * kProductLanes;
    for (int64_t c = 0; c < d.in; ++c)
      for (const auto& [picture, by] : d.grid.shifts) {
        add_products(to, result.data(), d.picture(c, picture) + by, places);
        to += kProductLanes;
      }
  });
  for (int64_t i = 0; i < weights; ++i)
    w[i] = std::accumulate(lanes.data() + i * kProductLanes, lanes.data() + (i + 1) * kProductLanes,
                           T(0));
}

template <class T>
void convolve_weight_shifted(T* w, const T* x, const T* y, const Convolution& sizes) {
  if (sizes.out_channels == sizes.groups) return convolve_weight_of_one(w, x, y, sizes);
  Dealer<T> d(sizes);
  const int64_t most = block_of_outs<T>(d.out), count = d.in * sizes.window();
  const int64_t all = (d.out + most) * count;  // gradients of a group's weights
  const Buffer<T> weights(sizes.groups * all), results(sizes.outputs() * most);
  std::fill_n(weights.data(), sizes.groups * all, T(0));
  std::fill_n(results.data(), sizes.outputs() * most, T(0));
  PlaceSums<T> sums{nullptr, results.data(), 0, {}, {}, sizes.axes[2].out};
  for (int64_t z = 0; z < sizes.axes[0].out; ++z)
    for (int64_t r = 0; r < sizes.axes[1].out; ++r) sums.lines.push_back(d.grid.at(z, r, 0));
  for (int64_t c = 0; c < d.in; ++c)
    for (const auto& [picture, by] : d.grid.shifts) sums.rows.push_back(d.picture(c, picture) + by);

  /// Calls part(first, count, their gradients) for blocks of a group's results.
  const auto for_each_block = [&](int64_t group, auto part) {
    for (int64_t o = 0; o < d.out; o += sums.outs) {
      sums.outs = block_of_outs<T>(d.out - o);
      part(o, std::min(sums.outs, d.out - o), weights.data() + group * all + o * count);
    }
  };
  d.for_each([&] {
    d.deal(x);
    for_each_block(d.group(), [&](int64_t o, int64_t outs, T* to) {
      transpose(results.data(), sums.outs, d.result(y) + o * sizes.outputs(), sizes.outputs(), outs,
                sizes.outputs());
      sums.w = to;
      add_up(sums);
    });
  });
  for (int64_t group = 0; group < sizes.groups; ++group)
    for_each_block(group, [&](int64_t o, int64_t outs, const T* from) {
      transpose(w + (group * d.out + o) * count, count, from, sums.outs, count, outs);
    });
}

template void convolve_shifted(float*, const float*, const float*, const float*,
                               const Convolution&);
template void convolve_shifted(double*, const double*, const double*, const double*,
                               const Convolution&);
template void convolve_back_shifted(float*, const float*, const float*, const Convolution&);
template void convolve_back_shifted(double*, const double*, const double*, const Convolution&);
template void convolve_weight_shifted(float*, const float*, const float*, const Convolution&);
template void convolve_weight_shifted(double*, const double*, const double*, const Convolution&);

}  // namespace glassgrad::kernels
