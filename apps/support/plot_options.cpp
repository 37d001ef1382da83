// --plot and --no-plot.
#include "apps/support/plot_options.h"

namespace apps {

std::function<void(const std::string&)> picture_name(PictureFile& target,
                                                     const std::vector<std::string>& endings) {
  return [&target, store = file_name(target.path, endings)](const std::string& text) {
    store(text);
    target.is_asked = true;
  };
}

Option PlotOptions::plot_row(const std::string& help) {
  return {"--plot", "FILE", help, picture_name(file)};
}

Option PlotOptions::no_plot_row() { return {"--no-plot", "", "draw nothing", flag(none)}; }

PictureFile PlotOptions::chosen(const std::string& usual) const {
  if (file.is_asked && none) throw argument_error("--no-plot", "no --plot beside it", file.path);
  return file.is_asked ? file : PictureFile{none ? "" : usual};
}

}  // namespace apps
