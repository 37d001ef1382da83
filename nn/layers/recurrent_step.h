#pragma once
// Internal: one step of a recurrent network.

#include "autograd/functions.h"
#include "nn/layers/rnn.h"

namespace glassgrad::nn::detail {

/// How many times hidden_size rows the weights have.
inline int64_t gates_of(RecurrentKind kind) {
  return kind == RecurrentKind::LSTM ? 4 : kind == RecurrentKind::GRU ? 3 : 1;
}

/// The next state, of W_ih x + b_ih (`from_input`) and the one before.
RecurrentState step(RecurrentKind kind, const Tensor& from_input, const RecurrentState& state,
                    const Tensor& weight_hh, const Tensor& bias_hh);

}  // namespace glassgrad::nn::detail
