#pragma once
// --plot and --no-plot.

#include <functional>
#include <string>
#include <vector>

#include "apps/support/arguments.h"
#include "apps/support/gnuplot.h"

namespace apps {

/// `--plot FILE` and `--no-plot`, of which only one can be meant.
struct PlotOptions {
  PictureFile file;
  bool none = false;

  /// Their rows of a program's table.
  /// @{
  Option plot_row(const std::string& help);
  Option no_plot_row();
  /// @}
  /// Where to draw, after the last argument: the chosen file, `usual`, or "" for no picture.
  /// @throws ArgumentError if both were given
  PictureFile chosen(const std::string& usual) const;
};

/// What a picture may be called: that of an option, which asks for it.
std::function<void(const std::string&)> picture_name(PictureFile& target,
                                                     const std::vector<std::string>& endings = {
                                                         ".svg", ".png"});

}  // namespace apps
