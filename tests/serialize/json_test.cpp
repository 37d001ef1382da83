#include "serialize/json.h"

#include <gtest/gtest.h>

#include <string>

#include "autograd/base/error.h"
#include "tests/support/expect_error.h"

namespace glassgrad::serialize {
namespace {

std::string read_string(const std::string& text) {
  JsonReader json(text, "f");
  const std::string result = json.string();
  json.end();
  return result;
}

int64_t read_number(const std::string& text) {
  JsonReader json(text, "f");
  const int64_t result = json.whole_number();
  json.end();
  return result;
}

/// All of {"NAME": [numbers], ...} as one text.
std::string read_lists(const std::string& text) {
  JsonReader json(text, "f");
  std::string result;
  json.object([&](const std::string& name) {
    result += name + ':';
    json.array([&] { result += std::to_string(json.whole_number()) + ' '; });
  });
  json.end();
  return result;
}

TEST(Json, ReadsStrings) {
  EXPECT_EQ(read_string("\"\""), "");
  EXPECT_EQ(read_string(R"( "a\"b\\c\/d\b\f\n\r\t" )"), "a\"b\\c/d\b\f\n\r\t");
  EXPECT_EQ(read_string(R"("\u0041\u00fc\u20AC\ud83d\ude00")"), "A\u00fc\u20ac\U0001f600");
  EXPECT_EQ(read_string("\"\u00fc\u20ac\U0001f600\""), "\u00fc\u20ac\U0001f600");
  EXPECT_EQ(read_string(R"("\u0000")"), std::string(1, '\0'));
}

TEST(Json, RefusesOtherStrings) {
  EXPECT_ERROR(read_string("\"a"),
               "'f': offset 2 of the header: expected a '\"' that ends the string, got the end");
  EXPECT_ERROR(read_string("\"a\nb\""), "got '\\x0ab\"'");
  EXPECT_ERROR(read_string("'a'"), "expected a string in double quotes, got ''a''");
  EXPECT_ERROR(read_string(R"("\x41")"), "expected one of \" \\ / b f n r t u after a backslash");
  EXPECT_ERROR(read_string("\"\\"), "got the end");
  EXPECT_ERROR(read_string(R"("\u00g0")"), "expected four hexadecimal digits");
  EXPECT_ERROR(read_string(R"("\u00)"), "expected four hexadecimal digits, got the end");
  EXPECT_ERROR(read_string(R"("\ud83d")"), "expected a second surrogate");
  EXPECT_ERROR(read_string(R"("\ud83d\u0041")"), "expected a second surrogate");
  EXPECT_ERROR(read_string(R"("\ude00")"), "expected no second surrogate without a first one");
  EXPECT_ERROR(read_string("\"a\" x"), "expected nothing but spaces after the header, got 'x'");
}

TEST(Json, ReadsWholeNumbers) {
  EXPECT_EQ(read_number("0"), 0);
  EXPECT_EQ(read_number(" 9223372036854775807"), INT64_MAX);
  for (const char* wrong : {"-1", "1.0", "1e3", "01", "00", "9223372036854775808",
                            "99999999999999999999999", "NaN", "nan", "Infinity", "", "+1", "0x1"})
    EXPECT_THROW(read_number(wrong), Error) << wrong;
  EXPECT_ERROR(read_number("-5"), "expected a whole number from 0 to 2^63 - 1, got '-5'");
}

TEST(Json, ReadsObjectsAndArrays) {
  EXPECT_EQ(read_lists("{}"), "");
  EXPECT_EQ(read_lists("{\"a\":[1,2], \"\":[]\n,\t\"b\" : [ 3 ] }  "), "a:1 2 :b:3 ");
  for (const char* wrong :
       {"", "{", "[]", "{\"a\":[1,]}", "{\"a\":[1],}", "{\"a\":[1 2]}", "{\"a\" [1]}", "{a:[1]}",
        "{\"a\":[1}", "{\"a\":[1]", "{\"a\":{}}", "{\"a\":[1]}{}", "{\"a\":[1]}\n", "{,}",
        "{\"a\":[true]}", "{\"a\":null}", "{/**/}"})
    EXPECT_THROW(read_lists(wrong), Error) << wrong;
  EXPECT_ERROR(read_lists("{\"a\":[1],\"\\u0061\":[2]}"),
               "offset 9 of the header: expected each name once");
}

TEST(Json, IsUtf8) {
  for (const char* right : {"", "a", "\u00fc", "\u0800\ud7ff\ue000\uffff", "\U00010000\U0010ffff"})
    EXPECT_TRUE(is_utf8(right)) << right;
  for (const char* wrong :
       {"\x80", "\xc3", "\xc3(", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff", "\xe2\x82"})
    EXPECT_FALSE(is_utf8(wrong));
  EXPECT_ERROR(JsonReader("\"\xff\"", "f"), "'f': expected a header in UTF-8, got other bytes");
}

TEST(Json, WritesStringsThatItReads) {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  all += "\u00fc\U0001f600";
  EXPECT_EQ(read_string(json_string(all)), all);
  EXPECT_EQ(json_string("\"\\\b\f\n\r\t/\x01"), R"("\"\\\b\f\n\r\t/\u0001")");
  EXPECT_ERROR(json_string("a\xff"), "expected a name or text in UTF-8, got 'a\\xff'");
}

}  // namespace
}  // namespace glassgrad::serialize
