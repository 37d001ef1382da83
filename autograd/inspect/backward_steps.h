#pragma once
// A backward pass as a range of steps, each in words and numbers.

#include <cstddef>
#include <string>
#include <vector>

#include "../graph/autograd.h"

namespace glassgrad::autograd {

/// "tutorial.cpp:26", where the program made the node, and that line's text, if the file can be
/// read; both empty for an accumulator.
std::string forward_line_of(const Node& node);
std::string forward_source_of(const Node& node);

/// One node of a backward pass, after its rule has run.
struct BackwardStep {
  size_t number = 0;  ///< 1, 2, ... in the order of the pass
  intrusive_ptr<Node> node;
  variable_list upstream;  ///< dL/d(outputs); undefined means zero
  variable_list saved;     ///< the saved values that the rule has read, in that order
  variable_list produced;  ///< dL/d(inputs), one for each next_edge of the node

  /// "SigmoidBackward0"; "AccumulateGrad of linear.weight".
  std::string title() const;
  /// "tutorial.cpp:26", where the program made the node; empty for an accumulator.
  std::string place() const { return forward_line_of(*node); }
  /// That line's text, if the file can be read.
  std::string source() const { return forward_source_of(*node); }
  /// "dL/dx = dL/dy * y * (1 - y)"; empty for an operation without one here.
  std::string formula() const;
  /// The formula for the first element: "-0.2517 * (1 - 0.6225) * 0.6225 = -0.05915"; or several
  /// lines about an element that they name, and what it adds to each gradient.
  std::string numbers() const;

 private:
  friend struct Account;
  std::string numbers_;  // written down before the saved values are released
};

/// The backward pass as a range: the next node runs when the loop asks for it, so parameters get
/// their gradients on the way. Stopped early, the rest of the pass does not happen.
///
///   for (const autograd::BackwardStep& step : autograd::backward_steps(loss))
///     std::cout << step.number << " " << step.title() << "\n";
class BackwardSteps {
 public:
  class Iterator {
   public:
    explicit Iterator(BackwardSteps* steps) : steps_(steps) {}
    const BackwardStep& operator*() const { return steps_->step_; }
    const BackwardStep* operator->() const { return &steps_->step_; }
    Iterator& operator++() {
      if (!steps_->advance()) steps_ = nullptr;
      return *this;
    }
    bool operator==(const Iterator& other) const = default;

   private:
    BackwardSteps* steps_;
  };

  BackwardSteps(const Tensor& loss, const Tensor& gradient, bool retain_graph);
  BackwardSteps(BackwardSteps&&) noexcept;
  ~BackwardSteps();

  Iterator begin() { return advance() ? Iterator(this) : end(); }
  Iterator end() { return Iterator(nullptr); }

 private:
  struct Pass;
  bool advance();

  Pass* pass_;
  BackwardStep step_;
};

/// loss.backward(gradient), one node at a time.
/// @throws Error  as Tensor::backward
BackwardSteps backward_steps(const Tensor& loss, const Tensor& gradient = {},
                             bool retain_graph = false);

}  // namespace glassgrad::autograd
