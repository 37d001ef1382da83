#pragma once
// A backward pass as a page to click through.

#include <string>
#include <utility>
#include <vector>

#include "../tensor/tensor.h"

namespace glassgrad {

/// Tensors and what a page calls them.
using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

/// The pairs of a dictionary such as net->named_parameters().
template <class Dictionary>
requires requires(const Dictionary& d) { d.begin()->key(), d.begin()->value(); }
NamedTensors named_tensors(const Dictionary& dictionary) {
  NamedTensors named;
  for (const auto& item : dictionary) named.emplace_back(item.key(), item.value());
  return named;
}

namespace detail {
/// Both lists in one.
NamedTensors joined(NamedTensors first, const NamedTensors& second);
}  // namespace detail

/// Writes the backward pass of `loss` as one HTML page, which needs nothing else: the graph, drawn;
/// a click on a node opens its rule in numbers, the line of the program that made it, the gradient
/// that comes in, the values it reads, and where its results go. A tensor of more than eight
/// elements shows its shape, least, mean and greatest value, and a picture.
///
///   write_replay(loss, "walk.html", net->named_parameters(), {{"x", x}});
///
/// Runs the rules of all nodes, and hooks, but keeps the graph and stores no gradient:
/// loss.backward() may follow, and does what it would have done. Of a graph of more than 1000
/// nodes, the first ones.
/// @param loss    a scalar
/// @param names   of parameters and other tensors; parameters registered in a module have theirs
/// @throws Error  as Tensor::backward; if the file cannot be written
void write_replay(const Tensor& loss, const std::string& path, const NamedTensors& names = {});
template <class Dictionary>
requires requires(const Dictionary& d) { d.begin()->key(), d.begin()->value(); }
void write_replay(const Tensor& loss, const std::string& path, const Dictionary& parameters,
                  const NamedTensors& others = {}) {
  write_replay(loss, path, detail::joined(named_tensors(parameters), others));
}

/// The same page as a text.
std::string replay_page(const Tensor& loss, const NamedTensors& names = {});

}  // namespace glassgrad
