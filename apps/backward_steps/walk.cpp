// A backward pass as a list that the reader goes up and down in.
#include "apps/backward_steps/walk.h"

#include <fmt/format.h>

#include <cctype>

namespace backward_steps {

using glassgrad::Tensor;
using glassgrad::autograd::BackwardStep;

namespace {
struct ModelImpl : glassgrad::nn::Module {
  Tensor forward(const Tensor& x) {
    const Tensor z = linear(x);
    return sigmoid(z);
  }
  glassgrad::nn::Linear linear = register_module("linear", glassgrad::nn::Linear(1, 1));
};
TORCH_MODULE(Model);
}  // namespace

Pass tutorial_pass() {
  glassgrad::manual_seed(0);
  Model model;
  const Tensor x = glassgrad::tensor({{-2.0}, {-1.0}, {0.0}, {0.5}, {1.0}, {2.0}});
  const Tensor y = glassgrad::tensor({{0.0}, {0.0}, {0.0}, {1.0}, {1.0}, {1.0}});
  const Tensor p = model(x);
  const Tensor loss = binary_cross_entropy(p, y);
  Pass pass{{}, {{"p", p}, {"loss", loss}}};
  for (const BackwardStep& step : glassgrad::autograd::backward_steps(loss))
    pass.steps.push_back(step);
  return pass;
}

namespace {

/// Rows {name, value} about a node.
std::vector<std::pair<std::string, std::string>> rows(const Steps& steps, size_t current) {
  const BackwardStep& step = steps[current];
  std::vector<std::pair<std::string, std::string>> result;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) result.emplace_back(name, value);
  };
  const std::string source = step.source();
  add("made at", step.place() + (source.empty() ? "" : ": " + source));
  add("rule", step.formula());
  add("first element", step.numbers());
  for (const Tensor& t : step.upstream) add("upstream", apps::describe(t));
  for (const Tensor& t : step.saved) add("saved", apps::describe(t));
  const std::vector<int> to = apps::targets(steps, step);
  for (size_t i = 0; i < step.produced.size(); ++i)
    add(fmt::format("to input {}", i),
        to[i] < 0 ? "nobody wants this gradient"
                  : fmt::format("{}  -> #{} {}", apps::describe(step.produced[i]), to[i] + 1,
                                steps[to[i]].title()));
  return result;
}

}  // namespace

std::string screen(const Steps& steps, size_t current) {
  std::string text;
  for (size_t i = 0; i < steps.size(); ++i) {
    std::string arrows;
    for (const int to : apps::targets(steps, steps[i]))
      if (to >= 0) arrows += fmt::format("{}#{}", arrows.empty() ? " -> " : ", ", to + 1);
    text += fmt::format("{} #{} {}{}\n",
                        i == current  ? ">"
                        : i < current ? "."
                                      : " ",
                        i + 1, steps[i].title(), arrows);
  }
  text += "\n";
  for (const auto& [name, value] : rows(steps, current))
    text += fmt::format("  {:<14} {}\n", name, value);
  return text;
}

size_t move(const Steps& steps, size_t current, const std::string& input, std::string& error) {
  error.clear();
  if (input.empty() || input == "n") {
    if (current + 1 < steps.size()) return current + 1;
    error = "this is the last node";
    return current;
  }
  if (input == "b") {
    if (current > 0) return current - 1;
    error = "this is the first node";
    return current;
  }
  const auto lower = [](std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  };
  for (size_t i = 1; i <= steps.size(); ++i) {
    const size_t at = (current + i) % steps.size();
    if (lower(steps[at].title()).find(lower(input)) != std::string::npos) return at;
  }
  error = "no node is called '" + input + "'";
  return current;
}

namespace {
constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A backward pass, step by step</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
input { width: 100%; }
#graph { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; }
#graph li { border: 1px solid #999; border-radius: .4rem; padding: .2rem .6rem; cursor: pointer; }
#graph li.done { background: #e8f3e8; }
#graph li.here { background: #1d5c9c; color: #fff; }
section { display: none; } section.here { display: block; }
table { border-collapse: collapse; } td { padding: .2rem 1rem .2rem 0; vertical-align: top; }
td + td { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
</style></head><body>
<h1>A backward pass, step by step</h1>
<p>From the loss to the parameters. Drag the slider, press the arrow keys, or choose a node.</p>
)";

constexpr const char* kScript = R"(<script>
const slider = document.querySelector("input"), nodes = [...document.querySelectorAll("#graph li")];
const parts = [...document.querySelectorAll("section")];
function show(at) {
  slider.value = at;
  nodes.forEach((node, i) => node.className = i == at ? "here" : i < at ? "done" : "");
  parts.forEach((part, i) => part.className = i == at ? "here" : "");
}
slider.addEventListener("input", () => show(Number(slider.value)));
nodes.forEach((node, i) => node.addEventListener("click", () => show(i)));
document.addEventListener("keydown", event => {
  if (event.target === slider) return;
  if (event.key == "ArrowRight") show(Math.min(Number(slider.value) + 1, nodes.length - 1));
  if (event.key == "ArrowLeft") show(Math.max(Number(slider.value) - 1, 0));
});
show(0);
</script></body></html>
)";
}  // namespace

std::string page(const Steps& steps) {
  std::string text = kHead;
  text += fmt::format(
      "<input type=\"range\" min=\"0\" max=\"{}\" value=\"0\" aria-label=\"node\">\n"
      "<ol id=\"graph\">\n",
      steps.size() - 1);
  for (size_t i = 0; i < steps.size(); ++i)
    text += fmt::format("<li>#{} {}</li>\n", i + 1, apps::html_escaped(steps[i].title()));
  text += "</ol>\n";
  for (size_t i = 0; i < steps.size(); ++i) {
    text += fmt::format("<section><h2>#{} {}</h2><table>\n", i + 1,
                        apps::html_escaped(steps[i].title()));
    for (const auto& [name, value] : rows(steps, i))
      text += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", apps::html_escaped(name),
                          apps::html_escaped(value));
    text += "</table></section>\n";
  }
  return text + kScript;
}

}  // namespace backward_steps
