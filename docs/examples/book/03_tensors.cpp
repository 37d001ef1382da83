// Chapter 3: tensors, views, broadcasting.
#include <glassgrad.h>

#include <iostream>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

namespace torch = glassgrad;

void shape_and_strides() {
  torch::Tensor a = torch::arange(6).view({2, 3});
  std::cout << a.sizes() << ' ' << a.strides() << '\n';
  torch::Tensor b = a.t();
  std::cout << b.sizes() << ' ' << b.strides() << ' ' << b.is_contiguous() << '\n';
  b[2][0] = 50;  // row 2, column 0 of b is row 0, column 2 of a
  std::cout << a[0][2].item<int64_t>() << '\n';
}

void broadcast() {
  torch::Tensor column = torch::tensor({{10.}, {20.}}), row = torch::tensor({1., 2., 3.});
  torch::Tensor sum = column + row;
  std::cout << sum.sizes() << '\n' << glassgrad::python_repr(sum) << '\n';
}

void sizes_that_do_not_fit() {
  try {
    torch::ones({4, 3}) + torch::ones({4});
  } catch (const torch::Error& error) {
    std::cout << error.what_without_backtrace() << '\n';
  }
}

void gradient_of_broadcast() {
  torch::Tensor x = torch::ones({4, 3});
  torch::Tensor bias = torch::zeros({3}).requires_grad_();
  (x + bias).sum().backward();
  std::cout << glassgrad::python_repr(bias.grad()) << '\n';
}

void product() {
  torch::Tensor x = torch::tensor({{1., 2.}, {3., 4.}, {5., 6.}});  // 3 samples of 2 features
  torch::Tensor W = torch::tensor({{1., -1.}}).requires_grad_();    // 1 output of 2 features
  torch::Tensor y = x.matmul(W.t());                                // [3, 1]
  torch::Tensor dy = torch::tensor({{1.}, {10.}, {100.}});
  y.backward(dy);
  std::cout << W.grad().equal(dy.t().matmul(x)) << ' ' << glassgrad::python_repr(W.grad()) << '\n';
}

}  // namespace

void tensors() {
  std::cout << std::boolalpha;
  shape_and_strides();
  broadcast();
  sizes_that_do_not_fit();
  gradient_of_broadcast();
  product();
}

}  // namespace book
