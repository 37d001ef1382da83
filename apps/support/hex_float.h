#pragma once
// Numbers that read back as the same bits.

#include <string>

namespace apps {

/// A C hexadecimal float that reads back as the same bits, in the form of Python's float.hex():
/// 13 digits after the point, `0x1.01934c0000000p+0`; zero is `0x0.0p+0`.
std::string hex_float(double value);

}  // namespace apps
