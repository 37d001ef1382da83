#pragma once
// Recurrent networks, tables and dropout of channels, in libtorch's own words; see cases.h.

#include "tests/nn/layers/layer_answers.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "autograd/functions/embedding.h"
#include "nn/layers/embedding.h"
#include "nn/layers/feature_dropout.h"
#include "nn/layers/rnn.h"
#endif

namespace nn_cases {

/// Output and last states, one after the other.
inline Tensor flat(const Tensor& x) { return x.reshape({-1}); }
inline Tensor joined(const std::tuple<Tensor, Tensor>& result) {
  return torch::cat({flat(std::get<0>(result)), flat(std::get<1>(result))});
}
inline Tensor joined(const std::tuple<Tensor, std::tuple<Tensor, Tensor>>& result) {
  const auto& [h, c] = std::get<1>(result);
  return torch::cat({flat(std::get<0>(result)), flat(h), flat(c)});
}
template <class Holder, class State>
std::string report_recurrent(Holder module, const Tensor& x, const State& state,
                             std::vector<Tensor> leaves) {
  for (const Tensor& p : module->parameters()) leaves.push_back(p);
  const auto output = module->forward(x, state);
  std::ostringstream sizes;
  sizes << std::get<0>(output).sizes() << '\n';
  return description(module) + sizes.str() + result(joined(output), leaves);
}
/// From the state that is left out.
template <class Holder>
std::string report_from_zero(Holder module, const Tensor& x) {
  using Pair = torch::optional<std::tuple<Tensor, Tensor>>;
  if constexpr (std::is_same_v<Holder, torch::nn::LSTM>)
    return report_recurrent(module, x, Pair(), {x});
  else
    return report_recurrent(module, x, Tensor(), {x});
}
/// The same of packed sequences of lengths 2, 4, 1.
template <class Holder>
std::string report_packed(Holder module, const Tensor& x) {
  std::vector<Tensor> leaves = {x};
  for (const Tensor& p : module->parameters()) leaves.push_back(p);
  namespace rnn = torch::nn::utils::rnn;
  const auto [packed, state] = module->forward_with_packed_input(
      rnn::pack_padded_sequence(x, torch::tensor({2, 4, 1}), false, false));
  const auto [padded, lengths] = rnn::pad_packed_sequence(packed, true, 0.5);
  std::ostringstream sizes;
  sizes << padded.sizes() << hex_text(lengths) << '\n';
  return sizes.str() + result(joined({padded, state}), leaves);
}

inline std::vector<Case> rnn_cases() {
#define X input(fractions({4, 3, 2}, 1))
#define RECURRENT(module) GLASSGRAD_CASE(#module, report_from_zero(module, X))
#define PACKED(module) GLASSGRAD_CASE(#module " packed", report_packed(module, X))
  return {
      RECURRENT(RNN(2, 3)),
      RECURRENT(RNN(RNNOptions(2, 3).nonlinearity(torch::kReLU).bias(false))),
      RECURRENT(RNN(RNNOptions(2, 3).num_layers(2).bidirectional(true).batch_first(true))),
      RECURRENT(LSTM(2, 3)),
      RECURRENT(LSTM(LSTMOptions(2, 3).num_layers(2).bias(false))),
      RECURRENT(LSTM(LSTMOptions(2, 3).num_layers(2).dropout(0.5))),
      RECURRENT(LSTM(LSTMOptions(2, 3).num_layers(2).bidirectional(true).batch_first(true))),
      RECURRENT(LSTM(LSTMOptions(2, 3).proj_size(2).bidirectional(true))),
      RECURRENT(GRU(2, 3)),
      RECURRENT(GRU(GRUOptions(2, 3).num_layers(2).bidirectional(true).bias(false))),
      PACKED(RNN(2, 3)),
      PACKED(LSTM(LSTMOptions(2, 3).num_layers(2).bidirectional(true))),
      PACKED(GRU(GRUOptions(2, 3).bidirectional(true))),
      {"GRU with a state",
       [] {
         torch::manual_seed(0);
         const Tensor x = X, h = input(fractions({1, 3, 3}, 2));
         return report_recurrent(torch::nn::GRU(2, 3), x, h, {x, h});
       }},
      {"LSTM with a state",
       [] {
         torch::manual_seed(0);
         const Tensor x = X, h = input(fractions({1, 3, 3}, 2)), c = input(fractions({1, 3, 3}, 3));
         using State = torch::optional<std::tuple<Tensor, Tensor>>;
         return report_recurrent(torch::nn::LSTM(2, 3), x, State(std::make_tuple(h, c)), {x, h, c});
       }},
      REFUSED(LSTM(2, 3)(torch::ones({4, 2}))),
      REFUSED(LSTM(2, 3)(torch::ones({4, 1, 3}))),
      REFUSED(GRU(2, 3)->forward(torch::ones({4, 1, 2}), torch::ones({1, 2, 3}))),
  };
#undef X
#undef RECURRENT
#undef PACKED
}

inline std::vector<Case> embedding_cases() {
#define IDS torch::tensor({1, 0, 1, 3}).view({2, 2})
#define TABLE fractions({4, 3}, 1)
#define IMAGE input(fractions({2, 3, 2, 2}, 1))
  return {
      MODULE(Embedding(4, 3), IDS),
      MODULE(Embedding(EmbeddingOptions(4, 3).padding_idx(1)), IDS),
      MODULE(Embedding(EmbeddingOptions(4, 3).padding_idx(-1).scale_grad_by_freq(true)), IDS),
      MODULE(Embedding(EmbeddingOptions(4, 3).max_norm(0.5).norm_type(1)), IDS),
      MODULE(Embedding::from_pretrained(TABLE), IDS),
      MODULE(Embedding::from_pretrained(TABLE, EmbeddingFromPretrainedOptions().freeze(false)),
             IDS),
      REFUSED(torch::embedding(torch::ones({2}), torch::tensor({1}))),
      REFUSED(torch::embedding(torch::ones({2, 2}), torch::tensor({2}))),
      REFUSED(torch::embedding(torch::ones({2, 2}), torch::ones({2}))),
      REFUSED(Embedding(EmbeddingOptions(4, 3).padding_idx(4))),
      REFUSED(Embedding(EmbeddingOptions(4, 3).padding_idx(-5))),
      MODULE(Dropout2d(), IMAGE),
      MODULE(Dropout2d(Dropout2dOptions(0.25).inplace(true)), fractions({2, 3, 2, 2}, 1)),
      MODULE(Dropout3d(0.25), input(fractions({2, 3, 2, 2, 1}, 1))),
      MODULE(AlphaDropout(), IMAGE),
      MODULE(AlphaDropout(0.25), IMAGE),
      MODULE(FeatureAlphaDropout(), IMAGE),
      MODULE(Dropout2d(1.0), IMAGE),
      REFUSED(Dropout2d(1.5)),
      FUNCTION(F::dropout2d(x, F::Dropout2dFuncOptions().p(0.25))),
      FUNCTION(F::alpha_dropout(x, F::AlphaDropoutFuncOptions().p(0.25).training(true))),
      FUNCTION(F::alpha_dropout(x)),
      FUNCTION(torch::feature_dropout(x, 0.5, true)),
  };
#undef IDS
#undef TABLE
#undef IMAGE
}

}  // namespace nn_cases
