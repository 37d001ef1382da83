#include "apps/support/arguments.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace apps {
namespace {

struct Settings {
  bool loud = false;
  int64_t count = 1;
  std::string file;

  std::vector<Option> options() {
    return {{"--loud", "", "say more", flag(loud)},
            {"--count", "N", "how often\n(default 1)", integer(count, 0, 9)},
            {"--file", "FILE", "where to", file_name(file)}};
  }
  void parse(const std::vector<std::string>& arguments) { parse_arguments(arguments, options()); }
};

std::string message_of(const std::vector<std::string>& arguments) {
  try {
    Settings().parse(arguments);
  } catch (const ArgumentError& error) {
    return error.what();
  }
  return "";
}

TEST(Arguments, SetWhatIsGiven) {
  Settings settings;
  settings.parse({"--count", "3", "--loud", "--file=a=b"});
  EXPECT_TRUE(settings.loud);
  EXPECT_EQ(settings.count, 3);
  EXPECT_EQ(settings.file, "a=b");
}

TEST(Arguments, LeaveTheRestAsItIs) {
  Settings settings;
  settings.parse({});
  EXPECT_FALSE(settings.loud);
  EXPECT_EQ(settings.count, 1);
}

TEST(Arguments, AskForHelpInShort) {
  bool help = false;
  parse_arguments({"-h"}, {{"--help", "", "print this text", flag(help)}});
  EXPECT_TRUE(help);
  EXPECT_EQ(message_of({"-h"}), "unknown argument '-h': allowed are --loud, --count, --file");
}

TEST(Arguments, TheLastOneCounts) {
  Settings settings;
  settings.parse({"--count", "3", "--count=4"});
  EXPECT_EQ(settings.count, 4);
}

TEST(Arguments, AreNamedWhenWrong) {
  EXPECT_EQ(message_of({"--count", "10"}), "--count: expected an integer from 0 to 9, got '10'");
  EXPECT_EQ(message_of({"--count", "-1"}), "--count: expected an integer from 0 to 9, got '-1'");
  EXPECT_EQ(message_of({"--count", ""}), "--count: expected an integer from 0 to 9, got ''");
  EXPECT_EQ(message_of({"--count"}), "--count: expected a value N, got nothing");
  EXPECT_EQ(message_of({"--count", "--loud"}), "--count: expected a value N, got '--loud'");
  EXPECT_EQ(message_of({"--loud=1"}), "--loud: expected no value, got '1'");
  EXPECT_EQ(message_of({"--quiet"}),
            "unknown argument '--quiet': allowed are --loud, --count, --file");
  EXPECT_EQ(message_of({"--quiet=\x1b[2J\n"}),
            "unknown argument '--quiet': allowed are --loud, --count, --file");
  EXPECT_EQ(message_of({"\x1b[2J"}),
            "unknown argument '\\x1b[2J': allowed are --loud, --count, --file");
}

TEST(Arguments, AreDescribedInTwoColumns) {
  EXPECT_EQ(describe(Settings().options()),
            "  --loud       say more\n"
            "  --count N    how often\n"
            "               (default 1)\n"
            "  --file FILE  where to\n");
}

TEST(Arguments, NumbersAreReadWhole) {
  EXPECT_EQ(parse_number("2"), 2);
  EXPECT_EQ(parse_number("-0.5e1"), -5);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("-0x1.8p+1"), -3);
  EXPECT_EQ(parse_number("0x1.01934c0000000p+0"), 0x1.01934cp+0);
  for (const std::string text : {"", "-", "+1", "1 ", " 1", "1,5", "1e", "one", "nan", "inf",
                                 "-inf", "1e999", "--1", "0x", "0x-1", "-0x", "1x"}) {
    EXPECT_THROW(parse_number(text), ArgumentError) << text;
  }
}

}  // namespace
}  // namespace apps
