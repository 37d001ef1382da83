// What a Function keeps by name, and values of a type that is known at run time.
#include "autograd/graph/ivalue.h"

#include <gtest/gtest.h>

#include "autograd/base/error.h"
#include "autograd/functions.h"

namespace {

using namespace glassgrad;

TEST(NamedIValues, AreFoundByNameAndErasedByName) {
  NamedIValues saved;
  saved["alpha"] = 2.5;
  saved["steps"] = int64_t{3};
  saved["name"] = "relu";
  EXPECT_EQ(saved.count("steps"), 1u);
  EXPECT_EQ(saved.count("beta"), 0u);
  EXPECT_EQ(saved.at("alpha").toDouble(), 2.5);
  const NamedIValues& read = saved;
  EXPECT_EQ(read.at("steps").toInt(), 3);
  EXPECT_EQ(read.find("name")->second.toStringRef(), "relu");
  EXPECT_TRUE(read.find("beta") == read.end());
  try {
    read.at("beta");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.msg(), "there is no value with the name 'beta'");
  }
  EXPECT_EQ(saved.erase("steps"), 1u);
  EXPECT_EQ(saved.erase("steps"), 0u);
  EXPECT_EQ(saved.count("alpha") + saved.count("name"), 2u);
  saved.clear();
  EXPECT_TRUE(saved.begin() == saved.end());
}

TEST(IValue, OfSizesIsAListOfIntegers) {
  const Tensor x = ones({2, 3});
  const IValue sizes = x.sizes();
  EXPECT_TRUE(sizes.isIntList());
  EXPECT_EQ(sizes.toIntVector(), (std::vector<int64_t>{2, 3}));
  IValue other = 1.5;
  other = sizes;  // copied over what it was
  EXPECT_EQ(other.toIntVector(), sizes.toIntVector());
}

}  // namespace
