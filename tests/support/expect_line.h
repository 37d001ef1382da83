#pragma once
#include <gtest/gtest.h>

#include <string_view>

#include "autograd/graph/autograd.h"

/// y's node must have been made on that line of that file.
inline void expect_line(const glassgrad::Tensor& y, std::string_view file, int line) {
  ASSERT_TRUE(y.grad_fn());
  ASSERT_TRUE(y.grad_fn()->file()) << y.grad_fn()->name();
  EXPECT_EQ(std::string_view(y.grad_fn()->file()), file) << y.grad_fn()->name();
  EXPECT_EQ(y.grad_fn()->line(), line) << y.grad_fn()->name();
}

/// The operation stands on the line of its EXPECT_HERE.
#define EXPECT_HERE(...) expect_line(__VA_ARGS__, __FILE__, __LINE__)
