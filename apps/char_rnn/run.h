#pragma once
// One run of the program.

#include "apps/char_rnn/options.h"

namespace char_rnn {

/// Does what the options ask for.
/// @throws std::exception  with one line for the user
void run(const Options& options);

}  // namespace char_rnn
