#include "io/inflate.h"

#include <gtest/gtest.h>

#include <string>

#include "autograd/base/error.h"
#include "io/crc32.h"
#include "tests/support/expect_error.h"
#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace glassgrad::io {
namespace {

std::string golden(const std::string& name) {
  return test_support::read_file(test_support::source_path("tests/golden/files/") + name);
}

std::string text() {
  std::string result;
  for (int k = 0; k < 300; ++k)
    result += std::to_string(k) + " squared is " + std::to_string(k * k) + ", ";
  return result;
}

TEST(Crc32, IsThatOfTheStandard) {
  EXPECT_EQ(crc32(""), 0u);
  EXPECT_EQ(crc32("123456789"), 0xcbf43926u);  // the check value of ITU-T V.42
}

TEST(Gunzip, ReadsEveryTypeOfBlock) {
  EXPECT_EQ(gunzip(golden("text.gz"), "text.gz"), text());
  EXPECT_EQ(gunzip(golden("text_fixed.gz"), "text_fixed.gz"), text());
  EXPECT_EQ(gunzip(golden("text_stored.gz"), "text_stored.gz"), text());
}

TEST(Gunzip, NamesWhatIsDamaged) {
  const std::string whole = golden("text.gz");
  EXPECT_ERROR(gunzip("", "a.gz"), "'a.gz': expected a gzip file, got 0 bytes of something else");
  EXPECT_ERROR(gunzip(whole.substr(0, 100), "a.gz"),
               "'a.gz': the compressed data is damaged: it is cut off");
  std::string other = whole;
  other[other.size() - 8] ^= 1;
  EXPECT_ERROR(gunzip(other, "a.gz"),
               "'a.gz': the compressed data is damaged: incorrect data check");
  other = whole;
  other[other.size() - 4] ^= 1;
  EXPECT_ERROR(gunzip(other, "a.gz"), "'a.gz'");
  EXPECT_ERROR(gunzip(whole + std::string(8, 'x'), "a.gz"), "'a.gz'");
  other = whole;
  other[2] = 7;
  EXPECT_ERROR(gunzip(other, "a.gz"), "unknown compression method");
}

TEST(Inflate, NeedsTheAnnouncedSize) {
  const std::string stored(
      "\1\3\0\xfc\xff"
      "abc",
      8);
  EXPECT_EQ(inflate(stored, 3, "x"), "abc");
  EXPECT_ERROR(inflate(stored, 2, "x"), "it is longer than announced");
  EXPECT_ERROR(inflate(stored, 4, "x"), "'x': expected 4 bytes of expanded data, got 3");
  EXPECT_ERROR(inflate(stored + "d", 3, "x"), "something follows its end");
  EXPECT_ERROR(inflate(std::string("\1\3\0\xfc\xfe"
                                   "abc",
                                   8),
                       3, "x"),
               "invalid stored block lengths");
  EXPECT_ERROR(inflate("\7", 3, "x"), "invalid block type");
}

TEST(Inflate, TakesNoMoreThanItsDataCanGive) {
  EXPECT_ERROR(inflate("abc", uint64_t{1} << 40, "x"),
               "'x': expected at most 100 times as many bytes as it has, 3, when it is expanded");
  check_expansion(3, uint64_t{1} << 30, "x");
  check_expansion(uint64_t{1} << 30, uint64_t{100} << 30, "x");
  // Announced is what is allowed, not what is taken.
  EXPECT_ERROR(inflate("abc", uint64_t{1} << 30, "x"), "the compressed data is damaged");
}

// A changed bit or a missing byte is found, if only by the checksum; nothing is read or written out
// of place.
TEST(Gunzip, SurvivesEveryChangedByte) {
  for (const char* name : {"text.gz", "text_fixed.gz", "text_stored.gz"}) {
    const std::string whole = golden(name);
    int loaded = 0;
    for (size_t at = 0; at < whole.size(); ++at)
      for (const int change : {0x01, 0xc8}) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ change);
        try {
          loaded += gunzip(changed, name) == text() ? 1 : 1000000;
        } catch (const Error&) {
        }
      }
    // Time, operating system, extra field, name, comment and a few flags say nothing of the data.
    EXPECT_LT(loaded, 60) << name;
    for (size_t size = 0; size < whole.size(); ++size)
      EXPECT_THROW(gunzip(whole.substr(0, size), name), Error) << name << ' ' << size;
  }
}

}  // namespace
}  // namespace glassgrad::io
