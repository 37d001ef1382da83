#include "serialize/numpy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/byte_source.h"
#include "serialize/npy.h"
#include "serialize/zip.h"
#include "tests/serialize/files.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

using files::expect_same;
using files::golden;
using files::golden_path;
using files::numbers;
using files::StateDict;
using test_support::Folder;

StateDict golden_arrays() {
  return {{"weight", numbers(kFloat, {20, 30}, -1, 0.5)}, {"steps", numbers(kLong, {}, 7)}};
}

/// The array in these bytes.
Tensor read(const std::string& bytes) {
  return serialize::read_npy(io::ByteSource("f.npy", bytes));
}
/// The arrays in this archive.
StateDict read_archive(const std::string& bytes) {
  return serialize::read_npz(io::ByteSource("f.npz", bytes));
}

/// A .npy of version 1.0 with this header and as many bytes of data.
std::string npy(const std::string& header, size_t data_size = 0) {
  std::string bytes("\x93NUMPY\1\0", 8);
  bytes += static_cast<char>(header.size());
  return bytes + '\0' + header + std::string(data_size, '\0');
}

TEST(Npy, ReadsWhatNumPyWrites) {
  const Tensor float_matrix = numbers(kFloat, {2, 3}, -1, 0.5);
  expect_same(numpy::load(golden_path("f4.npy")), float_matrix);
  expect_same(numpy::load(golden_path("f4_column_major.npy")), float_matrix);
  expect_same(numpy::load(golden_path("f8_big_endian.npy")), numbers(kDouble, {2, 2, 2}, 0.5));
  expect_same(numpy::load(golden_path("f2.npy")), numbers(kFloat, {4}, -0.5, 0.25));
  expect_same(numpy::load(golden_path("i8_version_2.npy")),
              numbers(kLong, {3}) - (int64_t{1} << 52));
  expect_same(numpy::load(golden_path("i4_version_3.npy")), numbers(kInt, {}, -9));
  expect_same(numpy::load(golden_path("u1.npy")), numbers(kByte, {0, 2}));
  expect_same(numpy::load(golden_path("b1.npy")), numbers(kLong, {2, 2}).remainder(2).to(kBool));
}

// Single bytes have no order, yet some libraries write one; NumPy itself reads their files.
TEST(Npy, ReadsTheTypeNamesOfOtherLibraries) {
  const std::string rest = ", 'fortran_order': False, 'shape': (2,), }\n";
  for (const char* name : {"|u1", "<u1", ">u1"}) {
    const Tensor t = read(npy(std::string("{'descr': '") + name + "'" + rest) + "\3\4");
    EXPECT_EQ(t.scalar_type(), kByte) << name;
    EXPECT_EQ(t[1].item<int>(), 4) << name;
  }
  for (const char* name : {"|b1", "<b1", "?", "|?"}) {
    const Tensor t =
        read(npy(std::string("{'descr': '") + name + "'" + rest) + std::string("\1\0", 2));
    EXPECT_EQ(t.scalar_type(), kBool) << name;
    EXPECT_FALSE(t[1].item<bool>()) << name;
  }
  EXPECT_ERROR(read(npy("{'descr': '|f4'" + rest, 8)), "expected one of the types");
}

TEST(Npy, ReadsWhatItWrites) {
  const Folder folder;
  const std::vector<Tensor> tensors = {numbers(kDouble, {2, 3, 4}, -0.5),
                                       numbers(kFloat, {}),
                                       numbers(kInt, {5}, -2),
                                       numbers(kLong, {3, 1}),
                                       numbers(kByte, {0}),
                                       numbers(kLong, {4}).remainder(2).to(kBool)};
  for (const Tensor& tensor : tensors) {
    numpy::save(folder.path("a.npy"), tensor);
    expect_same(numpy::load(folder.path("a.npy")), tensor);
    EXPECT_EQ((folder.read("a.npy").size() - tensor.nbytes()) % 64, 0u);
  }
  numpy::save(folder.path("b"), tensors[0].transpose(0, 2));
  expect_same(numpy::load(folder.path("b.npy")), tensors[0].transpose(0, 2).contiguous());
  EXPECT_EQ(folder.files(), std::vector<std::string>({"a.npy", "b.npy"}));

  EXPECT_ERROR(numpy::save(folder.path("a.npy"), Tensor()),
               "numpy: expected a tensor with values, got an undefined one");
  EXPECT_EQ(folder.files(), std::vector<std::string>({"a.npy", "b.npy"}));
}

