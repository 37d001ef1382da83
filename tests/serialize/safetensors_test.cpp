#include "serialize/safetensors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "io/endian.h"
#include "serialize/safetensors_file.h"
#include "tests/serialize/files.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

using files::expect_same;
using files::numbers;
using files::StateDict;
using test_support::Folder;
using Metadata = OrderedDict<std::string, std::string>;

/// What tests/golden/make_files.py puts into model.safetensors, in another order.
StateDict golden_model() {
  return {{"fc.weight", numbers(kFloat, {2, 3}, -1, 0.5)},
          {"fc.bias", numbers(kFloat, {2}, 0.25)},
          {"empty", numbers(kFloat, {0, 4})},
          {"bytes", numbers(kByte, {3}, 250)},
          {"mask", numbers(kLong, {5}).remainder(2).to(kBool)},
          {"double \"x\"\n\u00fc\u20ac\U0001f600", numbers(kDouble, {2}, 1e-300)},
          {"ids", numbers(kInt, {2, 2}, -2)},
          {"steps", numbers(kLong, {}, 7)}};
}

StateDict read_text(const std::string& bytes) {
  return serialize::read_safetensors(io::ByteSource("f", bytes));
}

/// A file of this header and as many bytes of data.
std::string file(const std::string& header, size_t data_size) {
  std::string bytes;
  io::append(bytes, uint64_t{header.size()});
  return bytes + header + std::string(data_size, '\0');
}

std::string entry(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return R"({"a":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets +
         "}}";
}

// --- files of others ---

TEST(Safetensors, ReadsWhatTheFormatSays) {
  const StateDict model = safetensors::load_file(files::golden_path("model.safetensors"));
  expect_same(model, golden_model());
  EXPECT_EQ(model.items()[0].key(), "steps");  // in the order of the data

  const Metadata metadata = safetensors::load_metadata(files::golden_path("model.safetensors"));
  ASSERT_EQ(metadata.size(), 2u);
  EXPECT_EQ(metadata["format"], "pt");
  EXPECT_EQ(metadata["note"], "a\\b\t\x01");
}

TEST(Safetensors, ReadsShortFloatsAsFloat) {
  const StateDict model = safetensors::load_file(files::golden_path("short_floats.safetensors"));
  // The nearest numbers of 11 and of 8 bits, as NumPy prints them.
  const float infinity = std::numeric_limits<float>::infinity();
  expect_same(model["half"], tensor({0.f, -0.f, 1.f, -2.5f, 65504.f, 0x1p-24f, 0x1.ff8p-15f,
                                     infinity, -infinity}));
  EXPECT_TRUE(std::signbit(model["half"].data_ptr<float>()[1]));
  const float* upper = model["bfloat16"].data_ptr<float>();
  EXPECT_EQ(upper[0], 1.f);
  EXPECT_EQ(upper[1], -2.5f);
  EXPECT_NEAR(upper[2], 3e38f, 0.01 * 3e38);
  EXPECT_NEAR(upper[3], 1e-40f, 0.1 * 1e-40);
}

TEST(Safetensors, WritesTheSameBytes) {
  const Folder folder;
  Metadata metadata = {{"format", "pt"}, {"note", "a\\b\t\x01"}};
  safetensors::save_file(golden_model(), folder.path("model.safetensors"), metadata);
  EXPECT_EQ(folder.read("model.safetensors"), files::golden("model.safetensors"));
  EXPECT_EQ(folder.files(), std::vector<std::string>({"model.safetensors"}));
}

// --- our own ---

