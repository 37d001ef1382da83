// What the command line asks for.
#include "apps/char_rnn/options.h"

#include <functional>
#include <utility>

#include "apps/support/arguments.h"
#include "apps/support/plot_options.h"

namespace char_rnn {
namespace {

using apps::ArgumentError;
using apps::Option;

/// What has to be judged together, after the last argument.
struct Deferred {
  apps::PlotOptions plot;
  std::vector<std::pair<std::string, std::string>> sizes;  ///< which a file that is loaded says
  std::vector<std::pair<std::string, std::string>> training;
};

/// A number inside of bounds that do not belong to it.
std::function<void(const std::string&)> between(double& target, double low, double high,
                                                const char* allowed) {
  return [=, &target](const std::string& text) {
    try {
      target = apps::parse_number(text);
    } catch (const ArgumentError&) {
      throw ArgumentError(allowed);
    }
    if (!(low < target && target < high)) throw ArgumentError(allowed);
  };
}

/// Does what `option` does, and notes that it was given.
Option noted(Option option, std::vector<std::pair<std::string, std::string>>& given) {
  option.set = [set = option.set, name = option.name, &given](const std::string& text) {
    set(text);
    given.emplace_back(name, text);
  };
  return option;
}

std::vector<Option> network_rows(Options& options, Deferred& deferred) {
  const auto size = [&](Option option) { return noted(std::move(option), deferred.sizes); };
  return {
      size({"--cell", "NAME", "lstm (default) or gru: what remembers the text so far",
            [&](const std::string& text) {
              if (text != "lstm" && text != "gru") throw ArgumentError("lstm or gru");
              options.cell = text;
            }}),
      size({"--hidden", "N", "how many numbers it remembers (default 128)",
            apps::integer(options.hidden, 1, 10'000)}),
      size({"--embedding", "N", "how many numbers stand for a character (default 32)",
            apps::integer(options.embedding, 1, 10'000)}),
      size({"--layers", "N", "recurrent layers, one above the other (default 1)",
            apps::integer(options.layers, 1, 100)}),
  };
}

std::vector<Option> training_rows(Options& options, Deferred& deferred) {
  return {
      noted({"--epochs", "N", "how often to go through the text (default 25); 0: tell how it is",
             apps::integer(options.epochs, 0)},
            deferred.training),
      {"--seq-length", "N", "gradients go back so many characters (default 50)",
       apps::integer(options.sequence, 1, 1'000'000)},
      {"--batch-size", "N",
       "cut the text into at most so many pieces, which are read side by side\n(default 16)",
       apps::integer(options.batch_size, 1, 1'000'000)},
      {"--lr", "X", "learning rate of Adam (default 0.01)", apps::from_zero(options.lr)},
      {"--clip", "X", "a longer gradient is shortened to X (default 1)",
       between(options.clip, 0, 1e300, "a number above 0")},
      {"--validation", "X", "the part of the text, its end, that is not learnt (default 0.1)",
       between(options.validation, 0, 1, "a number between 0 and 1")},
      {"--seed", "N", "seed of the first parameters and of what is written (default 0)",
       apps::integer(options.seed, 0)},
  };
}

std::vector<Option> sample_rows(Options& options) {
  return {
      {"--sample", "N", "how many characters to write at the end (default 300)",
       apps::integer(options.sample, 0, 100'000'000)},
      {"--prompt", "TEXT", "what the network reads before it writes",
       [&](const std::string& text) { options.prompt = text; }},
      {"--temperature", "X",
       "below 1 it writes what is likely, above 1 more of the rest; 0: always the\n"
       "likeliest character (default 0.8)",
       apps::from_zero(options.temperature)},
  };
}

std::vector<Option> option_table(Options& options, Deferred& deferred) {
  std::vector<Option> rows = {{"--text", "FILE",
                               "a text in UTF-8 (default: 100 rhymes that count down)",
                               apps::file_name(options.text)}};
  const auto add = [&](std::vector<Option> more) {
    rows.insert(rows.end(), more.begin(), more.end());
  };
  add(network_rows(options, deferred));
  add(training_rows(options, deferred));
  add(sample_rows(options));
  add({
      {"--load", "FILE",
       "begin with the network of a .pt file; without --text it writes, and learns\n"
       "nothing",
       apps::file_name(options.load, {".pt"})},
      {"--save", "FILE", "write the network and its characters to a .pt file",
       apps::file_name(options.save, {".pt"})},
      deferred.plot.plot_row("where to draw perplexity, .svg or .png (default perplexity.svg)"),
      deferred.plot.no_plot_row(),
      {"--quiet", "", "print the result and the last text alone", apps::flag(options.quiet)},
      {"--help", "", "print this text", apps::flag(options.help)},
  });
  return rows;
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  Deferred deferred;
  apps::parse_arguments(arguments, option_table(options, deferred));
  const bool loads = !options.load.empty();
  if (loads && !deferred.sizes.empty()) {
    const auto& [name, came] = deferred.sizes.front();
    throw apps::argument_error(name, "none beside --load, whose file says it", came);
  }
  if (loads && options.text.empty()) {
    if (options.epochs > 0 && !deferred.training.empty())
      throw apps::argument_error("--epochs", "--text beside --load: a text to go on with",
                                 deferred.training.front().second);
    options.epochs = 0;
  }
  options.plot = deferred.plot.chosen("perplexity.svg");
  if (options.epochs == 0 && !options.plot.is_asked) options.plot = {};
  return options;
}

std::string usage() {
  Options options;
  Deferred deferred;
  return "Usage: char_rnn [OPTION...]\n\n"
         "Trains a recurrent network to guess the next character of a text, and has it write one\n"
         "of its own: characters -> embedding -> LSTM or GRU -> linear -> scores of the next.\n"
         "Perplexity 5 means: as uncertain as among 5 characters that are equally likely.\n\n" +
         apps::describe(option_table(options, deferred)) +
         "\nWhat --save writes, Python reads:\n"
         "  saved = torch.load('x.pt'); net.load_state_dict(saved['model']); "
         "saved['characters']\n"
         "where net has the modules embedding, rnn and output; the place of a character is its "
         "id.\n"
         "\nExit status: 0 done, 1 something failed, 2 wrong arguments.\n";
}

}  // namespace char_rnn
