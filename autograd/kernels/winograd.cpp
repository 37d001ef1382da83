// Winograd's convolution F(2x2, 3x3), of Lavin and Gray, Fast Algorithms for Convolutional Neural
// Networks (2016).
//
// In one dimension: two neighbouring results of a window of three see four numbers d of the image,
//   y0 = d0 w0 + d1 w1 + d2 w2,   y1 = d1 w0 + d2 w1 + d3 w2,
// six products. Four are enough:
//   m0 = (d0 - d2) w0,             m1 = (d1 + d2) (w0 + w1 + w2) / 2,
//   m3 = (d1 - d3) w2,             m2 = (d2 - d1) (w0 - w1 + w2) / 2,
//   y0 = m0 + m1 + m2,             y1 = m1 - m2 - m3.
// As matrices, y = A ((B d) * (G w)), where * multiplies number by number. In two dimensions they
// stand on both sides: tiles of 2 x 2 results see 4 x 4 numbers d,
//   Y = A [(B d B') * (G w G')] A',
// 16 products where there were 36. The sum over channels can be taken before A, and then each of
// the 16 is a product of matrices, [tiles, in] [in, out].
//
// All of this is linear in d and in w. So gradients have the transposed matrices: with Z = A' dY A,
//   dd = B' [(G w G') * Z] B,   added up where tiles overlap,   dw = G' [(B d B') * Z] G.
//
// Images lie with their channels side by side here: what is done to a tile is done to all of them.
#include "autograd/kernels/winograd.h"

#include <algorithm>

#include "autograd/base/compiler.h"
#include "autograd/kernels/buffer.h"
#include "autograd/kernels/matmul.h"
#include "autograd/kernels/threads.h"

namespace glassgrad::kernels {
namespace {

struct B {
  static constexpr int kRows = 4, kColumns = 4;
  static constexpr float k[4][4] = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}};
  static constexpr float at(int i, int j) { return k[i][j]; }
};
struct G {
  static constexpr int kRows = 4, kColumns = 3;
  static constexpr float k[4][3] = {{1, 0, 0}, {.5, .5, .5}, {.5, -.5, .5}, {0, 0, 1}};
  static constexpr float at(int i, int j) { return k[i][j]; }
};
struct A {
  static constexpr int kRows = 2, kColumns = 4;
  static constexpr float k[2][4] = {{1, 1, 1, 0}, {0, 1, -1, -1}};
  static constexpr float at(int i, int j) { return k[i][j]; }
};
template <class M>
struct Transposed {
  static constexpr int kRows = M::kColumns, kColumns = M::kRows;
  static constexpr float at(int i, int j) { return M::at(j, i); }
};

/// Element i of M x.
template <class M, class T>
GLASSGRAD_ALWAYS_INLINE T row_times(int i, const T (&x)[M::kColumns]) {
  T sum = 0;
  for (int k = 0; k < M::kColumns; ++k)
    if (M::at(i, k) != 0) sum += static_cast<T>(M::at(i, k)) * x[k];
  return sum;
}

/// Where the numbers of a tile are: from one line, and from one column, to the next.
struct Steps {
  int64_t line, column;
};

/// to = M from M', for each channel; added to what is there, or instead of it.
template <class M, bool kAdd = false, class T>
GLASSGRAD_MULTIVERSION void transform(T* to, Steps to_step, const T* from, Steps from_step,
                                      int64_t channels) {
  constexpr int n = M::kColumns, m = M::kRows;
  GLASSGRAD_INDEPENDENT
  for (int64_t c = 0; c < channels; ++c) {
    T half[m][n];  // M from
    for (int j = 0; j < n; ++j) {
      T column[n];
      for (int i = 0; i < n; ++i) column[i] = from[i * from_step.line + j * from_step.column + c];
      for (int i = 0; i < m; ++i) half[i][j] = row_times<M>(i, column);
    }
    for (int i = 0; i < m; ++i)
      for (int j = 0; j < m; ++j) {
        T& result = to[i * to_step.line + j * to_step.column + c];
        result = kAdd ? result + row_times<M>(j, half[i]) : row_times<M>(j, half[i]);
      }
  }
}

