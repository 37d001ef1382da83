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

Iteration tutorial_iteration() {
  glassgrad::manual_seed(0);
  Model model;
  const Tensor x = glassgrad::tensor({{-2.0}, {-1.0}, {0.0}, {0.5}, {1.0}, {2.0}});
  const Tensor y = glassgrad::tensor({{0.0}, {0.0}, {0.0}, {1.0}, {1.0}, {1.0}});
  const Tensor p = model(x);
  const Tensor loss = binary_cross_entropy(p, y);
  return {loss, {{"p", p}, {"loss", loss}, {"x", x}, {"y", y}}};
}

Pass tutorial_pass() {
  const Iteration iteration = tutorial_iteration();
  Pass pass{{}, iteration.tensors};
  for (const BackwardStep& step : glassgrad::autograd::backward_steps(iteration.loss))
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

void write_page(const std::string& path) {
  const Iteration iteration = tutorial_iteration();
  glassgrad::write_replay(iteration.loss, path, iteration.tensors);
}

}  // namespace backward_steps
