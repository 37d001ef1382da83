// Trains a recurrent network to write a text on, character by character; train.cpp is where to
// start reading.
#include "apps/char_rnn/options.h"
#include "apps/char_rnn/run.h"
#include "apps/support/program.h"

int main(int argc, char** argv) {
  return apps::run_program("char_rnn", argc, argv, [](const auto& arguments) {
    const char_rnn::Options options = char_rnn::parse_options(arguments);
    if (options.help) {
      apps::print_help(char_rnn::usage());
    } else {
      char_rnn::run(options);
    }
  });
}
