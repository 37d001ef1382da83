#pragma once
#include <gtest/gtest.h>

#include <exception>
#include <string>

/// The statement must throw an exception whose text contains `expected_text`.
#define EXPECT_ERROR(statement, expected_text)                                               \
  do {                                                                                       \
    try {                                                                                    \
      statement;                                                                             \
      ADD_FAILURE() << #statement " throws nothing; expected: " << (expected_text);          \
    } catch (const std::exception& error) {                                                  \
      EXPECT_NE(std::string(error.what()).find(expected_text), std::string::npos)            \
          << #statement " throws \"" << error.what() << "\"\nexpected: " << (expected_text); \
    }                                                                                        \
  } while (false)
