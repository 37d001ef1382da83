// Graphs as text and as pictures by Graphviz.
#include "apps/support/graph_picture.h"

#include <fmt/format.h>

#include <algorithm>

#include <glassgrad.h>
#include "apps/support/files.h"
#include "apps/support/filter.h"

namespace apps {

using glassgrad::Tensor;
using glassgrad::autograd::AccumulateGrad;
using glassgrad::autograd::BackwardStep;
using Steps = std::vector<BackwardStep>;

std::string describe(const Tensor& t) {
  if (!t.defined()) return "none";
  std::string sizes;
  for (const int64_t size : t.sizes()) sizes += (sizes.empty() ? "" : ", ") + std::to_string(size);
  std::string text = "[" + sizes + "]:";
  const Tensor values = t.detach().flatten().to(glassgrad::kDouble);
  for (int64_t i = 0; i < values.numel(); ++i) {
    if (values.numel() > 8 && i == 3) {
      text += " ...";
      i = values.numel() - 3;
    }
    text += fmt::format(" {:.4g}", values.data_ptr<double>()[i]);
  }
  return text;
}

std::string html_escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::vector<int> targets(const Steps& steps, const BackwardStep& step) {
  std::vector<int> found;
  for (const auto& edge : step.node->next_edges()) {
    const auto at = std::find_if(steps.begin(), steps.end(), [&](const BackwardStep& other) {
      return other.node == edge.function;
    });
    found.push_back(edge.is_valid() && at != steps.end() ? static_cast<int>(at - steps.begin())
                                                         : -1);
  }
  return found;
}

namespace {

constexpr const char* kGradientColour = "#b84600";

std::string gradient(const std::string& of, const Tensor& value) {
  return fmt::format("<font color=\"{}\">dL/d{} {}</font>", kGradientColour, html_escaped(of),
                     html_escaped(describe(value)));
}

/// "Sigmoid" of "SigmoidBackward0".
std::string operation(const std::string& node) { return node.substr(0, node.find("Backward")); }

std::string label_of_leaf(const Tensor& leaf) {
  const std::string name = leaf.name().empty() ? "leaf" : leaf.name();
  return fmt::format("<b>{}</b><br/>{}<br/>{}", html_escaped(name), html_escaped(describe(leaf)),
                     gradient(name, leaf.grad()));
}

std::string label_of_operation(const BackwardStep& step, const NamedTensors& named) {
  std::string label = "<b>" + html_escaped(operation(step.node->name())) + "</b>";
  if (!step.place().empty())
    label +=
        "<br/><i>" + html_escaped(step.source().empty() ? step.place() : step.source()) + "</i>";
  const auto known = std::find_if(named.begin(), named.end(), [&](const auto& item) {
    return item.second.grad_fn() == step.node;
  });
  const bool is_known = known != named.end();
  if (is_known) label += "<br/>" + html_escaped(known->first + " " + describe(known->second));
  if (!step.upstream.empty() && step.upstream[0].defined())
    label += "<br/>" + gradient(is_known ? known->first : "y", step.upstream[0]);
  return label;
}

}  // namespace

std::string graph_as_dot(const Steps& steps, const NamedTensors& named) {
  std::string dot =
      "digraph {\n  rankdir=LR;\n  bgcolor=white;\n"
      "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\", "
      "fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=10];\n";
  for (const BackwardStep& step : steps) {
    const auto* accumulator = dynamic_cast<const AccumulateGrad*>(step.node.get());
    dot += fmt::format(
        "  n{} [label=<{}>{}];\n", step.number,
        accumulator ? label_of_leaf(accumulator->variable) : label_of_operation(step, named),
        accumulator ? ", style=filled, fillcolor=\"#dcebf7\"" : "");
  }
  for (const BackwardStep& step : steps) {
    const std::vector<int> inputs = targets(steps, step);
    for (size_t i = 0; i < inputs.size(); ++i)
      if (inputs[i] >= 0)
        dot +=
            fmt::format("  n{} -> n{} [fontcolor=\"{}\", label=\"{}\"];\n", steps[inputs[i]].number,
                        step.number, kGradientColour, describe(step.produced[i]));
  }
  return dot + "}\n";
}

void draw_with_graphviz(const std::string& path, const std::string& dot) {
  if (path.ends_with(".dot") || path.ends_with(".DOT")) return write_file(path, dot);
  write_file(path, run_filter({"dot", is_png(path) ? "-Tpng" : "-Tsvg", "-Gdpi=96"}, dot,
                              "install graphviz, or choose a file that ends in .dot"));
}

}  // namespace apps
