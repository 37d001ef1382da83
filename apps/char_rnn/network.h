#pragma once
// The network that guesses the next character.

#include <string>

#include <glassgrad.h>
#include "apps/char_rnn/text.h"

namespace char_rnn {

/// What a recurrent layer remembers of the characters so far: h and, for LSTM, c, [layers, B,
/// hidden] each. As it is made it remembers nothing.
struct State {
  glassgrad::Tensor h, c;
  /// The same numbers without the graph that made them: gradients end here.
  State detached() const;
};

/// How large a network is.
struct Sizes {
  int64_t characters;
  bool is_gru = false;  ///< GRU instead of LSTM
  int64_t embedding = 32;
  int64_t hidden = 128;
  int64_t layers = 1;
};

/// Scores of the next character: output(rnn(embedding(x))).
///
/// Parameters: embedding.weight [characters, embedding]; those of the LSTM or GRU, rnn.weight_ih_l0
/// ...; output.weight [characters, hidden] and output.bias [characters].
struct NetworkImpl : glassgrad::nn::Module {
  explicit NetworkImpl(const Sizes& sizes);

  /// ids [T, B] of T characters of each of B texts -> scores [T, B, characters] of those that come
  /// after each; `state` becomes that after the last.
  glassgrad::Tensor forward(const glassgrad::Tensor& ids, State& state);

  glassgrad::nn::Embedding embedding;
  glassgrad::nn::LSTM lstm{nullptr};  ///< registered as "rnn", or
  glassgrad::nn::GRU gru{nullptr};    ///< this one
  glassgrad::nn::Linear output;
};
TORCH_MODULE(Network);

/// A network and the characters that it knows.
struct Writer {
  Vocabulary vocabulary;
  Network network;
};

/// Writes {"model": state_dict, "characters": str} as Python's torch.load reads it.
/// @throws glassgrad::Error
void save(const Writer& writer, const std::string& path);
/// What such a file holds. @throws apps::DataError if it is another, glassgrad::Error
Writer load(const std::string& path);

}  // namespace char_rnn
