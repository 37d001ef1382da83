#pragma once
// Pictures by gnuplot.

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>

namespace apps {

/// There is nothing that a picture could show; for those who draw.
struct NothingToDraw : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Size of a picture: pixels in a PNG, units in an SVG.
struct PictureSize {
  int width;
  int height;
};

/// Has gnuplot draw `script` and stores the picture at `path`, whole or not at all.
/// @param path    ends in .png for a PNG; anything else gives an SVG
/// @param script  without `set terminal` and `set output`; data stand in it as `$name << EOD`
/// @throws ProgramMissing, FileError; std::runtime_error with gnuplot's last line if it fails
/// Source: http://www.gnuplot.info/docs_5.4/Gnuplot_5_4.pdf
void draw_with_gnuplot(const std::string& path, PictureSize size, const std::string& script);

/// `text` as a string of a script, in quotes; what does not print is escaped. The script must say
/// `set termoption noenhanced`, or `_` and `^` mean more than themselves.
std::string gnuplot_string(const std::string& text);

/// Colours that people with any colour vision can tell apart, and markers to go with them.
/// Source: Okabe and Ito, Color Universal Design (2008).
/// @{
inline constexpr size_t kDifferentColours = 7;
const char* colour(size_t i);  ///< "#0072b2"; the first again after the last
int marker(size_t i);          ///< gnuplot's pointtype
/// @}

/// The file of a picture.
struct PictureFile {
  std::string path;       ///< empty: no picture
  bool is_asked = false;  ///< the user has named it; others are drawn where that is possible
};

/// The pictures of a run. One that cannot be drawn does not stop the run: that a program is
/// missing, or that there is nothing to draw, is a remark on stderr.
class Pictures {
 public:
  explicit Pictures(bool is_quiet) : is_quiet_(is_quiet) {}
  /// Calls `draw_picture`, which writes to the file, unless that is empty, and reports on stderr.
  void draw(const PictureFile& file, const std::function<void()>& draw_picture);
  /// When everything else is done. @throws std::runtime_error if a picture is missing that the user
  /// has asked for
  void finish() const;

 private:
  bool is_quiet_;
  std::string missing_;  ///< the first
};

}  // namespace apps
