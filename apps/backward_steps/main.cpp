// Walks the backward pass of one training step of the tutorial, in the terminal or as a page.
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "apps/backward_steps/walk.h"
#include "apps/support/arguments.h"
#include "apps/support/files.h"
#include "apps/support/gnuplot.h"
#include "apps/support/graph_picture.h"
#include "apps/support/plot_options.h"
#include "apps/support/program.h"

namespace {

constexpr const char* kKeys = "Enter on, b back, a name to go to a node, q to stop: ";

void walk(const backward_steps::Steps& steps) {
  size_t current = 0;
  std::string input, error;
  while (true) {
    fmt::print("{}\n{}", backward_steps::screen(steps, current), error.empty() ? "" : error + "\n");
    fmt::print("{}", kKeys);
    std::fflush(stdout);
    if (!std::getline(std::cin, input) || input == "q") break;
    current = backward_steps::move(steps, current, input, error);
    fmt::print("\n");
  }
  fmt::print("\n");
}

}  // namespace

int main(int argc, char** argv) {
  bool help = false;
  std::string html;
  apps::PictureFile graph;
  const std::vector<apps::Option> options = {
      {"--html", "FILE", "write the walk as one page with a slider, and stop",
       apps::file_name(html)},
      {"--graph", "FILE",
       "draw the graph with values and gradients as .svg or .png, or write\n"
       "it as .dot, and stop",
       apps::picture_name(graph, {".svg", ".png", ".dot"})},
      {"--help", "", "show this text", apps::flag(help)}};
  return apps::run_program("backward_steps", argc, argv, [&](const auto& arguments) {
    apps::parse_arguments(arguments, options);
    if (help) {
      apps::print_help("Walks the backward pass of logistic regression, node by node.\n\n" +
                       apps::describe(options));
    } else if (!html.empty()) {
      backward_steps::write_page(html);
    } else if (graph.is_asked) {
      const backward_steps::Pass pass = backward_steps::tutorial_pass();
      apps::Pictures pictures(/*is_quiet=*/false);
      pictures.draw(graph, [&] {
        apps::draw_with_graphviz(graph.path, apps::graph_as_dot(pass.steps, pass.results));
      });
      pictures.finish();
    } else {
      walk(backward_steps::tutorial_pass().steps);
      apps::flush_stdout();
    }
  });
}
