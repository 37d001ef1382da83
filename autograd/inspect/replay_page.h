#pragma once
// Internal: what a page of a backward pass shows.

#include <functional>

#include "autograd/inspect/backward_steps.h"

namespace glassgrad::autograd {

/// The backward pass of `loss`, which leaves no trace: the graph stays, no gradient is stored.
/// Ends early when `see` returns false.
void rehearse_backward(const Tensor& loss, const std::function<bool(const BackwardStep&)>& see);

/// A tensor for a page: in words, and as shades.
struct Picture {
  std::string name, text;
  /// Two hexadecimal digits an element or a block of elements: 00 least, 7f zero, fe greatest, ff
  /// not finite. Of more than two dimensions each plane of the last two, such as an image or a
  /// feature map, has its own. Empty for a short tensor.
  std::vector<std::string> shades;
  int64_t columns = 0;
};
Picture picture_of(const Tensor& t, std::string name);

/// A node of the page.
struct PageNode {
  std::string title, place, source, formula, numbers, made, afterwards;
  std::vector<Picture> tensors;      ///< upstream, then saved
  std::vector<Picture> produced;     ///< for each input
  std::vector<const Node*> targets;  ///< where those go; null: nowhere
  const Node* node = nullptr;
};

/// @param is_whole  whether these are all nodes of the pass
std::string page_of(const std::vector<PageNode>& nodes, bool is_whole);

}  // namespace glassgrad::autograd
