#pragma once
// libtorch 1.13.1's answers to the cases, from tests/golden/nn.txt.

#include <vector>

#include "tests/nn/cases.h"
#include "tests/support/answers.h"

namespace nn_cases {

/// What is printed, drawn, computed and differentiated is libtorch's, in every bit.
inline void expect_same(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(c.run(), golden::answer("nn.txt", c.text)) << c.text;
}

}  // namespace nn_cases