TEST(Npy, NamesWhatIsWrong) {
  struct Wrong {
    std::string bytes, message;
  };
  const std::string order = "'fortran_order': False, ";
  const Wrong table[] = {
      {"", "f.npy': expected a .npy file, which begins with '\\x93NUMPY' and a version"},
      {"\x93NUMPY", "expected a .npy file"},
      {std::string("\x93NUMPY\4\0", 8), "expected .npy version 1.0, 2.0 or 3.0, got 4.0"},
      {std::string("\x93NUMPY\1\1", 8), "got 1.1"},
      {std::string("\x93NUMPY\1\0\xff\xff", 10), "is cut off: expected 65535 bytes at offset 10"},
      {golden("u2.npy"),
       "f.npy': expected one of the types f8, f4, f2, i8, i4 (with < or >), |u1 "
       "and |b1, got '<u2'"},
      {golden("object.npy"), "got '|O', Python objects, which only Python can open"},
      {golden("fields.npy"), "expected one type for all elements, not fields"},
      {golden("stored.npz"), "got a zip archive; numpy::load_npz reads those of numpy.savez"},
      {npy("{'descr': '<f4', " + order + "'shape': (2,)}", 7),
       "f.npy': expected 8 bytes of data for the shape [2], got 7"},
      {npy("{'descr': '<f4', " + order + "'shape': (2,)}", 9), "got 9"},
      {npy("{'descr': '<f4', " + order + "'shape': (2)}", 8), "expected ',' after the only size"},
      {npy("{'descr': '<f4', " + order + "'shape': (-2,)}", 8), "expected a whole number"},
      {npy("{'descr': '<f4', " + order + "'shape': (9223372036854775808,)}", 8),
       "expected a whole number from 0 to 2^63 - 1"},
      {npy("{'descr': '<f4', " + order + "'shape': (9223372036854775807,)}", 8),
       "expected fewer than 2^63 bytes"},
      {npy("{'descr': '<f4', " + order + "}"), "expected the keys descr, fortran_order and shape"},
      {npy("{'descr': '<f4', 'descr': '<f4', " + order + "'shape': (0,)}"), "each once"},
      {npy("{'descr': '<f4', 'x': '<f4', " + order + "'shape': (0,)}"), "each once"},
      {npy("{'descr': '<f4', 'fortran_order': 0, 'shape': (0,)}"), "expected True or False"},
      {npy("{'descr': '<f4', " + order + "'shape': (0,)} + 1"), "expected nothing after"},
      {npy("{'descr': '|f4', " + order + "'shape': (0,)}"), "got '|f4'"},
      {npy("{'descr': '<f4"), "expected a string in quotes"},
      {npy("{'descr': '|b1', " + order + "'shape': (1,)}") + "\2",
       "expected bools that are 0 or 1, got 2 at element 0"},
  };
  for (const Wrong& wrong : table) {
    SCOPED_TRACE(wrong.message);
    EXPECT_ERROR(read(wrong.bytes), wrong.message);
  }
}

TEST(Npy, SurvivesDamage) {
  for (const char* name : {"f4_column_major.npy", "i4_version_3.npy", "b1.npy"})
    files::read_damaged(golden(name), {1, 2, 16, 64, 128, 255}, read);
}

// --- archives ---

TEST(Npz, ReadsWhatNumPyWrites) {
  expect_same(numpy::load_npz(golden_path("stored.npz")), golden_arrays());
  expect_same(numpy::load_npz(golden_path("deflated.npz")), golden_arrays());
}

