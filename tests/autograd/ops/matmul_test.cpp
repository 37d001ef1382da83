// Expectations are PyTorch 1.13.1's: the tests pass when they are built against libtorch.
#include <gtest/gtest.h>

#include "tests/support/check_gradient.h"
#include "tests/support/expect_error.h"
#include "tests/support/numbers.h"

namespace {

using support::Sizes;
using support::values;
using torch::Tensor;

/// The definition: vectors get a dimension of one, leading dimensions stretch, that of one goes.
Tensor by_definition(Tensor a, Tensor b) {
  const bool row = a.dim() == 1, column = b.dim() == 1;
  if (row) a = a.unsqueeze(0);
  if (column) b = b.unsqueeze(1);
  Tensor c = (a.unsqueeze(-1) * b.unsqueeze(-3)).sum(-2);
  if (column) c = c.squeeze(-1);
  if (row) c = c.squeeze(column ? -1 : -2);
  return c;
}

struct Shapes {
  Sizes a, b;
};
const Shapes kShapes[] = {{{3}, {3}},
                          {{2, 3}, {3}},
                          {{3}, {3, 4}},
                          {{2, 3}, {3, 4}},
                          {{5, 2, 3}, {3}},
                          {{5, 2, 3}, {3, 4}},
                          {{3}, {5, 3, 4}},
                          {{2, 3}, {5, 3, 4}},
                          {{5, 2, 3}, {5, 3, 4}},
                          {{1, 2, 3}, {5, 3, 4}},
                          {{5, 2, 3}, {1, 3, 4}},
                          {{2, 1, 2, 3}, {5, 3, 4}},
                          {{2, 3}, {2, 2, 3, 1}},
                          {{3}, {2, 2, 3, 1}},
                          {{2, 2, 1, 3}, {3}},
                          {{1, 1}, {1, 1}},
                          {{0, 2, 3}, {3, 4}},
                          {{2, 0}, {5, 0, 3}},
                          {{5, 0, 3}, {5, 3, 2}}};

TEST(Matmul, CoversEveryPairOfRanks) {
  for (const auto& [a, b] : kShapes) {
    const Tensor x = support::waves(a, 1), y = support::waves(b, 2);
    const Tensor got = torch::matmul(x, y), want = by_definition(x, y);
    EXPECT_EQ(support::sizes(got), support::sizes(want)) << x.sizes() << " and " << y.sizes();
    EXPECT_TRUE(torch::allclose(got, want, 1e-12)) << x.sizes() << " and " << y.sizes();
  }
}

TEST(Matmul, DerivativesOfEveryOrder) {
  const auto function = [](const std::vector<Tensor>& in) {
    return std::vector<Tensor>{torch::matmul(in[0], in[1])};
  };
  for (const auto& [a, b] : kShapes) {
    const std::vector<Tensor> inputs = {support::wave_leaf(a, 1), support::wave_leaf(b, 2)};
    if (inputs[0].numel() == 0 || inputs[1].numel() == 0) continue;
    const Tensor result = torch::matmul(inputs[0], inputs[1]);
    const std::vector<Tensor> cotangents = {support::waves(support::sizes(result), 3)};
    EXPECT_TRUE(support::check_gradient("matmul", function, inputs, cotangents));
    EXPECT_TRUE(support::check_second_gradient("matmul", function, inputs, cotangents));
  }
}

TEST(Matmul, OfNothingHasZeroGradients) {
  const Tensor a = support::wave_leaf({2, 0}), b = support::wave_leaf({0, 3});
  torch::matmul(a, b).sum().backward();
  EXPECT_EQ(a.grad().sizes(), (Sizes{2, 0}));
  const Tensor c = support::wave_leaf({0, 3}), d = support::wave_leaf({3, 2});
  torch::matmul(c, d).sum().backward();
  EXPECT_EQ(values(d.grad()), std::vector<double>(6, 0.0));
}

TEST(Matmul, ChecksItsArguments) {
  const auto ones = [](const Sizes& sizes) { return torch::ones(sizes); };
  EXPECT_ERROR(torch::matmul(ones({}), ones({3})),
               "both arguments to matmul need to be at least 1D, but they are 0D and 1D");
  EXPECT_ERROR(torch::matmul(ones({3}), ones({4, 5})),
               "mat1 and mat2 shapes cannot be multiplied (1x3 and 4x5)");
  EXPECT_ERROR(torch::matmul(ones({2, 3, 4}), ones({5})), "size mismatch, got 6, 6x4,5");
  EXPECT_ERROR(torch::matmul(ones({2, 3, 4}), ones({5, 6})),
               "mat1 and mat2 shapes cannot be multiplied (6x4 and 5x6)");
  EXPECT_ERROR(torch::matmul(ones({5, 6}), ones({2, 3, 4})),
               "mat1 and mat2 shapes cannot be multiplied (8x3 and 6x5)");
  EXPECT_ERROR(torch::matmul(ones({2, 3, 4}), ones({2, 5, 6})),
               "Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [2, "
               "5].");
  EXPECT_ERROR(torch::matmul(ones({2, 3, 4}), ones({3, 4, 6})),
               "The size of tensor a (2) must match the size of tensor b (3) at non-singleton "
               "dimension 0");
}

}  // namespace
