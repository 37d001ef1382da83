// Convolutions and borders against PyTorch 1.13.1 and central differences.
#include "nn/layers/conv.h"

#include "autograd/inspect/backward_steps.h"
#include "tests/nn/derivatives.h"
#include "tests/nn/layers/conv_cases.h"

namespace glassgrad::nn {
namespace {

using support::Tensors;

TEST(Conv, DrawsComputesAndPrintsAsLibtorchDoes) { nn_cases::expect_close(nn_cases::conv_cases()); }
TEST(Conv, RefusesAsLibtorchDoes) { nn_cases::expect_close(nn_cases::refused_convolutions()); }
TEST(Padding, ComputesAndPrintsAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::padding_cases());
}

using nn_cases::check_derivatives;
using nn_cases::random;

TEST(Conv, HasDerivativesOfAnyOrder) {
  manual_seed(1);
  check_derivatives("conv2d",
                    [](const Tensors& in) -> Tensors {
                      return {conv2d(in[0], in[1], in[2], {2, 1}, {1, 2}, {1, 2}, 2)};
                    },
                    {random({2, 4, 4, 5}), random({2, 2, 3, 2}), random({2})});
  check_derivatives(
      "conv1d", [](const Tensors& in) -> Tensors { return {conv1d(in[0], in[1], {}, 1, "same")}; },
      {random({2, 2, 5}), random({3, 2, 2})});
  check_derivatives("conv3d",
                    [](const Tensors& in) -> Tensors { return {conv3d(in[0], in[1], in[2], 2)}; },
                    {random({1, 2, 3, 3, 3}), random({2, 2, 1, 2, 2}), random({2})});
  check_derivatives(
      "conv_transpose2d",
      [](const Tensors& in) -> Tensors {
        return {conv_transpose2d(in[0], in[1], in[2], {2, 1}, {1, 0}, {1, 0}, 2, {1, 2})};
      },
      {random({2, 4, 3, 2}), random({4, 1, 3, 2}), random({2})});
}

TEST(Padding, HasDerivatives) {
  manual_seed(2);
  for (const char* mode : {"constant", "reflect", "replicate", "circular"})
    check_derivatives(mode,
                      [&](const Tensors& in) -> Tensors {
                        return {pad(in[0], {2, 1, -1, 3}, mode).square()};
                      },
                      {random({1, 2, 5, 4})});
}

// As in PyTorch a border is one node, and its gradient depends on x with a derivative of zero.
TEST(Padding, HasASecondDerivativeOfZero) {
  const Tensor x = arange(6.0).view({1, 2, 3}).set_requires_grad(true);
  for (const char* mode : {"reflect", "replicate"}) {
    const Tensor y = pad(x, {2, 1}, mode);
    EXPECT_EQ(y.grad_fn()->name(), mode == std::string("reflect") ? "ReflectionPad1DBackward0"
                                                                  : "ReplicationPad1DBackward0");
    const Tensor first = autograd::grad({y.sum()}, {x}, {}, true, true)[0];
    EXPECT_TRUE(equal(autograd::grad({first.square().sum()}, {x})[0], zeros_like(x)));
  }
}
TEST(Padding, OfNothingIsACopy) {
  const Tensor x = arange(6.0).view({1, 2, 3}).set_requires_grad(true);
  const Tensor y = replication_pad1d(x, {0, 0});
  EXPECT_NE(y.data_ptr(), x.data_ptr());
  y.sum().backward();
  EXPECT_TRUE(equal(x.grad(), ones_like(x)));
}

/// What the first node behind y says of itself in numbers.
std::string numbers_of(const Tensor& y, const Tensor& dy) {
  auto steps = autograd::backward_steps(y, dy);
  return (*steps.begin()).numbers();
}

TEST(Conv, ShowsOneWindowInNumbers) {
  const Tensor x = arange(1.0, 19.0).view({1, 2, 3, 3}).set_requires_grad(true);
  const Tensor w = tensor({1.0, -2.0, 3.0, -4.0}).view({1, 1, 2, 2}).expand({2, 1, 2, 2}).clone();
  w.set_requires_grad(true);
  const Tensor b = zeros({2}).set_requires_grad(true);
  Tensor dy = zeros({1, 2, 2, 2});
  dy[0][0][1][1] = 0.5;
  dy[0][1][0][1] = -2;  // sees the second channel of x, from above the image
  EXPECT_EQ(numbers_of(conv2d(x, w, b, 2, 1, 1, 2), dy),
            "g = dL/dy[0, 1, 0, 1] = -2, of dL/dy the farthest from 0\n"
            "its window x[0, 1, 0:1, 1:3]   g x, added to dL/dw[1, 0]\n"
            "          .          .                   .          .\n"
            "         11         12                 -22        -24\n"
            "its weight w[1, 0]       g w, added to dL/dx[0, 1, 0:1, 1:3]\n"
            "          1         -2             .          .\n"
            "          3         -4            -6          8\n"
            "g = -2, added to dL/db[1]");
}

TEST(ConvTranspose, ShowsOneWindowInNumbers) {
  const Tensor x = tensor({1.0, -3.0}).view({1, 1, 2}).set_requires_grad(true);
  const Tensor w = tensor({1.0, -2.0, 4.0}).view({1, 1, 3}).set_requires_grad(true);
  const Tensor dy = tensor({1.0, 2.0, 3.0, 4.0, 5.0, 6.0}).view({1, 1, 6});
  EXPECT_EQ(numbers_of(conv_transpose1d(x, w, {}, 3), dy),
            "v = x[0, 0, 1] = -3, of x the farthest from 0\n"
            "its window dL/dy[0, 0, 3:6]         v dL/dy, added to dL/dw[0, 0]\n"
            "          4          5          6           -12        -15        -18\n"
            "its weight w[0, 0]                  w dL/dy, added to dL/dx[0, 0, 1]\n"
            "          1         -2          4             4        -10         24");
}

TEST(Conv, GradientOfASumGoesToNodesThatAreThere) {
  Conv2d conv(1, 2, 3);
  const Tensor x = randn({2, 1, 5, 5});
  const Tensor y = conv(x);
  EXPECT_EQ(y.grad_fn()->name(), "ConvolutionBackward0");
  y.sum().backward();
  EXPECT_TRUE(allclose(conv->bias.grad(), full({2}, 18.0)));
  EXPECT_FALSE(x.grad().defined());
}

/// Many samples go into one product, large images are split: both against a sum written out.
TEST(Conv, ManyAndLargeImages) {
  manual_seed(3);
  for (const int64_t batch : {1, 37, 600}) {
    const Tensor x = randn({batch, 2, 4, 4}, kDouble), w = randn({3, 2, 2, 2}, kDouble);
    Tensor expected = zeros({batch, 3, 3, 3}, kDouble);
    for (int64_t h = 0; h < 2; ++h)
      for (int64_t k = 0; k < 2; ++k)
        expected = expected + einsum("nchw,oc->nohw", {x.slice(2, h, h + 3).slice(3, k, k + 3),
                                                       w.select(3, k).select(2, h)});
    EXPECT_TRUE(allclose(conv2d(x, w), expected));
  }
}

TEST(ConvTranspose, GivesTheOutputSizeThatIsAskedFor) {
  ConvTranspose2d up(ConvTranspose2dOptions(1, 1, 3).stride(2));
  EXPECT_EQ(up(ones({1, 1, 3, 3}), IntArrayRef({8, 7})).sizes(), IntArrayRef({1, 1, 8, 7}));
  EXPECT_EQ(up(ones({1, 1, 3, 3}), IntArrayRef({1, 1, 7, 8})).sizes(), IntArrayRef({1, 1, 7, 8}));
  EXPECT_EQ(nn_cases::error_text([&] {
              up(ones({1, 1, 3, 3}), IntArrayRef({9, 7}));
            }),
            "requested an output size of [9, 7], but valid sizes range from [7, 7] to [8, 8] (for "
            "an input of [3, 3])\n");
}

}  // namespace
}  // namespace glassgrad::nn