/// Images with their channels side by side, [samples, height, width, channels].
template <class T>
struct Images {
  Images(int64_t samples, int64_t lines, int64_t columns, int64_t channel_count)
      : height(lines),
        width(columns),
        channels(channel_count),
        count(samples * lines * columns * channel_count),
        memory(count) {
    clear();
  }
  void clear() const { std::fill_n(memory.data(), count, T(0)); }
  T* at(int64_t sample, int64_t line, int64_t column) const {
    return memory.data() + ((sample * height + line) * width + column) * channels;
  }
  Steps steps() const { return {width * channels, channels}; }

  const int64_t height, width, channels, count;
  const Buffer<T> memory;
};

/// Images [samples, channels, h, w] to those with channels side by side, where they begin at
/// (pad_h, pad_w).
template <class T>
GLASSGRAD_MULTIVERSION void read_images(const Images<T>& to, const T* x, int64_t samples, int64_t h,
                                        int64_t w, int64_t pad_h, int64_t pad_w) {
  for (int64_t n = 0; n < samples; ++n)
    for (int64_t i = 0; i < h; ++i) {
      T* line = to.at(n, i + pad_h, pad_w);
      const T* from = x + (n * to.channels * h + i) * w;
      for (int64_t j = 0; j < w; ++j) {
        GLASSGRAD_INDEPENDENT
        for (int64_t c = 0; c < to.channels; ++c) line[j * to.channels + c] = from[c * h * w + j];
      }
    }
}
/// And back, plus bias (null: none) of each channel.
template <class T>
GLASSGRAD_MULTIVERSION void write_images(T* x, const Images<T>& from, const T* bias,
                                         int64_t samples, int64_t h, int64_t w, int64_t pad_h,
                                         int64_t pad_w) {
  for (int64_t n = 0; n < samples; ++n)
    for (int64_t i = 0; i < h; ++i) {
      const T* line = from.at(n, i + pad_h, pad_w);
      T* to = x + (n * from.channels * h + i) * w;
      for (int64_t c = 0; c < from.channels; ++c)
        for (int64_t j = 0; j < w; ++j)
          to[c * h * w + j] = line[j * from.channels + c] + (bias ? bias[c] : 0);
    }
}

/// 16 matrices, one for each number of a tile.
template <class T>
struct Planes {
  Planes(int64_t rows, int64_t column_count)
      : columns(column_count),
        size(rows * column_count + 16),  // not a power of two, which caches dislike
        memory(16 * size) {}
  T* row(int64_t i) const { return memory.data() + i * columns; }
  Steps steps() const { return {4 * size, size}; }
  /// The i-th, or its first rows.
  Matrix matrix(int64_t i, int64_t rows) const {
    return {memory.data() + i * size, rows, columns, columns, 1};
  }

  const int64_t columns, size;
  const Buffer<T> memory;
};

/// So many tiles that the matrices are not too narrow.
constexpr int64_t kTiles = 256;

/// So many samples at a time, in tiles.
template <class T>
class Tiles {
 public:
  explicit Tiles(const Convolution& convolution)
      : sizes(convolution),
        height_((sizes.axes[1].out + 1) / 2),
        width_((sizes.axes[2].out + 1) / 2),
        together_(samples_together()),
        image_(together_, 2 * height_ + 2, 2 * width_ + 2, sizes.in_channels),
        result_(together_, 2 * height_, 2 * width_, sizes.out_channels),
        in_(together_ * height_ * width_, sizes.in_channels),
        out_(together_ * height_ * width_, sizes.out_channels) {}

  /// Calls part() for each; the functions below are about the current ones.
  template <class Part>
  void for_each(Part part) {
    for (first_ = 0; first_ < sizes.batch; first_ += together_) {
      count_ = std::min(together_, sizes.batch - first_);
      part();
    }
  }
  bool is_first() const { return first_ == 0; }
  /// [tiles, channels], of number i of the transformed tiles.
  Matrix in(int64_t i) const { return in_.matrix(i, count_ * height_ * width_); }
  Matrix out(int64_t i) const { return out_.matrix(i, count_ * height_ * width_); }

