// One element of a convolution's result and its window, in numbers.
#include "autograd/ops/layers/window_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace glassgrad {
namespace {

constexpr int64_t kMostShown = 5;  // rows and columns of a window

double element(const Tensor& t, int64_t i) {
  return t.scalar_type() == kDouble ? data<double>(t)[i] : data<float>(t)[i];
}

/// Where, in row-major order, the first element that is not finite stands, or else the one farthest
/// from zero.
int64_t farthest_from_zero(const Tensor& t) {
  int64_t best = 0;
  for (int64_t i = 0; i < t.numel(); ++i) {
    if (!std::isfinite(element(t, i))) return i;
    if (std::abs(element(t, i)) > std::abs(element(t, best))) best = i;
  }
  return best;
}

/// Rows of numbers below a title.
struct Block {
  std::string title;
  std::vector<std::string> rows;
};

/// The lines of two blocks, side by side.
std::string side_by_side(const Block& left, const Block& right) {
  size_t width = left.title.size();
  for (const std::string& row : left.rows) width = std::max(width, row.size());
  std::string text = fmt::format("\n{:{}}   {}", left.title, width, right.title);
  for (size_t i = 0; i < left.rows.size(); ++i)
    text += fmt::format("\n{:{}}   {}", left.rows[i], width, right.rows[i]);
  return text;
}

/// Element `at` of the smaller image, channel by channel, and what it sees of the larger one.
class Window {
 public:
  Window(const ConvGeometry& geometry, int64_t at)
      : sizes_(geometry.sizes), first_axis_(3 - static_cast<size_t>(geometry.spatial)) {
    for (size_t d = 3; d-- > 0; at /= sizes_.axes[d].out) at_[d] = at % sizes_.axes[d].out;
    channel_ = at % sizes_.out_channels;
    sample_ = at / sizes_.out_channels;
    const int64_t group = channel_ / (sizes_.out_channels / sizes_.groups);
    image_channel_ = group * channels();
    while (depth_ + 1 < sizes_.axes[0].kernel && !is_inside(0, depth_)) ++depth_;
  }

  int64_t channels() const { return sizes_.in_channels / sizes_.groups; }
  int64_t channel() const { return channel_; }

  /// "[0, 1, 2, 3]", the element.
  std::string of_result() const {
    std::string text = fmt::format("[{}, {}", sample_, channel_);
    for (size_t d = first_axis_; d < 3; ++d) text += fmt::format(", {}", at_[d]);
    return text + "]";
  }
  /// "[0, 0, 2:5, 3:6]", its window.
  std::string of_image() const {
    std::string text = fmt::format("[{}, {}", sample_, image_channel_);
    if (first_axis_ == 0) text += fmt::format(", {}", position(0, depth_));
    for (size_t d = std::max(first_axis_, size_t{1}); d < 3; ++d) text += ", " + range(d);
    return text + "]";
  }
  /// "[1, 0]", the part of the weight.
  std::string of_weight() const {
    return fmt::format("[{}, 0{}]", channel_, first_axis_ == 0 ? fmt::format(", {}", depth_) : "");
  }

  /// value(place in the image, place in the weight) for each element of the window; a dot in the
  /// padding, unless `everywhere`.
  template <class Value>
  Block block(std::string title, bool everywhere, Value value) const {
    const kernels::Axis &rows = sizes_.axes[1], &columns = sizes_.axes[2];
    Block result{std::move(title), {}};
    for (int64_t i = 0; i < std::min(rows.kernel, kMostShown); ++i) {
      std::string row;
      for (int64_t j = 0; j < std::min(columns.kernel, kMostShown); ++j) {
        const bool shown =
            everywhere || (is_inside(0, depth_) && is_inside(1, i) && is_inside(2, j));
        row += shown ? fmt::format("{:>11.4g}", value(in_image(i, j), in_weight(i, j)))
                     : fmt::format("{:>11}", ".");
      }
      result.rows.push_back(row + (columns.kernel > kMostShown ? " ..." : ""));
    }
    if (rows.kernel > kMostShown) result.rows.push_back("       ...");
    return result;
  }

