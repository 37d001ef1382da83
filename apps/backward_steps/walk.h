#pragma once
// A backward pass as a list that the reader goes up and down in.

#include <string>
#include <vector>

#include <glassgrad.h>
#include <glassgrad/backward_steps.h>
#include "apps/support/graph_picture.h"

namespace backward_steps {

using Steps = std::vector<glassgrad::autograd::BackwardStep>;

/// The loss of one iteration of the tutorial's logistic regression, on six points, and the tensors
/// that have names.
struct Iteration {
  glassgrad::Tensor loss;
  apps::NamedTensors tensors;
};
Iteration tutorial_iteration();

/// A backward pass, and the results of the forward pass before it.
struct Pass {
  Steps steps;
  apps::NamedTensors results;
};

/// Of that iteration.
Pass tutorial_pass();

/// The graph as a list, the node in front of the reader marked, then what that node does.
std::string screen(const Steps& steps, size_t current);

/// What a key or word does to the position: n or an empty line goes on, b back, a name to the next
/// node that contains it. Returns the new position; `error` says what is wrong otherwise.
size_t move(const Steps& steps, size_t current, const std::string& input, std::string& error);

/// The same walk as one HTML page: no server, no network.
/// @throws Error  if the file cannot be written
void write_page(const std::string& path);

}  // namespace backward_steps
