// Files that lie, that want something run, or that would take all memory.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "io/endian.h"
#include "serialize/formats.h"
#include "serialize/pickle.h"
#include "serialize/zip.h"
#include "tests/serialize/files.h"
#include "tests/support/expect_error.h"
#include "tests/support/folders.h"

namespace glassgrad {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

std::string zip(const Members& members) {
  std::string bytes;
  serialize::ZipWriter archive([&bytes](std::string_view piece) { bytes += piece; });
  for (const auto& [name, content] : members) archive.add(name, content);
  archive.finish();
  return bytes;
}
IValue read_zip(const std::string& bytes) {
  return pickle_load(std::vector<char>(bytes.begin(), bytes.end()));
}
/// A file with this pickle, without its first two and its last byte, and with memory of 4 floats.
IValue read_pickle(const std::string& pickle) {
  return read_zip(
      zip({{"a/data.pkl", "\x80\x02" + pickle + "."}, {"a/data/0", std::string(16, '\0')}}));
}
/// The bytes of a text that has zeros.
template <size_t N>
std::string raw(const char (&text)[N]) {
  return {text, N - 1};
}
std::string repeat(const std::string& text, size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (size_t k = 0; k < times; ++k) result += text;
  return result;
}
std::string text(const std::string& content) {
  return "\x8c" + std::string(1, static_cast<char>(content.size())) + content;
}
std::string integer(int64_t value) {
  std::string bytes = "\x8a\x08";
  io::append(bytes, value);
  return bytes;
}
std::string tuple(const std::vector<int64_t>& numbers) {
  std::string bytes = "(";
  for (const int64_t number : numbers) bytes += integer(number);
  return bytes + "t";
}
/// A tensor over memory `key` that has `count` elements, as it says.
std::string a_tensor(const std::vector<int64_t>& sizes, const std::vector<int64_t>& strides,
                     int64_t offset = 0, int64_t count = 4, const std::string& key = "0",
                     const std::string& type = "Float") {
  return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\n" + type +
         "Storage\n" + text(key) + text("cpu") + integer(count) + "tQ" + integer(offset) +
         tuple(sizes) + tuple(strides) + "\x89" + "}tR";
}

TEST(HostilePickle, RunsNothing) {
  EXPECT_ERROR(read_pickle("cos\nsystem\n(" + text("false") + "tR"),
               "'memory': it needs Python's 'os.system', which is refused");
  EXPECT_ERROR(read_pickle("}" + text("w") + "cbuiltins\neval\n(" + text("1") + "tRs"),
               "'memory', 'w': it needs Python's 'builtins.eval', which is refused");
  // A value that is dropped again is none, but what it was is told.
  EXPECT_ERROR(read_pickle("cos\nsystem\n0K\1"), "it needs Python's 'os.system'");
  EXPECT_ERROR(read_pickle(text("os") + text("system") + "\x93)R"), "Python's 'os.system'");
  EXPECT_ERROR(read_pickle("cos\nsystem\n"), "Python's 'os.system'");
  EXPECT_ERROR(read_pickle("ctorch.nn.modules.linear\nLinear\n)\x81}b"),
               "save model.state_dict() instead of the model");
  EXPECT_ERROR(read_pickle("cnumpy.core.multiarray\nscalar\n)R"), "save x.item()");
  EXPECT_ERROR(read_pickle("(ios\nsystem\n"), "got the opcode 0x69, which is not needed");
  EXPECT_ERROR(read_pickle("]K\1)R"), "expected a function or a class");
  EXPECT_ERROR(read_pickle("ccollections\nOrderedDict\n(K\1tR"), "expected a list of pairs");
}

TEST(HostilePickle, NamesWhatIsWrong) {
  const std::pair<std::string, const char*> table[] = {
      {"", "expected a value on the stack"},
      {"K", "expected 1 bytes, got 0; the pickle is cut off"},
      {"K\1K\1", "expected one value at the end"},
      {"(K\1", "expected one value at the end"},
      {"K\1.", "expected nothing behind the end"},
      {"t", "expected a mark on the stack"},
      {"\x85", "expected 1 values"},
      {"a", "expected 2 values"},
      {"K\1K\1a", "expected a list"},
      {"]K\1K\1s", "expected a dictionary"},
      {"}(K\1u", "expected a dictionary, and keys with values"},
      {"h\1", "expected a value in the memo under 1"},
      {"X\xff\xff\xff\xff", "expected 4294967295 bytes"},
      {"\x8d\xff\xff\xff\xff\xff\xff\xff\xff", "expected 18446744073709551615 bytes"},
      {"\x95\xff\xff\xff\xff\xff\xff\xff\x7f", "the pickle is cut off"},
      {"\x8a\x09"
       "123456789",
       "expected an integer of 64 bits, got 9 bytes"},
      {text("\xff"), "expected a string in UTF-8"},
      {"K\1Q", "expected a tensor around its memory"},
      {"}]K\1s", "expected keys that are strings, numbers, bools or None, got a GenericList"},
      {"ctorch\nFloatStorage\n", "Python's 'torch.FloatStorage', which is refused"},
      {"c__torch__\nModule\n)\x81", "expected a module's attributes"}};
  for (const auto& [pickle, message] : table) EXPECT_ERROR(read_pickle(pickle), message);
  EXPECT_ERROR(read_zip(zip({{"a/data.pkl", raw("\x80\x01K\1.")}})), "protocol 2 to 5, got 1");
  EXPECT_ERROR(read_zip(zip({{"a/data.pkl", "hello"}})), "expected a pickle");
  EXPECT_ERROR(read_zip(zip({{"a/data.pkl", ""}})), "the pickle is cut off");
}

TEST(HostilePickle, NothingIsInItself) {
  EXPECT_ERROR(read_pickle("]q\1h\1a"), "'0': it contains itself");
  EXPECT_ERROR(read_pickle("}q\1K\1h\1s"), "'1': it contains itself");
  EXPECT_ERROR(read_pickle("]q\1(]h\1ae"), "'0.0': it contains itself");
  EXPECT_ERROR(read_pickle("ctorch._utils\n_rebuild_parameter\n(]q\1h\1a\x88tR"),
               "contains itself");
}

TEST(HostilePickle, DepthTimeAndMemoryAreBounded) {
  constexpr size_t million = 1'000'000;
  EXPECT_ERROR(read_pickle(repeat("]", million) + repeat("a", million - 1)),
               "expected at most 500 containers in each other");
  EXPECT_ERROR(read_pickle("K\1" + repeat("\x85", million)), "at most 500 containers");
  EXPECT_ERROR(read_pickle(repeat("(", million)), "expected a value on the stack");
  // Each list has the one before ten times: 10^100 values.
  std::string laughs = "]q";
  laughs += '\0';
  for (char k = 1; k <= 100; ++k)
    laughs += "](" + repeat(std::string("h") + static_cast<char>(k - 1), 10) + "eq" + k + "0h" + k;
  EXPECT_ERROR(read_pickle("(" + laughs + "l"), "which is not needed");  // protocol 0
  EXPECT_ERROR(read_pickle("(" + laughs + "t"), "expected at most 8388608 values in all");
  EXPECT_ERROR(read_pickle("(" + repeat("N", 9 * million) + "t"),
               "expected at most 8388608 values");
  EXPECT_ERROR(read_pickle("(N" + repeat("2", 9 * million) + "t"), "at most 8388608 values");
  EXPECT_ERROR(read_pickle("(" + repeat("cos\nsystem\n", 70'000) + "t"), "expected fewer names");
  // A long text many times is one text.
  const std::string name(10 * million, 'x');
  std::string size;
  io::append(size, static_cast<uint32_t>(name.size()));
  const IValue texts = read_pickle("(X" + size + name + repeat("2", million) + "t");
  EXPECT_EQ(texts.toTupleRef().elements().back().toStringRef().size(), name.size());
}

TEST(HostilePickle, TensorsLieInTheirMemory) {
  EXPECT_TRUE(equal(read_pickle(a_tensor({2, 2}, {1, 2})).toTensor(), zeros({2, 2})));
  EXPECT_EQ(read_pickle(a_tensor({0, 9}, {9, 1}, 4)).toTensor().numel(), 0);
  const int64_t most = INT64_MAX;
  const std::string wrong[] = {
      a_tensor({5}, {1}),          a_tensor({2, 2}, {2, 2}), a_tensor({4}, {1}, 1),
      a_tensor({1}, {1}, 4),       a_tensor({1}, {1}, -1),   a_tensor({-1}, {1}),
      a_tensor({2}, {-1}, 1),      a_tensor({2}, {1, 1}),    a_tensor({most, most}, {0, 0}),
      a_tensor({2}, {most}),       a_tensor({most}, {0}),    a_tensor({1}, {1}, most),
      a_tensor({most, 2}, {1, 0}), a_tensor({1 << 30}, {0})};
  for (const std::string& pickle : wrong) EXPECT_ERROR(read_pickle(pickle), "'memory': expected ");

  EXPECT_ERROR(read_pickle("}" + text("w") + a_tensor({1}, {1}, 0, 5) + "s"),
               "'memory', 'w': expected 20 bytes in 'a/data/0' for 5 elements, got 16");
  EXPECT_ERROR(read_pickle(a_tensor({1}, {1}, 0, most)), "fewer than 2^63 bytes");
  EXPECT_ERROR(read_pickle(a_tensor({1}, {1}, 0, -4)), "expected sizes of at least 0");
  EXPECT_ERROR(read_pickle(a_tensor({1}, {1}, 0, 4, "1")), "a member 'data/1', which is missing");
  EXPECT_ERROR(read_pickle("(" + a_tensor({1}, {1}) + a_tensor({1}, {1}, 0, 4, "0", "Int") + "t"),
               "expected the memory 'data/0' to be a torch.FloatStorage of 4 elements");
  EXPECT_ERROR(read_pickle(a_tensor({1}, {1}, 0, 2, "0", "ComplexDouble")), "got a torch.Complex");
  std::string bools = zip({{"a/data.pkl", "\x80\x02" + a_tensor({1}, {1}, 0, 1, "0", "Bool") + "."},
                           {"a/data/0", "\2"}});
  EXPECT_ERROR(read_zip(bools), "expected bools that are 0 or 1, got 2");
}

TEST(HostilePickle, ArchivesAreWhatTheySay) {
  EXPECT_ERROR(read_zip(zip({{"data.pkl", "N"}})), "got a zip archive without a data.pkl");
  EXPECT_ERROR(read_zip(zip({{"a/data.pkl", "N"}, {"b/data.pkl", "N"}})), "expected one data.pkl");
  EXPECT_ERROR(read_zip(""), "expected a zip archive");
  EXPECT_ERROR(read_zip(raw("\x80\2\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19.")),
               "torch.save(torch.load(PATH), PATH) converts it");

  // Two members over the same bytes, and one that is compressed.
  std::string overlapping = zip({{"a/data.pkl", "N"}, {"a/data/0", "x"}});
  const size_t second = overlapping.rfind("PK\1\2");
  overlapping.replace(second + 42, 4, std::string(4, '\0'));
  EXPECT_ERROR(read_zip(overlapping), "overlaps what follows it");
  std::string compressed = zip({{"a/data.pkl", "N"}});
  compressed[compressed.rfind("PK\1\2") + 10] = 8;
  EXPECT_ERROR(read_zip(compressed), "expected it stored, as torch.save does, got it compressed");
  std::string wrong = zip({{"a/data.pkl", "N"}});
  wrong[wrong.find('N')] = 'M';
  EXPECT_ERROR(read_zip(wrong), "expected the checksum");
}

TEST(HostilePickle, GoldenFilesAreRefusedByName) {
  const auto refuse = [](const char* name) {
    return [path = test_support::source_path("tests/golden/torch/") + std::string(name)] {
      pickle::load_file(path);
    };
  };
  EXPECT_ERROR(refuse("old.pt")(), "torch.save(torch.load(PATH), PATH) converts it");
  EXPECT_ERROR(refuse("complex.pt")(), "'1': expected elements of type float64");
  EXPECT_ERROR(refuse("numpy.pt")(), "'loss': it needs Python's 'numpy.core.multiarray.scalar'");
  EXPECT_ERROR(refuse("model.pt")(), "it needs Python's 'torch.nn.modules.linear.Linear'");
}

/// Bytes of real files are changed, cut out, doubled and exchanged; then the pickle of each has its
/// right checksum again, so that the changes reach the parts behind it.
TEST(HostilePickle, SurvivesMutations) {
  std::mt19937 random(1);
  const auto below = [&random](size_t n) { return random() % n; };
  size_t read_well = 0, attempts = 0;
  for (const char* name : {"tensors.pt", "checkpoint2.pt", "checkpoint4.pt", "adam.pt",
                           "cpp_net.pt", "cpp_archive.pt", "cpp_values.pt"}) {
    const std::string path = test_support::source_path("tests/golden/torch/") + std::string(name);
    const std::string whole = test_support::read_file(path);
    const io::ByteSource source(path);
    const std::vector<serialize::ZipMember> directory = serialize::read_zip_directory(source);
    for (int round = 0; round < 1500; ++round) {
      const auto mutate = [&](std::string bytes) {
        for (size_t k = below(3) + 1; k > 0 && !bytes.empty(); --k) {
          const size_t at = below(bytes.size()), count = below(8) + 1;
          switch (below(4)) {
            case 0:
              bytes[at] = static_cast<char>(random());
              break;
            case 1:
              bytes.erase(at, count);
              break;
            case 2:
              bytes.insert(below(bytes.size()), bytes.substr(at, count));
              break;
            case 3:
              bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
              break;
          }
        }
        return bytes;
      };
      std::string changed;
      if (round % 5 == 0) {
        changed = mutate(whole);
      } else {
        Members members;
        for (const serialize::ZipMember& member : directory) {
          const std::string content = serialize::read_zip_member(source, member);
          members.emplace_back(member.name,
                               member.name.ends_with("/data.pkl") ? mutate(content) : content);
        }
        changed = zip(members);
      }
      ++attempts;
      try {
        serialize::read_any(io::ByteSource("f", changed));
        ++read_well;
      } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()), "");
      }
    }
  }
  EXPECT_GT(read_well, attempts / 100);
  EXPECT_LT(read_well, attempts * 9 / 10);
}

}  // namespace
}  // namespace glassgrad
