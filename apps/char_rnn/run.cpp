// One run of the program.
#include "apps/char_rnn/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

#include "apps/char_rnn/counting.h"
#include "apps/char_rnn/perplexity_plot.h"
#include "apps/char_rnn/sample.h"
#include "apps/char_rnn/train.h"
#include "apps/support/files.h"
#include "apps/support/gnuplot.h"
#include "apps/support/progress.h"

namespace char_rnn {
namespace {

constexpr int64_t kSamplesOnTheWay = 5, kTheirLength = 70;
/// The validation part has few pieces: where one begins, nothing is remembered that would help.
constexpr int64_t kLongPiece = 10;  // sequences, at least

/// The text to learn from, and its end, which is kept for judging.
struct Parts {
  Streams training, validation;
};

Parts parts_of(const glassgrad::Tensor& ids, const std::string& whose, const Options& options) {
  const int64_t count = ids.size(0);
  const auto kept = static_cast<int64_t>(options.validation * static_cast<double>(count));
  const auto check = [&](const char* part, int64_t has, int64_t needs, const char* cure) {
    if (has >= needs) return;
    throw apps::DataError(fmt::format(
        "{}: expected at least {} characters for {}, got {} of {}: give a longer text, {}", whose,
        needs, part, has, count, cure));
  };
  check("training (--seq-length and the next)", count - kept, options.sequence + 1,
        "or a smaller --seq-length");
  check("validation", kept, 2, "or a larger --validation");
  return {Streams(ids.narrow(0, 0, count - kept), options.sequence, options.batch_size),
          Streams(ids.narrow(0, count - kept, kept), kLongPiece * options.sequence,
                  options.batch_size)};
}

Writer new_writer(const std::u32string& text, const Options& options) {
  Vocabulary vocabulary = Vocabulary::of(text);
  Sizes sizes{vocabulary.size()};
  sizes.is_gru = options.cell == "gru";
  sizes.embedding = options.embedding;
  sizes.hidden = options.hidden;
  sizes.layers = options.layers;
  return {std::move(vocabulary), Network(sizes)};
}

SampleOptions sample_options(const Options& options) {
  return {options.sample, decoded(options.prompt, "--prompt"), options.temperature,
          static_cast<uint64_t>(options.seed)};
}

/// A short text on one line.
void print_on_the_way(Writer& writer, SampleOptions how) {
  how.length = kTheirLength;
  std::string line;
  for (const char c : encoded(sample(writer, how))) {
    line += c == '\n' ? std::string(line.empty() ? "" : " / ") : std::string(1, c);
  }
  fmt::print("    {}\n", line);
}

std::vector<Epoch> train(Writer& writer, const Parts& parts, const Options& options) {
  glassgrad::optim::Adam optimizer(writer.network->parameters(),
                                   glassgrad::optim::AdamOptions(options.lr));
  int64_t done = 0;
  apps::Progress progress("training",
                          options.epochs * steps_in_epoch(parts.training, options.sequence));
  const Steps steps{options.sequence, options.clip, [&] { progress.update(++done); }};
  const int64_t between = std::max<int64_t>(1, options.epochs / kSamplesOnTheWay);
  std::vector<Epoch> history;
  for (int64_t epoch = 1; epoch <= options.epochs; ++epoch) {
    const double training = train_epoch(writer.network, optimizer, parts.training, steps);
    const double validation = mean_loss(writer.network, parts.validation, options.sequence);
    history.push_back({std::exp(training), std::exp(validation)});
    if (options.quiet) continue;
    progress.clear();
    fmt::print("epoch {}, training perplexity {:.4f}, validation perplexity {:.4f}\n", epoch,
               history.back().training, history.back().validation);
    if (epoch % between == 0 && epoch < options.epochs)
      print_on_the_way(writer, sample_options(options));
    std::fflush(stdout);
  }
  return history;
}

void print_result(Writer& writer, const Parts& parts, const Options& options) {
  const auto perplexity = [&](const Streams& text) {
    return std::exp(mean_loss(writer.network, text, options.sequence));
  };
  fmt::print("training perplexity {:.6f}, validation perplexity {:.6f}\n",
             perplexity(parts.training), perplexity(parts.validation));
}

void print_sample(Writer& writer, const Options& options) {
  if (options.sample == 0) return;
  const std::string text = encoded(sample(writer, sample_options(options)));
  fmt::print("{}{}", text, text.ends_with('\n') ? "" : "\n");
}

}  // namespace

void run(const Options& options) {
  apps::check_outputs({options.save, options.plot.path});
  glassgrad::manual_seed(static_cast<uint64_t>(options.seed));
  const bool has_text = options.load.empty() || !options.text.empty();
  const std::string whose = options.text.empty() ? "the rhymes" : options.text;
  const std::u32string text = !has_text              ? U""
                              : options.text.empty() ? counting_rhymes()
                                                     : read_text(options.text);
  Writer writer = options.load.empty() ? new_writer(text, options) : load(options.load);

  // A prompt that it cannot read should be known before it learns.
  SampleOptions nothing = sample_options(options);
  nothing.length = 0;
  sample(writer, nothing);

  std::vector<Epoch> history;
  if (has_text) {
    const Parts parts = parts_of(
        writer.vocabulary.ids(text, whose, "train a new one, without --load"), whose, options);
    if (!options.quiet) {
      fmt::print("{}: {} characters, {} different\n", whose, text.size(), writer.vocabulary.size());
    }
    history = train(writer, parts, options);
    print_result(writer, parts, options);
  }
  print_sample(writer, options);
  apps::flush_stdout();

  if (!options.save.empty()) {
    save(writer, options.save);
    if (!options.quiet) fmt::print(stderr, "wrote {}\n", options.save);
  }
  apps::Pictures pictures(options.quiet);
  pictures.draw(options.plot, [&] { draw_perplexities(options.plot.path, history); });
  pictures.finish();
}

}  // namespace char_rnn
