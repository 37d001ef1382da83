#pragma once

#include <string>
#include <vector>

#include "autograd/backward_steps.h"
#include "glassgrad.h"

namespace backward_steps {

using Steps = std::vector<glassgrad::autograd::BackwardStep>;

/// The first iteration of the tutorial's logistic regression, on the first six points.
Steps tutorial_steps();

/// "Tensor [3, 1]: 0.62 0.92 0.99"; the first and the last values of a long one.
std::string describe(const glassgrad::Tensor& t);

/// The graph as a list, the node in front of the reader marked, then what that node does.
std::string screen(const Steps& steps, size_t current);

/// What a key or word does to the position: n or an empty line goes on, b back, a name to the next
/// node that contains it. Returns the new position; `error` says what is wrong otherwise.
size_t move(const Steps& steps, size_t current, const std::string& input, std::string& error);

/// The same walk as one HTML page with a slider: no server, no network.
std::string page(const Steps& steps);

}  // namespace backward_steps
