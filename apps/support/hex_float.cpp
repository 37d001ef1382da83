// Numbers that read back as the same bits.
#include "apps/support/hex_float.h"

#include <fmt/printf.h>

#include <cmath>

namespace apps {

std::string hex_float(double value) {
  if (value == 0) return std::signbit(value) ? "-0x0.0p+0" : "0x0.0p+0";
  if (std::isnan(value)) return "nan";
  return fmt::sprintf("%.13a", value);
}

}  // namespace apps
