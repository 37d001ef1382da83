// One step of RNN, LSTM and GRU, in recorded operations.
#include "nn/layers/recurrent_step.h"

namespace glassgrad::nn::detail {
namespace {

RecurrentState lstm_step(const Tensor& gates, const Tensor& c) {
  const std::vector<Tensor> parts = gates.chunk(4, 1);
  const Tensor i = sigmoid(parts[0]), f = sigmoid(parts[1]), g = tanh(parts[2]),
               o = sigmoid(parts[3]);
  const Tensor next = f * c + i * g;
  return {o * tanh(next), next};
}

RecurrentState gru_step(const Tensor& from_input, const Tensor& from_state, const Tensor& h) {
  const std::vector<Tensor> x = from_input.chunk(3, 1), s = from_state.chunk(3, 1);
  const Tensor r = sigmoid(x[0] + s[0]), z = sigmoid(x[1] + s[1]), n = tanh(x[2] + r * s[2]);
  return {(h - n) * z + n, {}};
}

}  // namespace

RecurrentState step(RecurrentKind kind, const Tensor& from_input, const RecurrentState& state,
                    const Tensor& weight_hh, const Tensor& bias_hh) {
  const Tensor from_state = linear(state.h, weight_hh, bias_hh);
  if (kind == RecurrentKind::GRU) return gru_step(from_input, from_state, state.h);
  const Tensor sum = from_input + from_state;
  if (kind == RecurrentKind::LSTM) return lstm_step(sum, state.c);
  return {kind == RecurrentKind::Tanh ? tanh(sum) : relu(sum), {}};
}

}  // namespace glassgrad::nn::detail