 private:
  int64_t position(size_t d, int64_t k) const {
    const kernels::Axis& axis = sizes_.axes[d];
    return at_[d] * axis.stride - axis.padding + k * axis.dilation;
  }
  bool is_inside(size_t d, int64_t k) const {
    return position(d, k) >= 0 && position(d, k) < sizes_.axes[d].in;
  }
  std::string range(size_t d) const {
    const kernels::Axis& axis = sizes_.axes[d];
    int64_t first = 0, last = axis.kernel - 1;
    while (first < last && !is_inside(d, first)) ++first;
    while (last > first && !is_inside(d, last)) --last;
    const std::string step = axis.dilation > 1 ? fmt::format(":{}", axis.dilation) : "";
    return fmt::format("{}:{}{}", position(d, first), position(d, last) + 1, step);
  }
  int64_t in_image(int64_t row, int64_t column) const {
    int64_t i = sample_ * sizes_.in_channels + image_channel_;
    i = i * sizes_.axes[0].in + position(0, depth_);
    i = i * sizes_.axes[1].in + position(1, row);
    return i * sizes_.axes[2].in + position(2, column);
  }
  int64_t in_weight(int64_t row, int64_t column) const {
    const int64_t plane = channel_ * channels() * sizes_.axes[0].kernel + depth_;
    return (plane * sizes_.axes[1].kernel + row) * sizes_.axes[2].kernel + column;
  }

  const kernels::Convolution& sizes_;
  size_t first_axis_;
  int64_t at_[3], sample_, channel_, image_channel_, depth_ = 0;
};

Tensor values_of(const Tensor& t) { return t.defined() ? contiguous_values(t) : t; }

std::string of_channels(const Window& window, const char* image) {
  return window.channels() == 1 ? ""
                                : fmt::format("; of {} channels of {} that take part, the first",
                                              window.channels(), image);
}

// With g = dL/dy[n,o,p]: to dL/dw[o] goes g times the window of x, to that window of dL/dx go the
// products g w[o], to dL/db[o] goes g.
std::string convolution_text(const ConvGeometry& geometry, const Tensor& dy, const Tensor& x,
                             const Tensor& w, bool has_bias) {
  const int64_t at = farthest_from_zero(dy);
  const Window window(geometry, at);
  const double g = element(dy, at);
  std::string text = fmt::format("g = dL/dy{} = {:.4g}, of dL/dy the farthest from 0{}",
                                 window.of_result(), g, of_channels(window, "x"));
  if (x.defined())
    text += side_by_side(window.block("its window x" + window.of_image(), false,
                                      [&](int64_t i, int64_t) { return element(x, i); }),
                         window.block("g x, added to dL/dw" + window.of_weight(), false,
                                      [&](int64_t i, int64_t) { return g * element(x, i); }));
  if (w.defined())
    text += side_by_side(window.block("its weight w" + window.of_weight(), true,
                                      [&](int64_t, int64_t k) { return element(w, k); }),
                         window.block("g w, added to dL/dx" + window.of_image(), false,
                                      [&](int64_t, int64_t k) { return g * element(w, k); }));
  if (has_bias) text += fmt::format("\ng = {:.4g}, added to dL/db[{}]", g, window.channel());
  return text;
}

// With v = x[n,o,p], which the forward pass has spread over a window of y: to dL/dw[o] goes v times
// the window of dL/dy, and dL/dv is the sum of w[o] times that window.
std::string transposed_text(const ConvGeometry& geometry, const Tensor& dy, const Tensor& x,
                            const Tensor& w) {
  const int64_t at = x.defined() ? farthest_from_zero(x) : 0;
  const Window window(geometry, at);
  std::string text = "v = x" + window.of_result();
  if (x.defined()) text += fmt::format(" = {:.4g}, of x the farthest from 0", element(x, at));
  text += of_channels(window, "y");
  const Block of_dy = window.block("its window dL/dy" + window.of_image(), false,
                                   [&](int64_t i, int64_t) { return element(dy, i); });
  if (x.defined())
    text += side_by_side(
        of_dy, window.block("v dL/dy, added to dL/dw" + window.of_weight(), false,
                            [&](int64_t i, int64_t) { return element(x, at) * element(dy, i); }));
  if (w.defined())
    text += side_by_side(
        window.block("its weight w" + window.of_weight(), true,
                     [&](int64_t, int64_t k) { return element(w, k); }),
        window.block("w dL/dy, added to dL/dx" + window.of_result(), false,
                     [&](int64_t i, int64_t k) { return element(w, k) * element(dy, i); }));
  return text;
}

}  // namespace

std::string window_text(Place place, const ConvGeometry& geometry, const Tensor& upstream,
                        const Tensor& first, const Tensor& second, bool has_bias) {
  if (place == Place::Weight || !upstream.defined() || upstream.numel() == 0) return "";
  const Tensor dy = values_of(upstream), a = values_of(first), w = values_of(second);
  return place == Place::Result ? convolution_text(geometry, dy, a, w, has_bias)
                                : transposed_text(geometry, dy, a, w);
}

}  // namespace glassgrad
