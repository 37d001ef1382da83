// Chapter 10: a convolution is a matrix product.
#include <glassgrad.h>

#include <iostream>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

namespace torch = glassgrad;
namespace F = torch::nn::functional;

void patches() {
  torch::Tensor image = torch::arange(16).to(torch::kFloat).view({1, 1, 4, 4});
  torch::Tensor columns = F::unfold(image, F::UnfoldFuncOptions({3, 3}));
  std::cout << columns.sizes() << '\n' << glassgrad::python_repr(columns[0].t()) << '\n';
}

void as_a_product() {
  torch::manual_seed(0);
  torch::Tensor image = torch::randn({2, 3, 8, 8});   // 2 images, 3 channels
  torch::Tensor weight = torch::randn({5, 3, 3, 3});  // 5 kernels of 3 channels
  torch::Tensor columns = F::unfold(image, F::UnfoldFuncOptions({3, 3}));  // [2, 27, 36]
  torch::Tensor product = weight.view({5, 27}).matmul(columns);            // [2, 5, 36]
  torch::Tensor result = torch::conv2d(image, weight);                     // [2, 5, 6, 6]
  std::cout << torch::allclose(product.view({2, 5, 6, 6}), result, 1e-4, 1e-5) << '\n';
}

void gradients_of_patches() {
  torch::Tensor image = torch::zeros({1, 1, 4, 4}).requires_grad_();
  F::unfold(image, F::UnfoldFuncOptions({3, 3})).sum().backward();
  std::cout << glassgrad::python_repr(image.grad()[0][0]) << '\n';
}

}  // namespace

void convolution() {
  std::cout << std::boolalpha;
  patches();
  as_a_product();
  gradients_of_patches();
}

}  // namespace book
