#include "serialize/utf8.h"

#include <gtest/gtest.h>

namespace glassgrad::serialize {
namespace {

TEST(Utf8, IsTold) {
  for (const char* right : {"", "a", "\u00fc", "\u0800\ud7ff\ue000\uffff", "\U00010000\U0010ffff"})
    EXPECT_TRUE(is_utf8(right)) << right;
  for (const char* wrong :
       {"\x80", "\xc3", "\xc3(", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff", "\xe2\x82"})
    EXPECT_FALSE(is_utf8(wrong));
}

}  // namespace
}  // namespace glassgrad::serialize