  void read_image(const T* x) const {  // in = B d B'
    const Axis &h = sizes.axes[1], &w = sizes.axes[2];
    read_images(image_, of_image(x), count_, h.in, w.in, h.padding, w.padding);
    for_each_tile([&](int64_t tile, int64_t n, int64_t i, int64_t j) {
      transform<B>(in_.row(tile), in_.steps(), image_.at(n, i, j), image_.steps(), image_.channels);
    });
  }
  void write_image(T* x) const {  // d = B' in B
    const Axis &h = sizes.axes[1], &w = sizes.axes[2];
    image_.clear();
    for_each_tile([&](int64_t tile, int64_t n, int64_t i, int64_t j) {
      transform<Transposed<B>, true>(image_.at(n, i, j), image_.steps(), in_.row(tile), in_.steps(),
                                     image_.channels);
    });
    write_images<T>(const_cast<T*>(of_image(x)), image_, nullptr, count_, h.in, w.in, h.padding,
                    w.padding);
  }
  void read_result(const T* y) const {  // out = A' Y A
    read_images(result_, of_result(y), count_, sizes.axes[1].out, sizes.axes[2].out, 0, 0);
    for_each_tile([&](int64_t tile, int64_t n, int64_t i, int64_t j) {
      transform<Transposed<A>>(out_.row(tile), out_.steps(), result_.at(n, i, j), result_.steps(),
                               result_.channels);
    });
  }
  void write_result(T* y, const T* bias) const {  // Y = A out A'
    for_each_tile([&](int64_t tile, int64_t n, int64_t i, int64_t j) {
      transform<A>(result_.at(n, i, j), result_.steps(), out_.row(tile), out_.steps(),
                   result_.channels);
    });
    write_images(const_cast<T*>(of_result(y)), result_, bias, count_, sizes.axes[1].out,
                 sizes.axes[2].out, 0, 0);
  }

 private:
  int64_t samples_together() const {
    const int64_t tiles = height_ * width_;
    const int64_t most = std::clamp<int64_t>((kTiles + tiles - 1) / tiles, 1, sizes.batch);
    const int64_t parts = (sizes.batch + most - 1) / most;
    return (sizes.batch + parts - 1) / parts;
  }
  template <class Part>
  void for_each_tile(Part part) const {
    int64_t tile = 0;
    for (int64_t n = 0; n < count_; ++n)
      for (int64_t i = 0; i < height_; ++i)
        for (int64_t j = 0; j < width_; ++j) part(tile++, n, 2 * i, 2 * j);
  }
  const T* of_image(const T* x) const { return x + first_ * sizes.in_channels * sizes.inputs(); }
  const T* of_result(const T* y) const { return y + first_ * sizes.out_channels * sizes.outputs(); }

  const Convolution& sizes;
  const int64_t height_, width_;  // in tiles
  const int64_t together_;
  const Images<T> image_, result_;
  const Planes<T> in_, out_;
  int64_t first_ = 0, count_ = 0;
};

/// Windows with channels side by side, from and to w [channels, 9].
template <class T>
GLASSGRAD_MULTIVERSION void read_windows(T* to, const T* w, int64_t channels) {
  for (int64_t k = 0; k < 9; ++k) {
    GLASSGRAD_INDEPENDENT
    for (int64_t c = 0; c < channels; ++c) to[k * channels + c] = w[c * 9 + k];
  }
}
template <class T>
GLASSGRAD_MULTIVERSION void write_windows(T* w, const T* from, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t k = 0; k < 9; ++k) w[c * 9 + k] = from[k * channels + c];
}

/// The windows.
template <class T>
class Weights {
 public:
  explicit Weights(const Convolution& sizes)
      : out_(sizes.out_channels),
        in_(sizes.in_channels),
        window_(9 * in_),
        transformed_(out_, in_) {}

  /// [out, in], of number i of the transformed windows.
  Matrix operator[](int64_t i) const { return transformed_.matrix(i, out_); }