TEST(Npz, ReadsWhatItWrites) {
  const Folder folder;
  numpy::savez(folder.path("a"), golden_arrays());
  const StateDict loaded = numpy::load_npz(folder.path("a.npz"));
  expect_same(loaded, golden_arrays());
  EXPECT_EQ(loaded.items()[0].key(), "weight");  // in the order in which they were saved

  numpy::savez(folder.path("b.npz"), {{"\u00fc/x", ones({2})}});
  expect_same(numpy::load_npz(folder.path("b.npz")), {{"\u00fc/x", ones({2})}});
  numpy::savez(folder.path("b.npz"), StateDict());
  EXPECT_TRUE(numpy::load_npz(folder.path("b.npz")).is_empty());

  EXPECT_ERROR(numpy::savez(folder.path("b.npz"), {{"x", Tensor()}}),
               "numpy: expected a tensor 'x' with values, got an undefined one");
  EXPECT_TRUE(numpy::load_npz(folder.path("b.npz")).is_empty());
  EXPECT_EQ(folder.files(), std::vector<std::string>({"a.npz", "b.npz"}));
}

TEST(Npz, NamesWhatIsWrong) {
  const Folder folder;
  const std::string whole = golden("stored.npz");
  EXPECT_ERROR(read_archive("PK"), "f.npz': expected a zip archive, got no end of one");
  EXPECT_ERROR(read_archive(whole.substr(0, whole.size() - 1)), "got no end of one");

  std::string damaged = whole;
  damaged[damaged.find("NUMPY") + 200] ^= 1;
  EXPECT_ERROR(read_archive(damaged), "f.npz', member 'weight.npy': expected the checksum ");

  const size_t directory = whole.find("PK\1\2");
  damaged = whole;
  damaged[directory + 8] |= 1;
  EXPECT_ERROR(read_archive(damaged), "member 'weight.npy': expected no encryption");
  damaged = whole;
  damaged[directory + 10] = 12;
  EXPECT_ERROR(read_archive(damaged), "expected it stored or deflated, got zip method 12");
  damaged = whole;
  damaged.replace(directory + 24, 4, "\xff\xff\xff\xff");
  EXPECT_ERROR(read_archive(damaged), "member 'weight.npy': expected 4294967295 bytes, got 2528");

  const auto write = [&](const char* name, std::vector<std::string> members) {
    std::string bytes;
    serialize::ZipWriter archive([&bytes](std::string_view piece) { bytes += piece; });
    for (const std::string& member : members) archive.add(member, "");
    archive.finish();
    folder.write(name, bytes);
  };
  write("text.npz", {"readme.txt"});
  EXPECT_ERROR(numpy::load_npz(folder.path("text.npz")),
               "member 'readme.txt': expected members that end in .npy");
  write("twice.npz", {"x.npy", "x.npy"});
  EXPECT_ERROR(numpy::load_npz(folder.path("twice.npz")),
               "expected each member once, got 'x.npy' twice");
}

TEST(Npz, RefusesBombs) {
  // Each member may be expanded to 1 GB, both together are more than there can be.
  const std::string whole = golden("deflated.npz");
  std::string bomb = whole;
  const size_t first = bomb.find("PK\1\2"), second = bomb.find("PK\1\2", first + 1);
  for (const size_t entry : {first, second}) bomb.replace(entry + 24, 4, "\xff\xff\xff\x3f");
  EXPECT_ERROR(read_archive(bomb), "f.npz': expected at most 100 times as many bytes as it has");
  bomb = whole;
  bomb.replace(first + 24, 4, std::string("\0\0\0\x3f", 4));
  EXPECT_ERROR(read_archive(bomb),
               "member 'weight.npy': expected 1056964608 bytes of expanded data, got 2528");
}

TEST(Npz, SurvivesDamage) {
  const Folder folder;
  numpy::savez(folder.path("small.npz"), {{"a", ones({2})}, {"b", zeros({3}, kLong)}});
  for (const std::string& whole : {folder.read("small.npz"), golden("deflated.npz")})
    files::read_damaged(whole, {1, 128, 255}, [&](const std::string& bytes) {
      // What loads has passed its checksum: nothing but names may differ.
      const StateDict expected = read_archive(whole), got = read_archive(bytes);
      for (size_t k = 0; k < std::min(got.size(), expected.size()); ++k)
        expect_same(*got.items()[k], *expected.items()[k]);
    });
}

}  // namespace
}  // namespace glassgrad
