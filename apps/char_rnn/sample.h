#pragma once
// Texts that a network writes.

#include <cstdint>
#include <string>

#include "apps/char_rnn/network.h"

namespace char_rnn {

/// How a text is drawn.
struct SampleOptions {
  int64_t length = 300;      ///< characters after the prompt
  std::u32string prompt;     ///< what the network reads first; empty: the end of a paragraph
  double temperature = 0.8;  ///< p_i ~ exp(score_i / temperature); 0: always the likeliest
  uint64_t seed = 0;         ///< the same seed draws the same text
};

/// The prompt and what the network writes after it, a character at a time, each drawn by the
/// probabilities that it gives.
/// @throws apps::DataError  for a character of the prompt that it does not know, std::runtime_error
///                          if its scores are no numbers
std::u32string sample(Writer& writer, const SampleOptions& options);

}  // namespace char_rnn
