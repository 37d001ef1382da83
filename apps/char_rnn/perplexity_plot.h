#pragma once
// Draws how perplexity falls.

#include <string>
#include <vector>

namespace char_rnn {

/// What an epoch came to. Perplexity is exp(mean loss): among so many characters, all equally
/// likely, a guess would be as hard.
struct Epoch {
  double training;    ///< perplexity while it learnt
  double validation;  ///< perplexity after it
};

/// Draws both over the epochs, on a logarithmic scale.
/// @throws apps::NothingToDraw if there are no epochs, apps::ProgramMissing, apps::FileError,
/// std::runtime_error
void draw_perplexities(const std::string& path, const std::vector<Epoch>& history);

}  // namespace char_rnn
