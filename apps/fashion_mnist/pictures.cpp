// Pictures of wrong answers, and of what the first layer looks for.
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

/// Images side by side below a title, drawn as one image with nothing between them.
class Mosaic {
 public:
  /// @param columns   tiles in a row
  /// @param captions  lines of text below each
  /// @param zoom      units of the picture for each pixel of an image
  Mosaic(std::vector<Tile> tiles, size_t columns, size_t captions, size_t zoom)
      : tiles_(std::move(tiles)),
        columns_(columns),
        rows_((tiles_.size() + columns_ - 1) / columns_),
        cell_width_(kSide + kGap),
        cell_height_(kSide + kGap + captions * kLineHeight / zoom),
        zoom_(zoom) {}

  /// @param colours  gnuplot commands that say what numbers look like
  void draw(const std::string& path, const std::string& title, const std::string& colours) const {
    const size_t width = columns_ * cell_width_ * zoom_, height = rows_ * cell_height_ * zoom_;
    // Margins that give each pixel a whole number of units.
    const std::string frame = fmt::format(
        "set title '{}'\nset lmargin at screen 0\nset rmargin at screen 1\n"
        "set bmargin at screen 0\nset tmargin at screen {}\n",
        title, static_cast<double>(height) / static_cast<double>(height + kTitleHeight));
    apps::draw_with_gnuplot(
        path, {static_cast<int>(width), static_cast<int>(height + kTitleHeight)},
        frame + colours + pixels() + captions() +
            fmt::format(kScript, columns_ * cell_width_ - kGap / 2 - 0.5,
                        rows_ * cell_height_ - kGap / 2 - 0.5, -(kGap / 2 + 0.5)));
  }

 private:
  static constexpr size_t kGap = 4;                             // pixels between images
  static constexpr size_t kLineHeight = 20, kTitleHeight = 50;  // units
  static constexpr const char* kScript = R"(
unset key
unset border
unset tics
unset colorbox
set xrange [{2}:{0}]
set yrange [{1}:{2}]
plot $mosaic matrix with image
)";

  std::string pixels() const {
    std::string text = "$mosaic << EOD\n";
    for (size_t y = 0; y < rows_ * cell_height_; ++y) {
      for (size_t x = 0; x < columns_ * cell_width_; ++x) text += pixel(x, y) + ' ';
      text += '\n';
    }
    return text + "EOD\n";
  }

  std::string captions() const {
    std::string text;
    for (size_t k = 0; k < tiles_.size(); ++k)
      if (!tiles_[k].caption.empty())
        text += fmt::format("set label {} \"{}\" at {},{} center\n", k + 1, tiles_[k].caption,
                            static_cast<double>(k % columns_ * cell_width_) + kSide / 2.0 - 0.5,
                            static_cast<double>(k / columns_ * cell_height_ + kSide) + 3);
    return text;
  }

  std::string pixel(size_t x, size_t y) const {
    const size_t tile = y / cell_height_ * columns_ + x / cell_width_;
    const size_t column = x % cell_width_, row = y % cell_height_;
    const bool is_inside = column < kSide && row < kSide && tile < tiles_.size();
    return is_inside ? fmt::format("{:.3g}", tiles_[tile].pixels[row * kSide + column]) : "NaN";
  }

  std::vector<Tile> tiles_;
  size_t columns_, rows_, cell_width_, cell_height_, zoom_;
};

/// The indices of wrong answers, the one with the highest probability first.
std::vector<int64_t> surest_wrong_answers(const Tensor& probabilities, const Tensor& targets) {
  const Tensor answers = probabilities.argmax(1);
  std::vector<int64_t> wrong;
  for (int64_t i = 0; i < targets.size(0); ++i)
    if (answers.data_ptr<int64_t>()[i] != targets.data_ptr<int64_t>()[i]) wrong.push_back(i);
  const float* rows = probabilities.data_ptr<float>();
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
  if (!isfinite(score.probabilities).all().item<bool>())
    throw apps::NothingToDraw("the scores have grown beyond all numbers");
  const std::vector<int64_t> wrong = surest_wrong_answers(score.probabilities, targets);
  if (wrong.empty()) throw apps::NothingToDraw("every answer is right");

  std::vector<Tile> tiles;
  for (size_t k = 0; k < std::min(most, wrong.size()); ++k) {
    const int64_t i = wrong[k];
    const float* row = score.probabilities.data_ptr<float>() + i * kClasses;
    const auto answer = std::max_element(row, row + kClasses) - row;
    tiles.push_back({images.images().data_ptr<float>() + i * kPixels,
                     fmt::format("{{/:Bold {}}}\\n{}", kNames[answer],
                                 kNames[targets.data_ptr<int64_t>()[i]])});
  }
  const std::string title = fmt::format(
      "{} of {} answers are wrong; it was surest of these ({{/:Bold answer}} "
      "above right class)",
      wrong.size(), targets.size(0), tiles.size());
  Mosaic(std::move(tiles), columns, /*captions=*/2, /*zoom=*/4)
      .draw(path, title, "set palette gray negative\nset cbrange [0:1]\n");
}

void draw_weights(const std::string& path, const Network& network) {
  constexpr int64_t most = 128;
  const Tensor weight = network->first_weights().contiguous();  // [units, 784]
  if (!isfinite(weight).all().item<bool>())
    throw apps::NothingToDraw("the weights have grown beyond all numbers");
  const bool are_classes = network->model == Model::Dense && network->hidden.is_empty();
  const int64_t shown = std::min(weight.size(0), most);
  // The units that have learnt most have grown largest.
  const Tensor by_size = std::get<1>(weight.pow(2).sum(1).sort(0, /*descending=*/true));
  std::vector<Tile> tiles;
  for (int64_t k = 0; k < shown; ++k) {
    const int64_t unit = are_classes ? k : by_size[k].item<int64_t>();
    tiles.push_back({weight.data_ptr<float>() + unit * kPixels, are_classes ? kNames[k] : ""});
  }

  // A few large weights may leave the scale, so that the others keep their colours.
  const Tensor sizes = std::get<0>(weight.abs().flatten().sort());
  const double scale =
      std::max(1e-9, sizes[static_cast<int64_t>(0.995 * (sizes.numel() - 1))].item<double>());
  const std::string whose = are_classes ? "each class"
                            : shown < weight.size(0)
                                ? fmt::format("{} of {} hidden units", shown, weight.size(0))
                                : fmt::format("the {} hidden units", shown);
  const std::string title =
      fmt::format("Weights of the pixels for {}: blue speaks for it, red against it (up to {:.2g})",
                  whose, scale);
  Mosaic(std::move(tiles), are_classes ? 5 : 16, /*captions=*/are_classes ? 1 : 0,
         /*zoom=*/are_classes ? 6 : 2)
      .draw(path, title,
            fmt::format("set cbrange [{}:{}]\nset palette defined (-1 '#b2182b', -0.5 '#ef8a62', "
                        "0 '#f7f7f7', 0.5 '#67a9cf', 1 '#2166ac')\n",
                        -scale, scale));
}

}  // namespace fashion_mnist
