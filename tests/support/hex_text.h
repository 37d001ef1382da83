#pragma once
#include <cstdio>
#include <string>

#include "tests/support/library.h"

namespace support {

/// " 0x1.8p+0 nan -0x0p+0": the elements in row-major order. Equal text means equal bits.
inline std::string hex_text(const torch::Tensor& t) {
  const torch::Tensor flat = t.detach().to(torch::kFloat64).contiguous().view({-1});
  std::string text;
  for (int64_t i = 0; i < flat.numel(); ++i) {
    char number[32];
    std::snprintf(number, sizeof number, " %a", flat.data_ptr<double>()[i]);
    text += number;
  }
  return text;
}

}  // namespace support
