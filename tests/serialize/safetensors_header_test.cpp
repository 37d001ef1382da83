#include "serialize/safetensors_header.h"

#include <gtest/gtest.h>

#include <string>

#include "autograd/base/error.h"
#include "tests/support/expect_error.h"

namespace glassgrad::serialize {
namespace {

/// What the metadata says under "a", which stands for this JSON text.
std::string read_string(const std::string& text) {
  return parse_safetensors_header(R"({"__metadata__":{"a":)" + text + "}}", "f").metadata["a"];
}
/// The shape of a tensor "w", which stands for this JSON text.
std::vector<int64_t> read_shape(const std::string& text) {
  const auto header = parse_safetensors_header(
      R"({"w":{"dtype":"F32","shape":)" + text + R"(,"data_offsets":[3,5]}})", "f");
  EXPECT_EQ(header.entries.at(0).begin, 3u);
  EXPECT_EQ(header.entries.at(0).end, 5u);
  return header.entries.at(0).stored.shape;
}
std::vector<std::string> read_names(const std::string& text) {
  std::vector<std::string> names;
  for (const SafetensorsEntry& entry : parse_safetensors_header(text, "f").entries)
    names.push_back(entry.name);
  return names;
}

TEST(SafetensorsHeader, ReadsStrings) {
  EXPECT_EQ(read_string("\"\""), "");
  EXPECT_EQ(read_string(R"( "a\"b\\c\/d\b\f\n\r\t" )"), "a\"b\\c/d\b\f\n\r\t");
  EXPECT_EQ(read_string(R"("\u0041\u00fc\u20AC\ud83d\ude00")"), "A\u00fc\u20ac\U0001f600");
  EXPECT_EQ(read_string("\"\u00fc\u20ac\U0001f600\""), "\u00fc\u20ac\U0001f600");
  EXPECT_EQ(read_string(R"("\u0000")"), std::string(1, '\0'));
}

TEST(SafetensorsHeader, RefusesOtherStrings) {
  EXPECT_ERROR(read_string("\"a"), "'f': offset ");
  EXPECT_ERROR(read_string("\"a"), "of the header: syntax error while parsing value - ");
  EXPECT_ERROR(read_string("\"a\nb\""),
               "control character U+000A (LF) must be escaped to \\u000A or \\n");
  EXPECT_ERROR(read_string("'a'"),
               "'f': offset 21 of the header: syntax error while parsing "
               "value - invalid literal; last read: '\"a\":''");
  EXPECT_ERROR(read_string(R"("\x41")"), "forbidden character after backslash");
  EXPECT_ERROR(read_string(R"("\u00g0")"), "'\\u' must be followed by 4 hex digits");
  EXPECT_ERROR(read_string(R"("\ud83d")"), "surrogate U+D800..U+DBFF must be followed by");
  EXPECT_ERROR(read_string(R"("\ude00")"), "surrogate U+DC00..U+DFFF must follow");
  EXPECT_ERROR(read_string("\"\xff\""), "invalid string: ill-formed UTF-8 byte");
  for (const char* wrong : {"\"\\", R"("\u00)", R"("\ud83d\u0041")", "\"\xc0\xaf\"", "\"a\" x"})
    EXPECT_THROW(read_string(wrong), Error) << wrong;
  EXPECT_ERROR(read_string("1"), "'f': the header: expected a text for 'a' of the metadata, got 1");
}

TEST(SafetensorsHeader, ReadsWholeNumbers) {
  EXPECT_EQ(read_shape("[]"), std::vector<int64_t>());
  EXPECT_EQ(read_shape("[0, 9223372036854775807]"), (std::vector<int64_t>{0, INT64_MAX}));
  for (const char* wrong : {"-1",
                            "1.0",
                            "1e3",
                            "01",
                            "00",
                            "9223372036854775808",
                            "18446744073709551615",
                            "18446744073709551616",
                            "1e999",
                            "99999999999999999999999",
                            "NaN",
                            "nan",
                            "Infinity",
                            "",
                            "+1",
                            "0x1",
                            "true",
                            "null",
                            "\"1\"",
                            "[1]",
                            "{}"})
    EXPECT_THROW(read_shape("[1," + std::string(wrong) + "]"), Error) << wrong;
  EXPECT_ERROR(read_shape("[-5]"),
               "'f', tensor 'w': expected in shape whole numbers from 0 to 2^63 - 1, got -5");
  EXPECT_ERROR(read_shape("[9223372036854775808]"), "got 9223372036854775808");
  EXPECT_ERROR(read_shape("3"), "'f', tensor 'w': expected a list for shape, got 3");
}

TEST(SafetensorsHeader, ReadsObjects) {
  const std::string w = R"({"dtype":"F32","shape":[],"data_offsets":[0,4]})";
  EXPECT_EQ(read_names("{}  "), std::vector<std::string>());
  EXPECT_EQ(read_names("{\"b\":" + w + " ,\n\t\"\":" + w + "}"),
            (std::vector<std::string>{"b", ""}));
  for (const std::string& wrong : std::vector<std::string>{
           "", "{", "[]", " {}", "{\"a\":" + w + ",}", "{\"a\" " + w + "}", "{a:" + w + "}",
           "{\"a\":" + w, "{\"a\":" + w + "}{}", "{\"a\":" + w + "}\n", "{,}", "{\"a\":null}",
           "{\"a\":[]}", "{/**/}", "{}}", "\xef\xbb\xbf{}", "{\"a\":{}}"})
    EXPECT_THROW(read_names(wrong), Error) << wrong;
  EXPECT_THROW(read_names(std::string("{}\0{}", 5)), Error);
  EXPECT_ERROR(read_names("{\"a\":" + w + ",\"\\u0061\":" + w + "}"),
               "'f': the header: expected each name once, got 'a' twice");
  EXPECT_ERROR(read_names(R"({"a":{"shape":[],"shape":[]}})"),
               "'f', tensor 'a': expected each name once, got 'shape' twice");
  EXPECT_ERROR(read_names(R"({"__metadata__":{"a":"","a":""}})"), "expected each name once");
  EXPECT_ERROR(read_names(R"({"__metadata__":{},"__metadata__":{}})"), "expected each name once");
  EXPECT_ERROR(read_names(R"({"a":{"order":"C"}})"),
               "'f', tensor 'a': expected dtype, shape and data_offsets, got 'order'");
}

TEST(SafetensorsHeader, TakesNoMoreThanItsText) {
  constexpr size_t size = 100'000'000;
  for (const char* begin : {"{\"w\":", "{\"w\":{\"shape\":", "{\"w\":{\"dtype\":"}) {
    std::string deep = begin;
    deep.resize(size, '[');
    deep += '}';
    EXPECT_ERROR(parse_safetensors_header(deep, "f"), "expected ");
  }
  std::string deep;
  while (deep.size() < size) deep += "{\"w\":";
  EXPECT_ERROR(parse_safetensors_header(deep + '}', "f"),
               "'f', tensor 'w': expected dtype, shape and data_offsets, got 'w'");
  // What is wrong is told by its beginning.
  try {
    parse_safetensors_header("{\"" + std::string(size, 'a') + "}", "f");
    FAIL();
  } catch (const Error& error) {
    EXPECT_LT(std::string(error.what()).size(), 1000u);
  }
}

TEST(SafetensorsHeader, WritesTextsThatItReads) {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  all += "\u00fc\U0001f600";
  const std::string text = safetensors_header_text({}, {{all, all}});
  EXPECT_EQ(parse_safetensors_header(text, "f").metadata[all], all);
  EXPECT_EQ(safetensors_header_text({}, {{"\"\\\b\f\n\r\t/\x01", ""}}),
            R"({"__metadata__":{"\"\\\b\f\n\r\t/\u0001":""}})");
  EXPECT_ERROR(safetensors_header_text({}, {{"a\xff", ""}}),
               "expected a name or text in UTF-8, got 'a\\xff'");
}

}  // namespace
}  // namespace glassgrad::serialize
