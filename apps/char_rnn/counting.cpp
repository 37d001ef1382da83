// The text for those who have none at hand.
#include "apps/char_rnn/counting.h"

#include <random>

#include "apps/char_rnn/text.h"

namespace char_rnn {
namespace {

constexpr int kRhymes = 120, kHighest = 12;

constexpr const char* kNumbers[kHighest + 1] = {"none", "one",    "two",   "three", "four",
                                                "five", "six",    "seven", "eight", "nine",
                                                "ten",  "eleven", "twelve"};
constexpr const char* kAnimals[][2] = {{"owl", "owls"},    {"mouse", "mice"}, {"frog", "frogs"},
                                       {"hen", "hens"},    {"goat", "goats"}, {"goose", "geese"},
                                       {"snail", "snails"}};
constexpr const char* kPlaces[] = {"on the wall", "in the tree", "by the pond", "at the gate",
                                   "under the moon"};
constexpr const char* kLeaves[] = {"ran home", "fell asleep", "hid away", "went to sea",
                                   "had enough"};

std::string capitalised(std::string word) {
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

/// Two lines for each number, down to one.
std::string rhyme(std::mt19937& random) {
  // The same on every machine, which the standard's distributions are not.
  const auto draw = [&random](size_t count) { return random() % count; };
  const auto& animal = kAnimals[draw(std::size(kAnimals))];
  const std::string place = kPlaces[draw(std::size(kPlaces))];
  const std::string leaves = kLeaves[draw(std::size(kLeaves))];
  std::string text;
  for (size_t left = 3 + draw(kHighest - 2); left > 0; --left) {
    text += capitalised(kNumbers[left]) + ' ' + animal[left > 1] + " " + place + ",\n";
    text += (left > 1 ? "one " : "it ") + leaves;
    text +=
        std::string(", then there ") + (left == 2 ? "was " : "were ") + kNumbers[left - 1] + ".\n";
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