TEST(Safetensors, KeepsEveryValue) {
  const Folder folder;
  const std::string path = folder.path("a.safetensors");
  const Tensor base = numbers(kFloat, {4, 6});
  const StateDict saved = {
      {"transposed", base.t()},
      {"sliced", base.slice(1, 1, 6, 2)},
      {"expanded", base[0].expand({3, 6})},
      {"leaf", base.clone().set_requires_grad(true)},
      {"specials", tensor(std::vector<double>{NAN, INFINITY, -0.0, 1e-320}, kDouble)},
      {"", numbers(kByte, {1, 1, 1, 1, 1, 1, 1}, 9)}};
  safetensors::save_file(saved, path);
  const StateDict loaded = safetensors::load_file(path);
  ASSERT_EQ(loaded.size(), saved.size());
  for (const auto& item : saved) {
    const Tensor expected = item->detach().contiguous();
    const Tensor& got = loaded[item.key()];
    EXPECT_EQ(got.sizes(), expected.sizes());
    ASSERT_EQ(got.nbytes(), expected.nbytes());
    EXPECT_EQ(std::memcmp(got.data_ptr(), expected.data_ptr(), got.nbytes()), 0) << item.key();
    EXPECT_FALSE(got.requires_grad());
  }
  EXPECT_TRUE(safetensors::load_metadata(path).is_empty());

  safetensors::save_file(StateDict(), path);
  EXPECT_TRUE(safetensors::load_file(path).is_empty());
  EXPECT_EQ(folder.read("a.safetensors"), std::string("\x08\0\0\0\0\0\0\0{}      ", 16));
}

TEST(Safetensors, LeavesTheOlderFileWhenItCannotSave) {
  const Folder folder;
  const std::string path = folder.path("a.safetensors");
  folder.write("a.safetensors", "older");
  EXPECT_ERROR(safetensors::save_file({{"x", Tensor()}}, path),
               "safetensors: expected a tensor 'x' with values, got an undefined one");
  EXPECT_ERROR(safetensors::save_file({{"__metadata__", ones({1})}}, path),
               "expected another name than '__metadata__' for a tensor");
  EXPECT_ERROR(safetensors::save_file({{"\xff", ones({1})}}, path),
               "expected a name or text in UTF-8, got '\\xff'");
  EXPECT_EQ(folder.read("a.safetensors"), "older");
  EXPECT_EQ(folder.files(), std::vector<std::string>({"a.safetensors"}));
}

// --- damaged files ---

