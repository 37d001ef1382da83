// Pictures by gnuplot.
#include "apps/support/gnuplot.h"

#include <fmt/format.h>

#include <cstdio>

#include "apps/support/arguments.h"
#include "apps/support/files.h"
#include "apps/support/filter.h"

namespace apps {

void draw_with_gnuplot(const std::string& path, PictureSize size, const std::string& script) {
  const bool png = is_png(path);
  const std::string terminal =
      png ? fmt::format("pngcairo size {},{} font 'sans,12'", size.width, size.height)
          : fmt::format("svg size {},{} font 'sans-serif,12' background 'white'", size.width,
                        size.height);
  const std::string picture =
      run_filter({"gnuplot", "--default-settings"},
                 fmt::format("set terminal {}\n{}\nunset output\n", terminal, script),
                 "install gnuplot, or choose --no-plot");
  if (!picture.ends_with(png ? "IEND\xae\x42\x60\x82" : "</svg>\n\n")) {
    throw std::runtime_error("gnuplot failed: its picture is incomplete");
  }
  write_file(path, picture);
}

std::string gnuplot_string(const std::string& text) {
  std::string out = in_quotes(text);
  for (size_t i = 1; i + 1 < out.size(); ++i) {
    if (out[i] == '\'') out.insert(i++, 1, '\'');
  }
  return out;
}

const char* colour(size_t i) {
  static constexpr const char* kColours[kDifferentColours] = {
      "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};
  return kColours[i % kDifferentColours];
}

int marker(size_t i) {
  static constexpr int kMarkers[kDifferentColours] = {7, 9, 5, 13, 11, 15, 3};
  return kMarkers[i % kDifferentColours];
}

void Pictures::draw(const PictureFile& file, const std::function<void()>& draw_picture) {
  if (file.path.empty()) return;
  try {
    draw_picture();
    if (!is_quiet_) fmt::print(stderr, "wrote {}\n", file.path);
    return;
  } catch (const NothingToDraw& error) {
    fmt::print(stderr, "no plot: {}\n", error.what());
  } catch (const ProgramMissing& error) {
    fmt::print(stderr, "no plot: {} ({})\n", error.what(), error.cure);
  }
  if (file.is_asked && missing_.empty()) missing_ = file.path;
}

void Pictures::finish() const {
  if (!missing_.empty()) {
    throw std::runtime_error(fmt::format("{} was not drawn", in_quotes(missing_)));
  }
}

}  // namespace apps
