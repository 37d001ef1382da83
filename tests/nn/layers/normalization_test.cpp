// Normalisation against PyTorch 1.13.1 and central differences.
#include "nn/layers/normalization.h"

#include "tests/nn/derivatives.h"
#include "tests/nn/layers/normalization_cases.h"

namespace glassgrad::nn {
namespace {

using support::Tensors;

TEST(Normalization, ComputesAndPrintsAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::normalization_cases());
}
TEST(Normalization, RefusesAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::refused_normalizations());
}

TEST(Normalization, HasDerivativesOfAnyOrder) {
  manual_seed(1);
  const Tensors inputs = {nn_cases::random({3, 4, 5}), nn_cases::random({4}),
                          nn_cases::random({4})};
  nn_cases::check_derivatives(
      "batch_norm in training",
      [](const Tensors& in) -> Tensors {
        return {batch_norm(in[0], in[1], in[2], {}, {}, true, 0.1, 0.25)};
      },
      inputs);
  nn_cases::check_derivatives(
      "batch_norm in evaluation",
      [](const Tensors& in) -> Tensors {
        return {batch_norm(in[0], in[1], in[2], full({4}, 0.5, kDouble), full({4}, 2.0, kDouble),
                           false, 0.1, 0.25)
                    .square()};
      },
      inputs);
  nn_cases::check_derivatives(
      "instance_norm",
      [](const Tensors& in) -> Tensors {
        return {instance_norm(in[0], in[1], in[2], {}, {}, true, 0.1, 0.25)};
      },
      inputs);
  nn_cases::check_derivatives(
      "group_norm",
      [](const Tensors& in) -> Tensors { return {group_norm(in[0], 2, in[1], in[2], 0.25)}; },
      inputs);
  nn_cases::check_derivatives(
      "layer_norm",
      [](const Tensors& in) -> Tensors {
        return {layer_norm(in[0].transpose(1, 2), {4}, in[1], in[2], 0.25)};
      },
      inputs);
}

TEST(BatchNorm, KeepsCountInTheStateDict) {
  BatchNorm2d norm(2);
  norm(randn({2, 2, 3, 3}));
  norm(randn({2, 2, 3, 3}));
  EXPECT_EQ(norm->num_batches_tracked.item<int64_t>(), 2);
  EXPECT_EQ(norm->state_dict().size(), 5u);
  EXPECT_EQ(norm->buffers().size(), 3u);
}

}  // namespace
}  // namespace glassgrad::nn
