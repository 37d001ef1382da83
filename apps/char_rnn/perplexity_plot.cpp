// Draws how perplexity falls.
#include "apps/char_rnn/perplexity_plot.h"

#include <fmt/format.h>

#include "apps/support/gnuplot.h"

namespace char_rnn {

void draw_perplexities(const std::string& path, const std::vector<Epoch>& history) {
  if (history.empty()) throw apps::NothingToDraw("there was no epoch of training");
  std::string script = "$epochs << EOD\n";
  for (size_t i = 0; i < history.size(); ++i) {
    script += fmt::format("{} {} {}\n", i + 1, history[i].training, history[i].validation);
  }
  // Training's is a mean over its epoch, so it stands in the middle.
  script += fmt::format(R"(EOD
set xlabel 'epochs'
set ylabel 'perplexity'
set logscale y
set yrange [1:*]
set xrange [0:*]
set grid linecolor 'gray80'
plot $epochs using ($1-0.5):2 with linespoints pointtype {} linewidth 2 linecolor '{}' \
       title 'training, while it learns', \
     $epochs using 1:3 with linespoints pointtype {} linewidth 2 linecolor '{}' title 'validation'
)",
                        apps::marker(0), apps::colour(0), apps::marker(1), apps::colour(1));
  apps::draw_with_gnuplot(path, {800, 500}, script);
}

}  // namespace char_rnn
