#pragma once
// Graphs as text and as pictures by Graphviz.

#include <string>
#include <utility>
#include <vector>

#include <glassgrad/backward_steps.h>

namespace apps {

/// "[3, 1]: 0.62 0.92 0.99"; the first and the last values of a long one.
std::string describe(const glassgrad::Tensor& t);

/// `text` for HTML: & < > " as entities.
std::string html_escaped(const std::string& text);

/// The steps that a step's results go to, by position; -1 where nobody wants one.
std::vector<int> targets(const std::vector<glassgrad::autograd::BackwardStep>& steps,
                         const glassgrad::autograd::BackwardStep& step);

/// Tensors that the program has names for; a picture shows their values at the node that made them.
using NamedTensors = std::vector<std::pair<std::string, glassgrad::Tensor>>;

/// The graph behind a backward pass as text in Graphviz's language: parameters on the left, the
/// loss on the right; at each node its forward line, the value it made and the gradient that came
/// back, at each arrow the gradient that it passes on.
/// @param steps  the whole pass
/// Source: https://graphviz.org/doc/info/lang.html
std::string graph_as_dot(const std::vector<glassgrad::autograd::BackwardStep>& steps,
                         const NamedTensors& named);

/// Stores the picture of `dot` at `path`, whole or not at all: .dot keeps the text, .png is a PNG,
/// anything else an SVG.
/// @throws ProgramMissing, FileError; std::runtime_error with Graphviz's last line if it fails
void draw_with_graphviz(const std::string& path, const std::string& dot);

}  // namespace apps
