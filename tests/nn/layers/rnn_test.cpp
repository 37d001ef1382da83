// Recurrent networks, tables and dropout of channels against PyTorch 1.13.1 and central
// differences.
#include "nn/layers/rnn.h"

#include "autograd/inspect/backward_steps.h"
#include "tests/nn/derivatives.h"
#include "tests/nn/layers/rnn_cases.h"

namespace glassgrad::nn {
namespace {

using support::Tensors;

TEST(Recurrent, DrawsComputesAndPrintsAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::rnn_cases());
}
TEST(Embedding, DrawsComputesAndPrintsAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::embedding_cases());
}

TEST(Embedding, HasDerivativesOfAnyOrder) {
  manual_seed(1);
  const Tensor ids = tensor({1, 0, 1, 3});
  nn_cases::check_derivatives(
      "embedding", [&](const Tensors& in) -> Tensors { return {embedding(in[0], ids).square()}; },
      {nn_cases::random({4, 2})});
}

/// Two calls with the state between them are one call.
/// The time steps of the nodes called so, in the order of the backward pass.
std::vector<int> times_of(const std::string& name, const Tensor& y) {
  std::vector<int> times;
  for (const auto& step : autograd::backward_steps(y))
    if (step.node->name() == name) times.push_back(step.node->time_step());
  return times;
}

TEST(Recurrent, NodesKnowTheirTime) {
  RNN rnn(RNNOptions(2, 3).bidirectional(true));
  const Tensor y = std::get<0>(rnn(ones({3, 1, 2}))).sum();
  EXPECT_EQ(times_of("TanhBackward0", y), std::vector<int>({0, 1, 2, 2, 1, 0}));
  EXPECT_EQ(times_of("SumBackward0", std::get<0>(rnn(ones({3, 1, 2}))).sum()),
            std::vector<int>({-1}));
}

TEST(LSTM, GoesOnWhereItWas) {
  manual_seed(2);
  LSTM lstm(LSTMOptions(2, 3).num_layers(2));
  const Tensor x = randn({5, 4, 2});
  const auto [whole, last] = lstm(x);
  const auto [first, state] = lstm(x.slice(0, 0, 2));
  const auto [second, end] =
      lstm->forward(x.slice(0, 2), optional<std::tuple<Tensor, Tensor>>(state));
  EXPECT_TRUE(allclose(whole, cat({first, second})));
  EXPECT_TRUE(allclose(std::get<1>(last), std::get<1>(end)));
}

TEST(LSTM, CanBeClonedAndStandsInASequential) {
  manual_seed(3);
  LSTM lstm(2, 3);
  const auto copy = std::dynamic_pointer_cast<LSTMImpl>(lstm->clone());
  const Tensor x = randn({5, 4, 2});
  EXPECT_TRUE(equal(std::get<0>(lstm(x)), std::get<0>(copy->forward(x))));
  {
    NoGradGuard no_grad;
    copy->parameters()[0].fill_(0);
  }
  EXPECT_FALSE(equal(std::get<0>(lstm(x)), std::get<0>(copy->forward(x))));
  using Output = std::tuple<Tensor, std::tuple<Tensor, Tensor>>;
  Sequential net(lstm);
  EXPECT_TRUE(equal(std::get<0>(net->forward<Output>(x)), std::get<0>(lstm(x))));
}

TEST(PackedSequence, ComesBackPadded) {
  namespace rnn = utils::rnn;
  const std::vector<Tensor> sequences = {tensor({1.0, 2.0}), tensor({3.0, 4.0, 5.0}),
                                         tensor({6.0})};
  const auto [padded, lengths] =
      rnn::pad_packed_sequence(rnn::pack_sequence(sequences, false), true, -1);
  EXPECT_TRUE(equal(padded, tensor({{1.0, 2.0, -1.0}, {3.0, 4.0, 5.0}, {6.0, -1.0, -1.0}})));
  EXPECT_TRUE(equal(lengths, tensor({2, 3, 1})));
  EXPECT_TRUE(equal(rnn::pad_sequence(sequences, true, -1), padded));
  EXPECT_NE(nn_cases::error_text([&] {
              rnn::pack_sequence(sequences);
            }).find("must be sorted in decreasing order"),
            std::string::npos);
}

}  // namespace
}  // namespace glassgrad::nn
