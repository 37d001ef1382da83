#pragma once
// One epoch of training, and how well a network guesses.

#include <cstdint>
#include <functional>

#include <glassgrad.h>
#include "apps/char_rnn/network.h"

namespace char_rnn {

/// A text cut into B pieces of the same length L, which are read side by side: column b is the b-th
/// piece, so row by row each of them goes on. What is left at the end, less than B characters, is
/// dropped.
struct Streams {
  glassgrad::Tensor inputs;   ///< [L, B] ids
  glassgrad::Tensor targets;  ///< [L, B], the id after each

  /// As many pieces as have `sequence` characters, at most `most`.
  /// @param ids  [N], N at least 2
  Streams(const glassgrad::Tensor& ids, int64_t sequence, int64_t most);
  int64_t length() const { return inputs.size(0); }
};

/// How to take steps.
struct Steps {
  int64_t sequence;  ///< T: gradients go back so many characters
  double clip;       ///< the longest gradient, all parameters in one vector
  std::function<void()> after_each;
};

/// How many steps an epoch has.
int64_t steps_in_epoch(const Streams& text, int64_t sequence);

/// Goes through the text once, a step of `optimizer` for every T characters of all pieces:
/// truncated backpropagation through time. What the network remembers is carried from step to step;
/// gradients are not.
/// @return  mean loss, cross-entropy in nats per character, while it learnt
/// @throws std::runtime_error  when exp(loss) is no number any more
/// Source: Williams & Peng (1990); Karpathy, "The unreasonable effectiveness of recurrent neural
/// networks" (2015).
double train_epoch(Network& network, glassgrad::optim::Optimizer& optimizer, const Streams& text,
                   const Steps& steps);

/// Mean loss of a network that does not learn, T characters at a time.
double mean_loss(Network& network, const Streams& text, int64_t sequence);

}  // namespace char_rnn
