// Single steps of recurrent networks, bags of rows and what else there is, against PyTorch 1.13.1
// and central differences.
#include "nn/layers/rnn_cell.h"

#include "tests/nn/derivatives.h"
#include "tests/nn/layers/cell_cases.h"

namespace glassgrad::nn {
namespace {

using support::Tensors;

TEST(Cells, DrawComputePrintAndRefuseAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::cell_cases());
}
TEST(EmbeddingBag, DrawsComputesPrintsAndRefusesAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::bag_cases());
}
TEST(Cells, AreFunctionsOfTheirWeights) { nn_cases::expect_close(nn_cases::cell_function_cases()); }
TEST(Init, DrawsAsLibtorchDoes) { nn_cases::expect_close(nn_cases::first_value_cases()); }

TEST(EmbeddingBag, HasDerivativesOfAnyOrder) {
  manual_seed(1);
  for (const int64_t mode : {0, 1, 2})
    nn_cases::check_derivatives(
        "embedding_bag",
        [&](const Tensors& in) -> Tensors {
          return {
              std::get<0>(embedding_bag(in[0], tensor({1, 0, 3, 1}), tensor({0, 3}), false, mode,
                                        false, mode == 0 ? in[1] : Tensor(), false, nullopt))
                  .square() +
              in[1].sum()};
        },
        {nn_cases::random({4, 2}), nn_cases::random({4})});
}

TEST(Init, OrthogonalRowsAreOrthogonal) {
  manual_seed(2);
  const Tensor q = init::orthogonal_(empty({20, 50}));
  EXPECT_TRUE(allclose(q.mm(q.t()), eye(20), 1e-5, 1e-6));
}

/// A cell's steps are an LSTM's.
TEST(LSTMCell, IsAStepOfLSTM) {
  manual_seed(3);
  LSTM lstm(3, 4);
  LSTMCell cell(3, 4);
  {
    NoGradGuard no_grad;
    for (size_t i = 0; i < 4; ++i) cell->parameters()[i].copy_(lstm->parameters()[i]);
  }
  const Tensor x = randn({2, 5, 3});
  optional<std::tuple<Tensor, Tensor>> state;
  for (int64_t t = 0; t < 2; ++t) state = cell->forward(x[t], state);
  EXPECT_TRUE(allclose(std::get<0>(*state), std::get<0>(lstm(x))[1]));
}

}  // namespace
}  // namespace glassgrad::nn