TEST(Safetensors, NamesWhatIsWrong) {
  struct Wrong {
    std::string bytes, message;
  };
  const Wrong table[] = {
      {"", "'f': expected a safetensors file, got 0 bytes"},
      {"1234567", "'f': expected a safetensors file, got 7 bytes"},
      {std::string(8, '\xff'),
       "'f': expected a safetensors file, which begins with the length of its header, here at most "
       "0 bytes; got 18446744073709551615"},
      {std::string("\x03\0\0\0\0\0\0\0{}", 10), "here at most 2 bytes; got 3"},
      {file("", 0), "offset 0 of the header: expected '{', got the end"},
      {file(" {}", 0), "offset 0 of the header: expected '{', got ' {}'"},
      {file("{}", 3), "'f': expected 0 bytes of data after the header, got 3"},
      {file(entry("F32", "[2]", "[0,8]"), 7), "expected 8 bytes of data after the header, got 7"},
      {file(entry("F32", "[2]", "[0,8]"), 9), "expected 8 bytes of data after the header, got 9"},
      {file(entry("F32", "[3]", "[0,8]"), 8),
       "'f', tensor 'a': expected 12 bytes for the shape [3], got data_offsets [0, 8]"},
      {file(entry("F32", "[2]", "[8,0]"), 8),
       "'f', tensor 'a': expected data from offset 0 on, without a hole or an overlap, got "
       "data_offsets [8, 0]"},
      {file(entry("F32", "[1]", "[4,8]"), 8), "got data_offsets [4, 8]"},
      {file(entry("F32", "[4611686018427387904,2]", "[0,8]"), 8),
       "expected fewer than 2^63 bytes, got the shape [4611686018427387904, 2]"},
      {file(entry("U8", "[4294967296,4294967296,0]", "[0,0]"), 0),
       "expected fewer than 2^63 bytes"},
      {file(entry("F32", "[-2]", "[0,8]"), 8),
       "'f', tensor 'a': expected in shape whole numbers from 0 to 2^63 - 1, got -2"},
      {file(entry("F32", "[2.0]", "[0,8]"), 8), "whole numbers from 0 to 2^63 - 1, got 2.0"},
      {file(entry("F32", "[NaN]", "[0,8]"), 8), "offset 29 of the header: syntax error"},
      {file(entry("F32", "2", "[0,8]"), 8), "expected a list for shape, got 2"},
      {file(entry("F32", "[2]", "[0]"), 8),
       "'f', tensor 'a': expected dtype, shape and two data_offsets, got 3 of the three and 1 "
       "offsets"},
      {file(entry("U16", "[4]", "[0,8]"), 8),
       "'f', tensor 'a': expected one of the types F64, F32, F16, BF16, I64, I32, I16, I8, U8 and "
       "BOOL, got 'U16'"},
      {file(entry("F8_E4M3", "[8]", "[0,8]"), 8), "got 'F8_E4M3'"},
      {file(R"({"a":{"dtype":"U8","shape":[0]}})", 0),
       "expected dtype, shape and two data_offsets, got 2 of the three and 0 offsets"},
      {file(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}})", 0),
       "expected dtype, shape and data_offsets, got 'x'"},
      {file(R"({"a":{"dtype":"U8","shape":[0],"shape":[0],"data_offsets":[0,0]}})", 0),
       "expected each name once"},
      {file(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
            R"("a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
            2),
       "expected each name once"},
      {file(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
            R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
            3),
       "tensor 'b': expected data from offset 2 on, without a hole or an overlap, got data_offsets "
       "[1, 3]"},
      {file(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
            R"("b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
            3),
       "tensor 'b': expected data from offset 1 on"},
      {file(R"({"__metadata__":{"a":1}})", 0), "expected a text for 'a' of the metadata, got 1"},
      {file("{\"\xff\":1}", 0),
       "'f': offset 2 of the header: syntax error while parsing object key - invalid string: "
       "ill-formed UTF-8 byte"},
      {file("{}\n", 0), "expected '}' at its end, got '\\x0a'"},
      {file(entry("BOOL", "[2]", "[0,2]"), 0) + std::string("\1\2", 2),
       "'f', tensor 'a': expected bools that are 0 or 1, got 2 at element 1"},
      {file(entry(
                "U8",
                "[" +
                    [] {
                      std::string ones;
                      for (int k = 0; k < 65; ++k) ones += k ? ",1" : "1";
                      return ones;
                    }() +
                    "]",
                "[0,1]"),
            1),
       "'f', tensor 'a': expected at most 64 dimensions, got 65"},
      {"PK\3\4 and more",
       "got a zip archive, as torch.save and numpy.savez write it; in Python, "
       "safetensors.torch.save_file(model.state_dict(), PATH) writes one"},
      {"\x80\2}q\1 and more", "got a pickle, as older versions of torch.save write it"},
      {"\x93NUMPY\1", "got a NumPy array; numpy::load reads it"},
  };
  for (const Wrong& wrong : table) {
    SCOPED_TRACE(wrong.message);
    EXPECT_ERROR(read_text(wrong.bytes), wrong.message);
  }
}

TEST(Safetensors, AHeaderHasALimit) {
  std::string bytes;
  io::append(bytes, uint64_t{100'000'001});
  EXPECT_ERROR(read_text(bytes + std::string(100'000'001, ' ')),
               "here at most 100000000 bytes; got 100000001");
}

TEST(Safetensors, SurvivesDamage) {
  std::string bytes;
  const StateDict state = {{"fc.weight", numbers(kFloat, {2, 3})},
                           {"on", numbers(kLong, {3}).remainder(2).to(kBool)}};
  serialize::write_safetensors(state, {{"a", "b"}}, [&](std::string_view part) { bytes += part; });
  std::vector<int> changes;
  for (int change = 1; change < 256; ++change) changes.push_back(change);
  files::read_damaged(bytes, changes, read_text);
  files::read_damaged(files::golden("model.safetensors"), {1, 2, 16, 128}, read_text);
}

}  // namespace
}  // namespace glassgrad
