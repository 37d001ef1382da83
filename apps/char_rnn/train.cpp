// One epoch of training, and how well a network guesses.
#include "apps/char_rnn/train.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace char_rnn {

namespace F = glassgrad::nn::functional;
using glassgrad::Tensor;

Streams::Streams(const Tensor& ids, int64_t sequence, int64_t most) {
  const int64_t guesses = ids.size(0) - 1;
  const int64_t pieces = std::clamp<int64_t>(guesses / sequence, 1, most);
  const int64_t length = guesses / pieces;
  const auto side_by_side = [&](int64_t begin) {
    return ids.narrow(0, begin, pieces * length).view({pieces, length}).t().contiguous();
  };
  inputs = side_by_side(0);
  targets = side_by_side(1);
}

int64_t steps_in_epoch(const Streams& text, int64_t sequence) {
  return (text.length() + sequence - 1) / sequence;
}

namespace {

/// Calls step(loss) for every T characters of all pieces.
/// @return  the mean of the losses, each character counted once
template <class Step>
double for_each_sequence(Network& network, const Streams& text, int64_t sequence, Step step) {
  State state;
  double sum = 0;
  for (int64_t begin = 0; begin < text.length(); begin += sequence) {
    const int64_t count = std::min(sequence, text.length() - begin);
    // Backpropagation ends where this sequence began.
    state = state.detached();
    const Tensor scores = network->forward(text.inputs.narrow(0, begin, count), state);
    const Tensor loss =
        F::cross_entropy(scores.flatten(0, 1), text.targets.narrow(0, begin, count).flatten());
    step(loss);
    sum += loss.item<double>() * static_cast<double>(count);
  }
  return sum / static_cast<double>(text.length());
}

}  // namespace

double train_epoch(Network& network, glassgrad::optim::Optimizer& optimizer, const Streams& text,
                   const Steps& steps) {
  return for_each_sequence(network, text, steps.sequence, [&](const Tensor& loss) {
    if (!std::isfinite(std::exp(loss.item<double>()))) {
      throw std::runtime_error(
          "training has diverged, perplexity is no number any more: choose a smaller --lr or "
          "--clip");
    }
    optimizer.zero_grad();
    loss.backward();
    glassgrad::nn::utils::clip_grad_norm_(network->parameters(), steps.clip);
    optimizer.step();
    if (steps.after_each) steps.after_each();
  });
}

double mean_loss(Network& network, const Streams& text, int64_t sequence) {
  const glassgrad::NoGradGuard no_grad;
  return for_each_sequence(network, text, sequence, [](const Tensor&) {});
}

}  // namespace char_rnn
