// Texts that a network writes.
#include "apps/char_rnn/sample.h"

#include <algorithm>
#include <stdexcept>

namespace char_rnn {
namespace {

using glassgrad::Tensor;

/// The id of one character, drawn by its score.
int64_t draw(const Tensor& scores, double temperature, const glassgrad::Generator& generator) {
  if (!isfinite(scores).all().item<bool>()) {
    throw std::runtime_error(
        "the network cannot write, its scores are no numbers: train it with a smaller --lr");
  }
  const Tensor best = scores.argmax();
  if (temperature == 0) return best.item<int64_t>();
  // Differences to the best stay finite however small the temperature is.
  const Tensor x =
      (scores.to(glassgrad::kDouble) - scores.max().to(glassgrad::kDouble)) / temperature;
  return multinomial(softmax(x, 0), 1, /*replacement=*/false, generator).item<int64_t>();
}

}  // namespace

std::u32string sample(Writer& writer, const SampleOptions& options) {
  const glassgrad::NoGradGuard no_grad;
  const Vocabulary& vocabulary = writer.vocabulary;
  // A paragraph is a good place to begin.
  const std::u32string before =
      vocabulary.knows(U'\n') ? U"\n\n" : vocabulary.characters().substr(0, 1);
  const std::u32string read = options.prompt.empty() ? before : options.prompt;
  Tensor ids = vocabulary.ids(read, "--prompt", "write the prompt with these");

  auto generator = glassgrad::make_generator(options.seed);
  std::u32string text = options.prompt;
  State state;
  for (int64_t i = 0; i < options.length; ++i) {
    const Tensor scores = writer.network->forward(ids.unsqueeze(1), state);  // [T, 1, characters]
    const int64_t id = draw(scores[-1][0], options.temperature, generator);
    text += vocabulary[id];
    ids = glassgrad::full({1}, id, glassgrad::kLong);
  }
  return text;
}

}  // namespace char_rnn
