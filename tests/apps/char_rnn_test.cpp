// Trains on texts of a few characters, and runs the program as its users do.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "apps/char_rnn/counting.h"
#include "apps/char_rnn/network.h"
#include "apps/char_rnn/sample.h"
#include "apps/char_rnn/train.h"
#include "apps/support/files.h"
#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace char_rnn {
namespace {

using glassgrad::Tensor;
using test_support::Folder;
using test_support::Outcome;
using Names = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

Outcome run_app(const Folder& folder, const std::string& arguments,
                const std::string& setting = "") {
  return run_in(folder, setting + " '" + test_support::app_path("char_rnn") + "' " + arguments);
}
/// A network for a test's second.
Outcome run_small(const Folder& folder, const std::string& arguments) {
  return run_app(folder, "--hidden 16 --embedding 4 --seq-length 8 " + arguments);
}

/// A folder with a text that repeats itself.
struct Periodic : Folder {
  Periodic() { write("abc.txt", repeated("a bad cab; ", 60)); }
};

/// The number after the last `name`.
double value_of(const std::string& name, const std::string& out) {
  return std::stod(out.substr(out.rfind(name + " ") + name.size() + 1));
}

// ---- texts ----

TEST(CharRnn, ATextHasCharactersNotBytes) {
  const std::string utf8 = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x90\xb8\n";
  const std::u32string text = U"a\u00e4\u20ac\U0001f438\n";
  EXPECT_EQ(decoded(utf8, "x"), text);
  EXPECT_EQ(encoded(text), utf8);
  for (const char* bad : {"ab\xff", "ab\xc3", "ab\xc0\x80", "ab\xed\xa0\x80", "ab\xf4\x90\x80\x80",
                          "ab\xe0\x82\xac", "ab\x80"}) {
    try {
      decoded(bad, "x.txt");
      ADD_FAILURE() << bad;
    } catch (const apps::DataError& error) {
      EXPECT_STREQ(error.what(),
                   "x.txt: expected a text in UTF-8, byte 3 begins no character: convert it (iconv "
                   "-t utf-8)");
    }
  }
}

TEST(CharRnn, CharactersHaveIdsByCodePoint) {
  const Vocabulary vocabulary = Vocabulary::of(U"b\u00e4a b");
  EXPECT_EQ(vocabulary.characters(), U" ab\u00e4");
  const Tensor ids = vocabulary.ids(U"b\u00e4 ", "", "");
  EXPECT_TRUE(ids.equal(glassgrad::tensor({2, 3, 0}, glassgrad::kLong)));
}

TEST(CharRnn, RhymesCountDown) {
  const std::string text = encoded(counting_rhymes());
  EXPECT_EQ(text, encoded(counting_rhymes()));
  EXPECT_PRED2(contains, text, ", five owls are left.\nFive owls: one ");
  EXPECT_PRED2(contains, text, ", one mouse is left.\nOne mouse: it ");
  EXPECT_PRED2(contains, text, ", no geese are left.\n\n");
  EXPECT_FALSE(contains(text, "One mice"));
}

// ---- training ----

TEST(CharRnn, PiecesOfATextGoOnRowByRow) {
  const Streams text(glassgrad::arange(12, glassgrad::kLong), /*sequence=*/3, /*most=*/100);
  ASSERT_EQ(text.inputs.sizes(), glassgrad::IntArrayRef({3, 3}));  // of 11 guesses 9
  EXPECT_TRUE(text.inputs.t().flatten().equal(glassgrad::arange(9, glassgrad::kLong)));
  EXPECT_TRUE(text.targets.equal(text.inputs + 1));
  EXPECT_EQ(Streams(glassgrad::arange(12, glassgrad::kLong), 3, 2).length(), 5);
  EXPECT_EQ(Streams(glassgrad::arange(3, glassgrad::kLong), 50, 2).length(), 2);
  EXPECT_EQ(steps_in_epoch(text, 2), 2);
}

// What is remembered passes from sequence to sequence: how the text is cut makes no difference.
TEST(CharRnn, TheStateIsCarried) {
  for (const bool is_gru : {false, true}) {
    glassgrad::manual_seed(1);
    Sizes sizes{5};
    sizes.is_gru = is_gru;
    sizes.hidden = 8;
    sizes.layers = 2;
    Network network(sizes);
    const Streams text(glassgrad::randint(5, {41}, glassgrad::kLong), 20, 2);
    const double whole = mean_loss(network, text, 20);
    for (const int64_t sequence : {1, 3, 10})
      EXPECT_NEAR(mean_loss(network, text, sequence), whole, 1e-6) << sequence;
  }
}

TEST(CharRnn, GradientsEndWhereASequenceBegan) {
  glassgrad::manual_seed(1);
  Sizes sizes{5};
  Network network(sizes);
  State state;
  network->forward(glassgrad::zeros({4, 1}, glassgrad::kLong), state);
  ASSERT_TRUE(state.h.requires_grad());
  const State cut = state.detached();
  EXPECT_FALSE(cut.h.requires_grad());
  EXPECT_FALSE(cut.c.requires_grad());
  EXPECT_TRUE(cut.c.equal(state.c));
  EXPECT_FALSE(State().detached().h.defined());
}

TEST(CharRnn, LearnsAPeriodicText) {
  const Periodic folder;
  for (const std::string cell : {"lstm", "gru"}) {
    const Outcome outcome =
        run_small(folder,
                  "--text abc.txt --epochs 30 --lr 0.02 --quiet --no-plot --temperature 0 "
                  "--sample 22 --prompt 'a bad' --cell " +
                      cell);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_LT(value_of("training perplexity", outcome.out), 1.1);
    EXPECT_LT(value_of("validation perplexity", outcome.out), 1.1);
    EXPECT_TRUE(outcome.out.ends_with("\na bad cab; a bad cab; a bad\n")) << outcome.out;
  }
}

// ---- writing ----

TEST(CharRnn, TheSeedDecidesWhatIsWritten) {
  glassgrad::manual_seed(3);
  Writer writer{Vocabulary(U"abcd"), Network(Sizes{4})};
  SampleOptions how;
  how.length = 60;
  how.prompt = U"ab";
  const std::u32string text = sample(writer, how);
  EXPECT_EQ(text.size(), 62u);
  EXPECT_TRUE(text.starts_with(U"ab"));
  glassgrad::manual_seed(4);
  EXPECT_EQ(sample(writer, how), text);
  how.seed = 1;
  EXPECT_NE(sample(writer, how), text);
  how.temperature = 1e-300;  // as good as 0
  const std::u32string likeliest = sample(writer, how);
  how.temperature = 0;
  EXPECT_EQ(sample(writer, how), likeliest);
}

TEST(CharRnn, DrawsAsOftenAsTheScoresSay) {
  Writer writer{Vocabulary(U"abc"), Network(Sizes{3})};
  {
    const glassgrad::NoGradGuard no_grad;
    writer.network->output->weight.zero_();
    writer.network->output->bias.copy_(glassgrad::tensor({0.5, 0.25, 0.25}).log());
  }
  SampleOptions how;
  how.length = 4000;
  how.temperature = 1;
  std::u32string text = sample(writer, how);
  // Five standard deviations are 0.04.
  EXPECT_NEAR(std::count(text.begin(), text.end(), U'a') / 4000., 0.5, 0.04);
  how.temperature = 0.5;  // squares: 4 to 1 to 1
  text = sample(writer, how);
  EXPECT_NEAR(std::count(text.begin(), text.end(), U'a') / 4000., 2. / 3, 0.04);
}

TEST(CharRnn, TheSeedDecidesTheProgram) {
  const Periodic folder;
  const auto run = [&](const std::string& more) {
    return run_small(folder, "--text abc.txt --epochs 2 --no-plot " + more).out;
  };
  const std::string usual = run("");
  EXPECT_EQ(run("--seed 0"), usual);
  for (const std::string other : {"--seed 1", "--cell gru", "--layers 2", "--lr 0.1", "--clip 1e-3",
                                  "--batch-size 2", "--validation 0.3", "--temperature 3"}) {
    EXPECT_NE(run(other), usual) << other;
  }
  EXPECT_EQ(folder.files(), Names({"abc.txt"}));
}

// ---- files ----

TEST(CharRnn, SavesAndLoads) {
  const Periodic folder;
  for (const std::string shape : {"--cell lstm", "--cell gru --layers 2"}) {
    SCOPED_TRACE(shape);
    const Outcome saved =
        run_small(folder, "--text abc.txt --epochs 2 --quiet --no-plot --save m.pt " + shape);
    EXPECT_EQ(saved.status, 0) << saved.err;
    const std::string again = "--seq-length 8 --quiet --load m.pt";
    EXPECT_EQ(run_app(folder, again + " --text abc.txt --epochs 0").out, saved.out);
    // Without a text it writes alone.
    const std::string written = saved.out.substr(saved.out.find('\n') + 1);
    EXPECT_EQ(run_app(folder, again).out, written);
    const Outcome longer = run_app(folder, again + " --text abc.txt --epochs 20 --no-plot");
    EXPECT_LT(value_of("validation perplexity", longer.out),
              value_of("validation perplexity", saved.out));

    Writer first = load(folder.path("m.pt"));
    EXPECT_EQ(first.vocabulary.characters(), U" ;abcd");
    save(first, folder.path("n.pt"));
    Writer second = load(folder.path("n.pt"));
    const Streams text(glassgrad::randint(6, {100}, glassgrad::kLong), 10, 3);
    EXPECT_EQ(mean_loss(first.network, text, 10), mean_loss(second.network, text, 10));
  }
}

TEST(CharRnn, AFileHasPythonsNames) {
  const Folder folder;
  Writer writer{Vocabulary(U"a\u00e4"), Network(Sizes{2})};
  save(writer, folder.path("m.pt"));
  const auto dict = glassgrad::pickle::load_file(folder.path("m.pt")).toGenericDict();
  EXPECT_EQ(dict.at("characters").toStringRef(), "a\xc3\xa4");
  std::set<std::string> names;
  for (const auto& entry : dict.at("model").toGenericDict())
    names.insert(entry.key().toStringRef());
  EXPECT_EQ(names, (std::set<std::string>{"embedding.weight", "rnn.weight_ih_l0",
                                          "rnn.weight_hh_l0", "rnn.bias_ih_l0", "rnn.bias_hh_l0",
                                          "output.weight", "output.bias"}));
}

TEST(CharRnn, RefusesOtherFiles) {
  const Folder folder;
  const auto refused = [&](const glassgrad::IValue& file) {
    glassgrad::pickle::save_file(file, folder.path("m.pt"));
    const Outcome outcome = run_app(folder, "--load m.pt");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
  };
  const std::string begin = "char_rnn: m.pt: expected a network that --save wrote, ";
  EXPECT_EQ(refused(1), begin + "it holds no dictionary\n");
  glassgrad::Dict<std::string, glassgrad::IValue> file;
  file.insert("model", glassgrad::pickle::dict(Network(Sizes{2})->state_dict()));
  EXPECT_EQ(refused(file), begin + "'model' or 'characters' is missing\n");
  for (const char* characters : {"abc", "aa", ""}) {
    file.insert_or_assign("characters", characters);
    EXPECT_EQ(refused(file), begin + "its network knows 2 characters, 'characters' are others\n");
  }
  file.insert_or_assign("characters", 2);
  EXPECT_EQ(refused(file), begin + "'characters' is no string\n");
  file.insert_or_assign("characters", "ab");
  file.insert_or_assign("model", glassgrad::Dict<std::string, Tensor>());
  EXPECT_EQ(refused(file), begin + "there is no matrix 'embedding.weight'\n");
}

// ---- the program ----

TEST(CharRnn, TellsAndDraws) {
  const Folder folder;
  const Outcome outcome = run_app(folder, "--epochs 1 --hidden 4 --sample 5");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "wrote perplexity.svg\n");
  EXPECT_TRUE(outcome.out.starts_with("the rhymes: ")) << outcome.out;
  EXPECT_PRED2(contains, outcome.out, "\nepoch 1, training perplexity ");
  EXPECT_PRED2(contains, folder.read("perplexity.svg"), "validation");
  const Outcome missing =
      run_app(folder, "--epochs 1 --hidden 4 --sample 0 --quiet", "PATH=/nowhere");
  EXPECT_EQ(missing.status, 0);
  EXPECT_EQ(missing.err,
            "no plot: cannot run gnuplot: No such file or directory (install gnuplot, or choose "
            "--no-plot)\n");
}

