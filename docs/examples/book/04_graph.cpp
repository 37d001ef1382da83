// Chapter 4: the graph, and who keeps it alive.
#include <glassgrad.h>

#include <iostream>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

namespace torch = glassgrad;

void names() {
  torch::Tensor w = torch::tensor({2.}).requires_grad_(), x = torch::tensor({3.});
  torch::Tensor loss = torch::sigmoid(w * x).log().sum();
  auto node = loss.grad_fn();
  while (node) {
    std::cout << node->name() << '\n';
    if (node->num_outputs() == 0) break;  // a leaf: nothing behind it
    node = node->next_edges()[0].function;
  }
}

void kept_by_a_handle() {
  torch::Tensor w = torch::ones({2}).requires_grad_();
  std::weak_ptr<int> gone;
  torch::Tensor y;
  {
    auto note = std::make_shared<int>(0);
    gone = note;
    torch::Tensor inner = w * 2;
    inner.register_hook([note](torch::Tensor) {});  // the graph keeps the hook, the hook the note
    y = inner.sum();
  }
  std::cout << gone.expired() << ' ';  // `inner` is gone, its node is not: y needs it
  y = torch::Tensor();
  std::cout << gone.expired() << '\n';
}

void backward_once() {
  torch::Tensor w = torch::tensor({3.}).requires_grad_();
  torch::Tensor y = (w * w).sum();
  y.backward();
  try {
    y.backward();
  } catch (const torch::Error& error) {
    std::cout << error.what_without_backtrace() << '\n';
  }
}

void cut() {
  torch::Tensor w = torch::tensor({3.}).requires_grad_();
  torch::Tensor y = w * w, constant = y.detach();
  (y * constant).sum().backward();  // d(w^2 * 9)/dw = 18 w = 54, not 4 w^3 = 108
  std::cout << w.grad().item<float>() << ' ' << constant.requires_grad() << '\n';
}

void changed_in_place() {
  torch::Tensor w = torch::tensor({3.}).requires_grad_();
  torch::Tensor s = torch::exp(w), y = (s * 2).sum();
  s.add_(1);  // exp has saved its result, s
  try {
    y.backward();
  } catch (const torch::Error& error) {
    std::cout << error.what_without_backtrace() << '\n';
  }
}

}  // namespace

void graph() {
  std::cout << std::boolalpha;
  names();
  kept_by_a_handle();
  backward_once();
  cut();
  changed_in_place();
}

}  // namespace book
