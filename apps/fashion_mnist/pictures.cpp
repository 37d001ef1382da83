#include "apps/fashion_mnist/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "apps/support/gnuplot.h"

namespace fashion_mnist {
namespace {

using glassgrad::Tensor;

constexpr std::array<const char*, kClasses> kNames = {"T-shirt", "Trouser",   "Pullover", "Dress",
                                                      "Coat",    "Sandal",    "Shirt",    "Sneaker",
                                                      "Bag",     "Ankle boot"};

/// An image and the lines below it.
struct Tile {
  const float* pixels;  // kSide x kSide
  std::string caption;
};

/// Images side by side, as one gnuplot image with nothing between them.
class Mosaic {
 public:
  /// @param columns   tiles in a row
  /// @param captions  lines of text below each
  Mosaic(std::vector<Tile> tiles, size_t columns, int captions)
      : tiles_(std::move(tiles)),
        columns_(std::min(columns, tiles_.size())),
        rows_((tiles_.size() + columns_ - 1) / columns_),
        cell_width_(kSide + 4),
        cell_height_(kSide + 4 + 6 * captions) {}

  /// What draws it, in units of pixels of the images from the upper left corner.
  std::string script() const {
    std::string text = "$mosaic << EOD\n";
    for (size_t y = 0; y < rows_ * cell_height_; ++y) {
      for (size_t x = 0; x < columns_ * cell_width_; ++x) text += pixel(x, y) + ' ';
      text += '\n';
    }
    text += "EOD\n";
    for (size_t k = 0; k < tiles_.size(); ++k)
      if (!tiles_[k].caption.empty())
        text += fmt::format("set label {} \"{}\" at {},{} center\n", k + 1, tiles_[k].caption,
                            k % columns_ * cell_width_ + kSide / 2.0 - 0.5,
                            k / columns_ * cell_height_ + kSide + 3.5);
    return text + fmt::format(R"(
unset key
unset border
unset tics
set size ratio -1
set xrange [-2.5:{}]
set yrange [{}:-2.5]
plot $mosaic matrix with image pixels
)",
                              columns_ * cell_width_ - 2.5, rows_ * cell_height_ - 1.5);
  }

  /// With `zoom` units of the picture for each pixel, and room for a title.
  apps::PictureSize size(int zoom) const {
    return {static_cast<int>(columns_ * cell_width_ + 2) * zoom + 20,
            static_cast<int>(rows_ * cell_height_ + 2) * zoom + 60};
  }

 private:
  std::string pixel(size_t x, size_t y) const {
    const size_t tile = y / cell_height_ * columns_ + x / cell_width_;
    const size_t column = x % cell_width_, row = y % cell_height_;
    const bool is_inside = column < kSide && row < kSide && tile < tiles_.size();
    return is_inside ? fmt::format("{:.3g}", tiles_[tile].pixels[row * kSide + column]) : "NaN";
  }

  std::vector<Tile> tiles_;
  size_t columns_, rows_, cell_width_, cell_height_;
};

/// The indices of wrong answers, the one with the highest probability first.
std::vector<int64_t> surest_wrong_answers(const Tensor& odds, const Tensor& targets) {
  const Tensor answers = odds.argmax(1);
  std::vector<int64_t> wrong;
  for (int64_t i = 0; i < targets.size(0); ++i)
    if (answers.data_ptr<int64_t>()[i] != targets.data_ptr<int64_t>()[i]) wrong.push_back(i);
  const float* rows = odds.data_ptr<float>();
  const auto highest = [rows](int64_t i) {
    return *std::max_element(rows + i * kClasses, rows + (i + 1) * kClasses);
  };
  std::stable_sort(wrong.begin(), wrong.end(),
                   [&](int64_t a, int64_t b) { return highest(a) > highest(b); });
  return wrong;
}

}  // namespace

void draw_wrong_answers(const std::string& path, const glassgrad::data::datasets::MNIST& images,
                        const Score& score) {
  constexpr size_t most = 24, columns = 8;
  const Tensor targets = images.targets();
  if (!isfinite(score.odds).all().item<bool>())
    throw apps::NothingToDraw("the scores have grown beyond all numbers");
  const std::vector<int64_t> wrong = surest_wrong_answers(score.odds, targets);
  if (wrong.empty()) throw apps::NothingToDraw("every answer is right");

  std::vector<Tile> tiles;
  for (size_t k = 0; k < std::min(most, wrong.size()); ++k) {
    const int64_t i = wrong[k];
    const float* odds = score.odds.data_ptr<float>() + i * kClasses;
    const float* highest = std::max_element(odds, odds + kClasses);
    tiles.push_back({images.images().data_ptr<float>() + i * kPixels,
                     fmt::format("{{/:Bold {}}} {:.0f}%\\nis {}", kNames[highest - odds],
                                 100 * *highest, kNames[targets.data_ptr<int64_t>()[i]])});
  }
  const size_t shown = tiles.size();
  const Mosaic mosaic(std::move(tiles), columns, 2);
  apps::draw_with_gnuplot(
      path, mosaic.size(4),
      fmt::format("set title '{} of {} images have a wrong answer; it was surest of these {}'\n",
                  wrong.size(), targets.size(0), shown) +
          "set palette gray negative\nset cbrange [0:1]\nunset colorbox\n" + mosaic.script());
}

void draw_weights(const std::string& path, const Network& network) {
  constexpr int64_t most = 128;
  const Tensor weight = network->first()->weight.detach();  // [units, 784]
  if (!isfinite(weight).all().item<bool>())
    throw apps::NothingToDraw("the weights have grown beyond all numbers");
  const bool are_classes = network->hidden.is_empty();
  const int64_t shown = std::min(weight.size(0), most);
  std::vector<Tile> tiles;
  for (int64_t k = 0; k < shown; ++k)
    tiles.push_back({weight.data_ptr<float>() + k * kPixels, are_classes ? kNames[k] : ""});

  // A few large weights may leave the scale, so that the others keep their colours.
  const Tensor sizes = std::get<0>(weight.abs().flatten().sort());
  const double scale =
      std::max(1e-9, sizes[static_cast<int64_t>(0.995 * (sizes.numel() - 1))].item<double>());
  const std::string title =
      are_classes ? std::string("The weights of the pixels for each class")
                  : fmt::format("The weights of {} of {} hidden units", shown, weight.size(0));
  const Mosaic mosaic(std::move(tiles), are_classes ? 5 : 16, are_classes ? 1 : 0);
  apps::draw_with_gnuplot(
      path, mosaic.size(are_classes ? 6 : 2),
      fmt::format("set title '{}: blue for it, red against it'\nset cbrange [{}:{}]\n", title,
                  -scale, scale) +
          "set palette defined (-1 '#b2182b', -0.5 '#ef8a62', 0 '#f7f7f7', 0.5 '#67a9cf', 1 "
          "'#2166ac')\n" +
          mosaic.script());
}

}  // namespace fashion_mnist