TEST(CharRnn, WritesOnTheWay) {
  const Periodic folder;
  const Outcome outcome =
      run_small(folder, "--text abc.txt --epochs 3 --no-plot --sample 0 --prompt cab");
  EXPECT_PRED2(contains, outcome.out, "\n    cab");
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1 + 3 + 2 + 1) << outcome.out;
}

struct WrongText {
  std::string arguments;
  std::string message;
};

TEST(CharRnn, SaysWhatIsWrongWithATextOrPrompt) {
  const Periodic folder;
  folder.write("empty.txt", "");
  folder.write("short.txt", "0123456789");
  folder.write("other.txt", repeated("q", 100));
  folder.write("bytes.txt", "a\xff");
  run_small(folder, "--text abc.txt --epochs 0 --save m.pt --sample 0 --quiet");
  const std::string known = "the network knows no character 'q' but 6 others, ' ;abcd': ";
  const WrongText table[] = {
      {"--text none.txt", "cannot read 'none.txt': No such file or directory"},
      {"--text empty.txt", "empty.txt: expected a text to learn, the file is empty"},
      {"--text bytes.txt",
       "bytes.txt: expected a text in UTF-8, byte 2 begins no character: convert it (iconv -t "
       "utf-8)"},
      {"--text short.txt --seq-length 9",
       "short.txt: expected at least 10 characters for training (--seq-length and the next), got 9 "
       "of 10: give a longer text, or a smaller --seq-length"},
      {"--text short.txt --seq-length 2",
       "short.txt: expected at least 2 characters for validation, got 1 of 10: give a longer text, "
       "or a larger --validation"},
      {"--text abc.txt --prompt abq", "--prompt: " + known + "write the prompt with these"},
      {"--load m.pt --prompt abq", "--prompt: " + known + "write the prompt with these"},
      {"--load m.pt --text other.txt", "other.txt: " + known + "train a new one, without --load"},
      {"--text abc.txt --lr 1e30 --seq-length 8",
       "training has diverged, perplexity is no number any more: choose a smaller --lr or --clip"},
      {"--save nowhere/m.pt", "cannot write 'nowhere/m.pt': No such file or directory"},
  };
  const Names before = folder.files();
  for (const WrongText& wrong : table) {
    SCOPED_TRACE(wrong.arguments);
    const Outcome outcome = run_app(folder, wrong.arguments + " --quiet --no-plot");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "char_rnn: " + wrong.message + "\n");
    EXPECT_EQ(folder.files(), before);
  }
}

