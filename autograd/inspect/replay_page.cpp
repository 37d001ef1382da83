// A backward pass as one HTML page: the graph in layers, a section for each node.
#include "autograd/inspect/replay_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace glassgrad::autograd {

namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else
      result += c;
  }
  return result;
}

/// Where the nodes stand: in the layer below the last of those that lead to them.
struct Layout {
  static constexpr int kWidth = 190, kHeight = 64, kBoxWidth = 170, kBoxHeight = 36;

  explicit Layout(const std::vector<PageNode>& nodes)
      : layers(nodes.size()), columns(nodes.size()) {
    std::unordered_map<const Node*, int> numbers;
    for (size_t i = 0; i < nodes.size(); ++i) numbers[nodes[i].node] = static_cast<int>(i);
    std::vector<int> used;
    for (size_t i = 0; i < nodes.size(); ++i) {  // what leads to a node stands before it
      const auto layer = static_cast<size_t>(layers[i]);
      if (used.size() <= layer) used.resize(layer + 1);
      columns[i] = used[layer]++;
      most_columns = std::max(most_columns, used[layer]);
      targets.emplace_back();
      for (const Node* target : nodes[i].targets) {
        const auto found = numbers.find(target);
        targets.back().push_back(found == numbers.end() ? -1 : found->second);
        if (found == numbers.end()) continue;
        int& below = layers[static_cast<size_t>(found->second)];
        below = std::max(below, layers[i] + 1);
      }
    }
    count = static_cast<int>(used.size());
  }

  int x(size_t i) const { return 10 + columns[i] * kWidth; }
  int y(size_t i) const { return 10 + layers[i] * kHeight; }

  std::vector<int> layers, columns;
  std::vector<std::vector<int>> targets;  ///< numbers of nodes, -1 where nobody wants a gradient
  int count = 0, most_columns = 1;
};

/// "Sigmoid" of "SigmoidBackward0", "linear.weight" of an accumulator.
std::string label(const PageNode& node) {
  const std::string accumulates = "AccumulateGrad of ";
  std::string text = node.title.rfind(accumulates, 0) == 0
                         ? node.title.substr(accumulates.size())
                         : node.title.substr(0, node.title.rfind("Backward"));
  if (!node.made.empty()) text = node.made + " = " + text;
  return text.size() <= 18 ? text : text.substr(0, 17) + "…";
}

std::string drawing(const std::vector<PageNode>& nodes, const Layout& layout) {
  std::string text =
      fmt::format("<svg width=\"{}\" height=\"{}\" role=\"group\">\n",
                  20 + layout.most_columns * Layout::kWidth, 20 + layout.count * Layout::kHeight);
  constexpr int kHalf = Layout::kBoxWidth / 2, kBoxHeight = Layout::kBoxHeight;
  for (size_t i = 0; i < nodes.size(); ++i)
    for (const int target : layout.targets[i]) {
      if (target < 0) continue;
      const auto to = static_cast<size_t>(target);
      const int x1 = layout.x(i) + kHalf, y1 = layout.y(i) + kBoxHeight;
      const int x2 = layout.x(to) + kHalf, y2 = layout.y(to);
      text += fmt::format("<path d=\"M{} {} C{} {} {} {} {} {}\" marker-end=\"url(#tip)\"/>\n", x1,
                          y1, x1, (y1 + y2) / 2, x2, (y1 + y2) / 2, x2, y2 - 6);
    }
  text +=
      "<defs><marker id=\"tip\" viewBox=\"0 0 6 6\" refX=\"1\" refY=\"3\" markerWidth=\"6\" "
      "markerHeight=\"6\" orient=\"auto\"><path d=\"M0 0 L6 3 L0 6 z\"/></marker></defs>\n";
  for (size_t i = 0; i < nodes.size(); ++i)
    text += fmt::format(
        "<g class=\"node{}\" tabindex=\"0\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" "
        "height=\"{}\" rx=\"6\"/><text x=\"{}\" y=\"{}\">#{} {}</text></g>\n",
        nodes[i].targets.empty() ? " leaf" : "",
        escaped(nodes[i].title + (nodes[i].source.empty() ? "" : ": " + nodes[i].source)),
        layout.x(i), layout.y(i), Layout::kBoxWidth, kBoxHeight, layout.x(i) + 8, layout.y(i) + 23,
        i + 1, escaped(label(nodes[i])));
  return text + "</svg>\n";
}

std::string row(const std::string& name, const std::string& html) {
  return html.empty() ? "" : fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", escaped(name), html);
}

std::string shown(const Picture& picture) {
  std::string html = escaped(picture.text);
  if (!picture.shades.empty()) html += "<br>";
  const int side = picture.shades.size() > 1 ? 80 : 160;
  for (const std::string& shades : picture.shades)
    html += fmt::format("<canvas data-side=\"{}\" data-columns=\"{}\" data-shades=\"{}\"></canvas>",
                        side, picture.columns, shades);
  return html;
}

/// The numbers of a rule, which may be a table.
std::string numbers_row(const std::string& numbers) {
  if (numbers.find('\n') == std::string::npos) return row("first element", escaped(numbers));
  return row("in numbers", "<pre>" + escaped(numbers) + "</pre>");
}

