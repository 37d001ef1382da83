// The text for those who have none at hand.
#include "apps/char_rnn/counting.h"

#include <random>

#include "apps/char_rnn/text.h"

namespace char_rnn {
namespace {

constexpr int kRhymes = 100, kHighest = 12;

constexpr const char* kNumbers[kHighest + 1] = {"no",   "one",    "two",   "three", "four",
                                                "five", "six",    "seven", "eight", "nine",
                                                "ten",  "eleven", "twelve"};
constexpr const char* kAnimals[][2] = {{"owl", "owls"},    {"mouse", "mice"}, {"frog", "frogs"},
                                       {"hen", "hens"},    {"goat", "goats"}, {"goose", "geese"},
                                       {"snail", "snails"}};
constexpr const char* kLeaves[] = {"ran home", "fell asleep", "hid away", "went to sea",
                                   "had enough"};

std::string capitalised(std::string word) {
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

/// "mice", or "mouse" of one.
std::string animals(const char* const (&names)[2], size_t count) { return names[count != 1]; }

/// A line for each number, down to one.
std::string rhyme(std::mt19937& random) {
  // The same on every machine, which the standard's distributions are not.
  const auto draw = [&random](size_t count) { return random() % count; };
  const auto& names = kAnimals[draw(std::size(kAnimals))];
  std::string text;
  for (size_t count = 3 + draw(kHighest - 2); count > 0; --count) {
    const size_t left = count - 1;
    text += capitalised(kNumbers[count]) + ' ' + animals(names, count) + ": " +
            (left ? "one " : "it ") + kLeaves[draw(std::size(kLeaves))] + ", " + kNumbers[left] +
            ' ' + animals(names, left) + (left == 1 ? " is left.\n" : " are left.\n");
  }
  return text + '\n';
}

}  // namespace

std::u32string counting_rhymes() {
  std::mt19937 random(1);
  std::string text;
  for (int i = 0; i < kRhymes; ++i) text += rhyme(random);
  return decoded(text, "rhymes");
}

}  // namespace char_rnn