TEST(CharRnn, NamesWrongArguments) {
  const WrongText table[] = {
      {"--frobnicate",
       "unknown argument '--frobnicate': allowed are --text, --cell, --hidden, --embedding, "
       "--layers, --epochs, --seq-length, --batch-size, --lr, --clip, --validation, --seed, "
       "--sample, --prompt, --temperature, --load, --save, --plot, --no-plot, --quiet, --help"},
      {"--cell rnn", "--cell: expected lstm or gru, got 'rnn'"},
      {"--hidden 0", "--hidden: expected an integer from 1 to 10000, got '0'"},
      {"--clip 0", "--clip: expected a number above 0, got '0'"},
      {"--clip x", "--clip: expected a number above 0, got 'x'"},
      {"--validation 1", "--validation: expected a number between 0 and 1, got '1'"},
      {"--temperature -1", "--temperature: expected a number of at least 0, got '-1'"},
      {"--save m.txt", "--save: expected a file name that ends in .pt, got 'm.txt'"},
      {"--load m.pt --layers 2",
       "--layers: expected none beside --load, whose file says it, got '2'"},
      {"--load m.pt --epochs 2",
       "--epochs: expected --text beside --load: a text to go on with, got '2'"},
  };
  const Folder folder;
  for (const WrongText& wrong : table) {
    SCOPED_TRACE(wrong.arguments);
    const Outcome outcome = run_app(folder, wrong.arguments);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "char_rnn: " + wrong.message + "\n");
    EXPECT_EQ(folder.files(), Names());
  }
}

TEST(CharRnn, ExplainsEveryOption) {
  const Folder folder;
  const Outcome outcome = run_app(folder, "--help");
  EXPECT_EQ(outcome.status, 0);
  for (const std::string option :
       {"--text FILE", "--cell NAME", "--seq-length N", "--clip X", "--sample N", "--prompt TEXT",
        "--temperature X", "--load FILE", "--save FILE", "--plot FILE", "--no-plot", "--quiet"}) {
    EXPECT_PRED2(contains, outcome.out, "\n  " + option + " ");
  }
  EXPECT_PRED2(contains, outcome.out, "torch.load('x.pt')");
}

}  // namespace
}  // namespace char_rnn
