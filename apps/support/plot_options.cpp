// --plot and --no-plot.
#include "apps/support/plot_options.h"

namespace apps {

std::function<void(const std::string&)> picture_name(std::string& target) {
  return file_name(target, {".svg", ".png"});
}

Option PlotOptions::plot_row(const std::string& help) {
  return {"--plot", "FILE", help, picture_name(file)};
}

Option PlotOptions::no_plot_row() { return {"--no-plot", "", "draw nothing", flag(none)}; }

std::string PlotOptions::chosen(const std::string& usual) const {
  if (!none) return file.empty() ? usual : file;
  if (!file.empty()) throw argument_error("--no-plot", "no --plot beside it", file);
  return "";
}

}  // namespace apps
