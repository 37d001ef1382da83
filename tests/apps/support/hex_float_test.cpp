#include "apps/support/hex_float.h"

#include <gtest/gtest.h>

#include <cmath>

namespace apps {
namespace {

// Python 3.11: float.hex() of each value.
TEST(HexFloat, ReadsAsInPython) {
  EXPECT_EQ(hex_float(1), "0x1.0000000000000p+0");
  EXPECT_EQ(hex_float(-3.75), "-0x1.e000000000000p+1");
  EXPECT_EQ(hex_float(0.1), "0x1.999999999999ap-4");
  EXPECT_EQ(hex_float(0.1f), "0x1.99999a0000000p-4");
  EXPECT_EQ(hex_float(0), "0x0.0p+0");
  EXPECT_EQ(hex_float(-0.0), "-0x0.0p+0");
  EXPECT_EQ(hex_float(5e-324), "0x0.0000000000001p-1022");
  EXPECT_EQ(hex_float(1.7976931348623157e308), "0x1.fffffffffffffp+1023");
  EXPECT_EQ(hex_float(INFINITY), "inf");
  EXPECT_EQ(hex_float(-INFINITY), "-inf");
  EXPECT_EQ(hex_float(NAN), "nan");
  EXPECT_EQ(hex_float(-NAN), "nan");
}

}  // namespace
}  // namespace apps
