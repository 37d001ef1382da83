#pragma once
// Calls of the operations on shapes and indices, in libtorch's own words:
// tests/golden/make_views.cpp runs them with libtorch and writes what comes of them to
// tests/golden/views.txt; views_test.cpp runs them with the library.

#include <functional>
#include <sstream>
#include <string>
#include <typeinfo>
#include <vector>

#include "tests/support/library.h"

namespace view_cases {

using torch::kBool;
using torch::kByte;
using torch::kDouble;
using torch::kInt;
using torch::kLong;
using torch::Tensor;
using torch::indexing::None;
using torch::indexing::Slice;
using torch::indexing::TensorIndex;
using Tensors = std::vector<Tensor>;

/// A call and its text, which names it in the golden file.
struct Case {
  const char* text;
  std::function<Tensor()> call;
};

/// "N3c1010IndexErrorE" and the like without namespace: Error, IndexError, ValueError.
inline std::string kind_of(const std::exception& error) {
  const std::string type = typeid(error).name();
  for (const char* kind : {"IndexError", "ValueError"})
    if (type.find(kind) != std::string::npos) return kind;
  return "Error";
}

/// The first line, without the hint at anomaly detection, which libtorch gives in Python's words.
inline std::string text_of(const std::exception& error) {
  std::string text = error.what();
  for (const char* rest : {"\n  ", "\nException raised", " Hint: enable anomaly detection"})
    text = text.substr(0, text.find(rest));
  return kind_of(error) + ": " + text;
}

inline std::string history_of(const Tensor& t) {
  std::string text;
  for (auto node = t.grad_fn(); node && node->num_outputs() > 0;) {
    text += " " + node->name();
    const auto next = node->next_edge(0);
    node = next.function;
  }
  return text;
}

/// Sizes, strides, offset, whether it is a view, and the operations it came from.
inline std::string geometry_of(const Case& c) {
  try {
    const Tensor y = c.call();
    std::ostringstream text;
    text << y.sizes() << " strides " << y.strides() << " offset " << y.storage_offset()
         << (y.is_view() ? " view" : " copy") << " output " << y.output_nr() << history_of(y);
    return text.str();
  } catch (const std::exception& error) {
    return text_of(error);
  }
}

inline std::string line_of(const Tensor& t) {
  std::ostringstream text;
  text.precision(17);
  text << t.sizes();
  const Tensor flat = t.detach().to(kDouble).reshape({-1});
  for (int64_t i = 0; i < flat.numel(); ++i) text << ' ' << flat[i].item<double>();
  return text.str();
}

// clang-format off
#define CASE(...) {#__VA_ARGS__, [=]() -> Tensor { return __VA_ARGS__; }}
// clang-format on

/// Shapes, parts, views and copies; right calls and wrong ones.
inline std::vector<Case> shape_calls() {
  const auto grad = torch::requires_grad();
  const Tensor x = torch::ones({3, 4}, grad), y = torch::ones({2, 3, 4}, grad);
  const Tensor v = torch::ones({6}, grad), s = torch::ones({}, grad), e = torch::ones({0, 3}, grad);
  const Tensor n = torch::ones({3, 4});  // without history
  const Tensor idx = torch::tensor({0, 2}, kLong);
  const Tensor m = torch::tensor({true, false, true});
  return {
      // view, reshape, flatten
      CASE(x.view({4, 3})),
      CASE(x.view({-1})),
      CASE(x.view({3, 4})),
      CASE(x.view({2, 1, 6, 1})),
      CASE(x.t().view({12})),
      CASE(x.t().view({2, 2, 3})),
      CASE(x.view({5})),
      CASE(x.view({-1, 5})),
      CASE(x.view({-1, -1})),
      CASE(x.view({-2, 4})),
      CASE(e.view({-1, 0})),
      CASE(e.view({-1})),
      CASE(s.view({1})),
      CASE(x.slice(1, 0, 4, 2).view({6})),
      CASE(x.slice(1, 0, 4, 2).view({3, 2, 1})),
      CASE(x.slice(0, 0, 3, 2).view({2, 2, 2})),
      CASE(v.expand({3, 6}).view({3, 2, 3})),
      CASE(v.expand({3, 6}).view({18})),
      CASE(x.reshape({4, 3})),
      CASE(x.reshape({3, 4})),
      CASE(x.t().reshape({12})),
      CASE(x.t().reshape({4, 3})),
      CASE(e.reshape({-1, 3})),
      CASE(s.reshape({1, 1})),
      CASE(x.reshape({7})),
      CASE(n.reshape({12})),
      CASE(n.t().reshape({12})),
      CASE(y.flatten()),
      CASE(y.flatten(1)),
      CASE(y.flatten(0, -2)),
      CASE(y.flatten(1, 1)),
      CASE(y.flatten(2, 1)),
      CASE(y.flatten(0, 3)),
      CASE(y.transpose(0, 1).flatten()),
      CASE(y.transpose(0, 1).flatten(1)),
      CASE(s.flatten()),
      CASE(e.flatten()),
      // as_strided
      CASE(x.as_strided({2, 2}, {1, 2}, 1)),
      CASE(x.select(0, 1).as_strided({2}, {1})),
      CASE(x.as_strided({0}, {1}, 100)),
      CASE(x.as_strided({20}, {1})),
      CASE(x.as_strided({2}, {1, 2})),
      CASE(x.as_strided({2}, {-1})),
      CASE(x.as_strided({2}, {1}, -1)),
      // transpose, t, permute
      CASE(x.transpose(0, 1)),
      CASE(x.transpose(1, 1)),
      CASE(x.transpose(-1, 0)),
      CASE(x.transpose(0, 2)),
      CASE(s.transpose(0, -1)),
      CASE(x.t()),
      CASE(v.t()),
      CASE(s.t()),
      CASE(y.t()),
      CASE(y.permute({2, 0, 1})),
      CASE(y.permute({-1, 0, 1})),
      CASE(y.permute({0, 0, 1})),
      CASE(y.permute({0, 1})),
      CASE(y.permute({0, 1, 3})),
      CASE(s.permute(std::vector<int64_t>{})),
      // select, slice, narrow, diagonal
      CASE(x.select(0, 1)),
      CASE(x.select(1, -1)),
      CASE(x.select(0, 5)),
      CASE(x.select(0, -4)),
      CASE(x.select(2, 0)),
      CASE(s.select(0, 0)),
      CASE(x[1]),
      CASE(x[5]),
      CASE(s[0]),
      CASE(v.slice(0, 1, 4)),
      CASE(v.slice(0, 1, {}, 2)),
      CASE(v.slice(0, -2)),
      CASE(v.slice(0, 5, 2)),
      CASE(v.slice(0, 10, 20)),
      CASE(v.slice(0, -100, 100)),
      CASE(v.slice(0, 0, 6, 100)),
      CASE(v.slice()),
      CASE(v.slice(0, 0, 6, 0)),
      CASE(v.slice(0, 0, 6, -1)),
      CASE(x.slice(1, 1, 3, 2)),
      CASE(x.slice(-1, 1, 3)),
      CASE(x.slice(2, 0, 1)),
      CASE(s.slice(0, 0, 1)),
      CASE(v.narrow(0, 1, 3)),
      CASE(v.narrow(0, -2, 2)),
      CASE(v.narrow(0, 6, 0)),
      CASE(v.narrow(0, 4, 3)),
      CASE(v.narrow(0, 7, 0)),
      CASE(v.narrow(0, 0, -1)),
      CASE(s.narrow(0, 0, 1)),
      CASE(x.diagonal()),
      CASE(x.diagonal(1)),
      CASE(x.diagonal(-1)),
      CASE(x.diagonal(10)),
      CASE(y.diagonal(0, 1, 2)),
      CASE(y.diagonal(0, 0, 2)),
      CASE(y.diagonal(-1, -1, 0)),
      CASE(x.diagonal(0, 1, 1)),
      CASE(v.diagonal()),
      // expand, squeeze, unsqueeze
      CASE(v.expand({2, 6})),
      CASE(v.expand({2, -1})),
      CASE(v.expand({6})),
      CASE(v.expand({1, 6})),
      CASE(s.expand({2, 3})),
      CASE(s.expand({1})),
      CASE(x.unsqueeze(1).expand({3, 2, 4})),
      CASE(e.expand({2, 0, 3})),
      CASE(v.expand({-1, 6})),
      CASE(x.expand({3, 5})),
      CASE(x.expand({4})),
      CASE(v.expand({-2})),
      CASE(torch::broadcast_to(v, {2, 6})),
      CASE(torch::broadcast_tensors({x, v.slice(0, 0, 4)})[1]),
      CASE(torch::broadcast_tensors({x, v})[1]),
      CASE(x.unsqueeze(0)),
      CASE(x.unsqueeze(-1)),
      CASE(x.unsqueeze(1)),
      CASE(x.unsqueeze(3)),
      CASE(x.unsqueeze(-4)),
      CASE(s.unsqueeze(0)),
      CASE(x.unsqueeze(0).squeeze()),
      CASE(x.unsqueeze(0).squeeze(0)),
      CASE(x.squeeze(0)),
      CASE(s.squeeze(0)),
      CASE(s.squeeze(1)),
      CASE(x.squeeze(5)),
      // split, chunk, unbind
      CASE(x.split(2)[1]),
      CASE(x.split(3, 1)[1]),
      CASE(x.split(10)[0]),
      CASE(e.split(0)[0]),
      CASE(e.split(2)[0]),
      CASE(x.split(-1)[0]),
      CASE(x.split(0)[0]),
      CASE(s.split(1)[0]),
      CASE(x.split_with_sizes({1, 2})[1]),
      CASE(x.split_with_sizes({1, 1})[1]),
      CASE(x.split_with_sizes({4, -1})[1]),
      CASE(x.chunk(2)[1]),
      CASE(x.chunk(5, 1)[3]),
      CASE(x.chunk(3, 1)[1]),
      CASE(e.chunk(3)[2]),
      CASE(x.chunk(0)[0]),
      CASE(s.chunk(1)[0]),
      CASE(x.unbind()[1]),
      CASE(x.unbind(1)[3]),
      CASE(s.unbind()[0]),
      CASE(x.unbind(2)[0]),
      // cat, stack and other copies
      CASE(torch::cat({x, n})),
      CASE(torch::cat({x, n}, 1)),
      CASE(torch::cat({x, n}, -1)),
      CASE(torch::cat({x, n}, 2)),
      CASE(torch::cat({torch::ones({0}), x})),
      CASE(torch::cat({torch::ones({0}), torch::ones({0})})),
      CASE(torch::cat({x, v})),
      CASE(torch::cat({x, torch::ones({3, 5})})),
      CASE(torch::cat({x, x, x.t()})),
      CASE(torch::cat({s, s})),
      CASE(torch::cat(Tensors{})),
      CASE(torch::stack({x, n})),
      CASE(torch::stack({x, n}, -1)),
      CASE(torch::stack({s, s})),
      CASE(torch::stack({x, n}, 3)),
      CASE(torch::stack({x, v})),
      CASE(torch::stack(Tensors{})),
      CASE(x.flip({0, -1})),
      CASE(x.t().flip({0})),
      CASE(x.flip({0, 0})),
      CASE(x.flip({2})),
      CASE(x.repeat({2, 1})),
      CASE(v.repeat({2, 2})),
      CASE(s.repeat({3})),
      CASE(v.repeat({0})),
      CASE(x.repeat({2})),
      CASE(v.repeat({-1})),
      CASE(x.tril()),
      CASE(y.triu(1)),
      CASE(x.t().tril()),
      CASE(v.tril()),
      CASE(s.triu()),
      CASE(torch::one_hot(idx, 4)),
      CASE(torch::one_hot(idx)),
      CASE(torch::one_hot(torch::zeros({0}, kLong), 3)),
      CASE(torch::one_hot(idx, 2)),
      CASE(torch::one_hot(torch::tensor({-1}), 2)),
      CASE(torch::one_hot(x)),
      CASE(torch::one_hot(torch::zeros({0}, kLong))),
  };
}

}  // namespace view_cases
