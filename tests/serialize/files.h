#pragma once
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "nn/ordered_dict.h"
#include "tests/support/folders.h"
#include "tests/support/program.h"

/// Golden files of tests/golden/make_files.py and what is in them.
namespace files {

using glassgrad::Tensor;
using StateDict = glassgrad::OrderedDict<std::string, Tensor>;

inline std::string golden_path(const std::string& name) {
  return test_support::source_path("tests/golden/files/") + name;
}
inline std::string golden(const std::string& name) {
  return test_support::read_file(golden_path(name));
}

/// Element k is first + k * step.
inline Tensor numbers(glassgrad::ScalarType type, const std::vector<int64_t>& shape,
                      double first = 0, double step = 1) {
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  return (glassgrad::arange(count, glassgrad::kDouble) * step + first).to(type).reshape(shape);
}

/// The same type, shape and bits, in a contiguous leaf.
inline void expect_same(const Tensor& got, const Tensor& expected, const std::string& name = "") {
  ASSERT_TRUE(got.defined()) << name;
  EXPECT_EQ(got.scalar_type(), expected.scalar_type()) << name;
  ASSERT_EQ(got.sizes().vec(), expected.sizes().vec()) << name;
  EXPECT_TRUE(glassgrad::equal(got, expected)) << name;
  EXPECT_TRUE(got.is_contiguous()) << name;
  EXPECT_FALSE(got.requires_grad()) << name;
}

inline void expect_same(const StateDict& got, const StateDict& expected) {
  EXPECT_EQ(got.size(), expected.size());
  for (const auto& item : expected) {
    const Tensor* found = got.find(item.key());
    ASSERT_TRUE(found) << item.key();
    expect_same(*found, *item, item.key());
  }
}

/// Reads `whole` with each byte changed to other values, cut off at each length, and with bytes
/// behind it. `read` gets the bytes; it may return or throw glassgrad::Error, nothing else.
template <class Read>
void read_damaged(const std::string& whole, const std::vector<int>& changes, Read read) {
  const auto attempt = [&read](const std::string& bytes) {
    try {
      read(bytes);
      return true;
    } catch (const glassgrad::Error& error) {
      EXPECT_NE(std::string(error.what()), "");
      return false;
    }
  };
  ASSERT_TRUE(attempt(whole));
  for (size_t at = 0; at < whole.size(); ++at)
    for (const int change : changes) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ change);
      attempt(changed);
    }
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(attempt(whole.substr(0, size))) << "cut off after " << size << " bytes";
  for (const size_t more : {1, 8, 1000})
    EXPECT_FALSE(attempt(whole + std::string(more, '\0'))) << more << " bytes too many";
}

}  // namespace files