std::string section(const std::vector<PageNode>& nodes, const Layout& layout, size_t i) {
  const PageNode& node = nodes[i];
  std::string text = fmt::format("<section><h2>#{} {}</h2><table>\n", i + 1, escaped(node.title));
  text += row("makes", escaped(node.made));
  text += row("made at", escaped(node.place + (node.source.empty() ? "" : ": " + node.source)));
  text += row("rule", escaped(node.formula)) + numbers_row(node.numbers);
  for (const Picture& picture : node.tensors) text += row(picture.name, shown(picture));
  for (size_t k = 0; k < node.produced.size(); ++k) {
    const int target = layout.targets[i][k];
    std::string html = "nobody wants this gradient";
    if (target >= 0)
      html = fmt::format("{} <a href=\"#\" data-node=\"{}\">→ #{} {}</a>", shown(node.produced[k]),
                         target, target + 1, escaped(nodes[static_cast<size_t>(target)].title));
    else if (node.targets[k])
      html = shown(node.produced[k]);
    text += row(node.produced[k].name, html);
  }
  text += row("then", escaped(node.afterwards));
  return text + "</table></section>\n";
}

constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A backward pass, step by step</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 80rem; padding: 0 1rem; }
input { width: 100%; }
#graph { max-height: 50vh; overflow: auto; border: 1px solid #ccc; margin: 1rem 0; }
svg path { fill: none; stroke: #999; } marker path { fill: #999; stroke: none; }
svg text { font: 13px system-ui, sans-serif; }
.node { cursor: pointer; } .node rect { fill: #fff; stroke: #777; }
.leaf rect { fill: #dcebf7; } .done rect { fill: #e8f3e8; }
.here rect { fill: #1d5c9c; } .here text { fill: #fff; }
section { display: none; } section.here { display: block; }
table { border-collapse: collapse; } td { padding: .2rem 1rem .2rem 0; vertical-align: top; }
td + td { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
canvas { image-rendering: pixelated; border: 1px solid #ccc; margin: 2px 4px 2px 0; }
pre { margin: 0; overflow-x: auto; }
</style></head><body>
<h1>A backward pass, step by step</h1>
<p>From the loss to the parameters. Drag the slider, press the arrow keys, or click on a node.
In pictures of tensors, red is positive, blue negative, white zero, black not finite.</p>
)";

constexpr const char* kScript = R"(<script>
const slider = document.querySelector("input"), nodes = [...document.querySelectorAll(".node")];
const parts = [...document.querySelectorAll("section")];
function paint(canvas) {
  const shades = canvas.dataset.shades, columns = Number(canvas.dataset.columns);
  const rows = shades.length / 2 / columns, side = Math.max(2, Math.floor(Number(canvas.dataset.side) / Math.max(rows, columns)));
  canvas.width = columns; canvas.height = rows;
  canvas.style.width = columns * side + "px"; canvas.style.height = rows * side + "px";
  const pen = canvas.getContext("2d"), image = pen.createImageData(columns, rows);
  for (let i = 0; i < rows * columns; ++i) {
    const shade = parseInt(shades.substr(2 * i, 2), 16), part = (shade - 127) / 127;
    const pale = 255 * (1 - Math.abs(part));
    image.data.set(shade == 255 ? [0, 0, 0, 255] : part < 0 ? [pale, pale, 255, 255]
                                                           : [255, pale, pale, 255], 4 * i);
  }
  pen.putImageData(image, 0, 0);
}
function show(at) {
  slider.value = at;
  nodes.forEach((node, i) => {
    node.classList.toggle("here", i == at);
    node.classList.toggle("done", i < at);
  });
  parts.forEach((part, i) => part.className = i == at ? "here" : "");
  parts[at].querySelectorAll("canvas").forEach(paint);
  nodes[at].scrollIntoView({block: "nearest", inline: "nearest"});
}
slider.addEventListener("input", () => show(Number(slider.value)));
nodes.forEach((node, i) => {
  node.addEventListener("click", () => show(i));
  node.addEventListener("keydown", event => { if (event.key == "Enter") show(i); });
});
document.querySelectorAll("a[data-node]").forEach(link => link.addEventListener("click", event => {
  event.preventDefault();
  show(Number(link.dataset.node));
}));
document.addEventListener("keydown", event => {
  if (event.target === slider) return;
  if (event.key == "ArrowRight") show(Math.min(Number(slider.value) + 1, nodes.length - 1));
  if (event.key == "ArrowLeft") show(Math.max(Number(slider.value) - 1, 0));
});
show(0);
</script></body></html>
)";

}  // namespace

std::string page_of(const std::vector<PageNode>& nodes, bool is_whole) {
  const Layout layout(nodes);
  std::string text = kHead;
  if (!is_whole)
    text += fmt::format("<p>These are the first {} nodes of a longer pass.</p>\n", nodes.size());
  text += fmt::format(
      "<input type=\"range\" min=\"0\" max=\"{}\" value=\"0\" aria-label=\"node\">\n"
      "<div id=\"graph\">\n",
      nodes.size() - 1);
  text += drawing(nodes, layout) + "</div>\n";
  for (size_t i = 0; i < nodes.size(); ++i) text += section(nodes, layout, i);
  return text + kScript;
}

}  // namespace glassgrad::autograd