  void read(const T* w) const {  // G w G'
    for (int64_t o = 0; o < out_; ++o) {
      read_windows(window_.data(), w + o * in_ * 9, in_);
      transform<G>(transformed_.row(o), transformed_.steps(), window_.data(), {3 * in_, in_}, in_);
    }
  }
  void write(T* w) const {  // dw = G' dU G
    for (int64_t o = 0; o < out_; ++o) {
      transform<Transposed<G>>(window_.data(), {3 * in_, in_}, transformed_.row(o),
                               transformed_.steps(), in_);
      write_windows(w + o * in_ * 9, window_.data(), in_);
    }
  }

 private:
  const int64_t out_, in_;
  const Buffer<T> window_;  // of one result, [3, 3, in]
  const Planes<T> transformed_;
};

}  // namespace

bool has_winograd(const Convolution& s) {
  const auto moves_by_one = [](const Axis& a, int64_t kernel) {
    return a.kernel == kernel && a.stride == 1 && a.dilation == 1;
  };
  return s.groups == 1 && s.batch > 0 && s.outputs() > 0 && moves_by_one(s.axes[0], 1) &&
         s.axes[0].in == 1 && s.axes[0].padding == 0 && moves_by_one(s.axes[1], 3) &&
         moves_by_one(s.axes[2], 3);
}

bool winograd_pays(const Convolution& s) {
  if (!has_winograd(s) || num_threads() > 2)
    return false;  // only the products take several threads
  const int64_t tiles = ((s.axes[1].out + 1) / 2) * ((s.axes[2].out + 1) / 2);
  if (8 * tiles > 3 * s.outputs() || tiles > 1024)
    return false;  // half tiles; too many for the cache
  constexpr int64_t kMany = int64_t{1} << 17;
  const int64_t windows = s.in_channels * s.out_channels;
  return windows >= 64 * 128 &&
         std::min(s.in_channels, s.out_channels) >= (tiles > 256 ? 128 : 64) &&
         s.batch * s.outputs() >= (windows > kMany ? 384 : 192);
}

template <class T>
void convolve_winograd(T* y, const T* x, const T* w, const T* bias, const Convolution& sizes) {
  Tiles<T> tiles(sizes);
  const Weights<T> weights(sizes);
  weights.read(w);
  tiles.for_each([&] {
    tiles.read_image(x);
    for (int64_t i = 0; i < 16; ++i)
      product(scalar_type_of<T>, tiles.out(i), tiles.in(i), weights[i].transposed());
    tiles.write_result(y, bias);
  });
}

template <class T>
void convolve_back_winograd(T* x, const T* y, const T* w, const Convolution& sizes) {
  Tiles<T> tiles(sizes);
  const Weights<T> weights(sizes);
  weights.read(w);
  tiles.for_each([&] {
    tiles.read_result(y);
    for (int64_t i = 0; i < 16; ++i)
      product(scalar_type_of<T>, tiles.in(i), tiles.out(i), weights[i]);
    tiles.write_image(x);
  });
}

template <class T>
void convolve_weight_winograd(T* w, const T* x, const T* y, const Convolution& sizes) {
  Tiles<T> tiles(sizes);
  const Weights<T> weights(sizes);
  tiles.for_each([&] {
    tiles.read_image(x);
    tiles.read_result(y);
    for (int64_t i = 0; i < 16; ++i)
      product(scalar_type_of<T>, weights[i], tiles.out(i).transposed(), tiles.in(i), 1,
              tiles.is_first() ? 0 : 1);
  });
  weights.write(w);
}

template void convolve_winograd(float*, const float*, const float*, const float*,
                                const Convolution&);
template void convolve_winograd(double*, const double*, const double*, const double*,
                                const Convolution&);
template void convolve_back_winograd(float*, const float*, const float*, const Convolution&);
template void convolve_back_winograd(double*, const double*, const double*, const Convolution&);
template void convolve_weight_winograd(float*, const float*, const float*, const Convolution&);
template void convolve_weight_winograd(double*, const double*, const double*, const Convolution&);

}  // namespace glassgrad::kernels
