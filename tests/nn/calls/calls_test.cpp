// Every function and module with bad arguments and options of every kind: it gives a result, or an
// error that a caller understands, and then nothing has changed.
#include "tests/nn/calls/calls.h"

#include <gtest/gtest.h>

#include <cctype>

#include "tests/support/check_calls.h"

// Memory that cannot be had is asked for: the address sanitizer says so as malloc does.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }

namespace calls {
namespace {

/// "conv2d" of "F::conv2d(Traced, ...)", "Conv2d" of "nn::Conv2d::forward(Traced)".
std::string name_of(const std::string& signature) {
  const std::size_t begin = signature.find("::") + 2;
  return signature.substr(begin, signature.find_first_of(":(", begin) - begin);
}

/// "maxunpool1d" of "MaxUnpool1d" and of "max_unpool1d".
std::string plain(const std::string& text) {
  std::string letters;
  for (const char c : text)
    if (c != '_') letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return letters;
}

/// A function's error has its name; a module's may be that of a function that it calls, with the
/// line of the program that called the module. Constructors know no more than the latest call.
bool is_named(const std::string& signature, const std::string& error) {
  std::string name = name_of(signature);
  if (const std::size_t end = name.find("_with_indices"); end != name.npos) name.resize(end);
  if (error.starts_with("before the call: ")) return true;
  if (name == "logsigmoid") name = "log_sigmoid";
  if (signature.starts_with("F::")) return names(error, name);
  return plain(error).find(plain(name)) != error.npos || error.find("_calls.cpp:") != error.npos;
}

TEST(Calls, OfFunctionsAreErrorsOrResults) {
  expect_no_faults(function_rows(), Kind::kBad, 30);
  expect_no_faults(function_rows(), Kind::kGood, 20);
}
TEST(Calls, OfModulesAreErrorsOrResults) {
  expect_no_faults(module_rows(), Kind::kBad, 20);
  expect_no_faults(module_rows(), Kind::kGood, 20);
}
TEST(NamedErrors, OfFunctions) { expect_named_errors(function_rows(), is_named, 20); }
TEST(NamedErrors, OfModules) { expect_named_errors(module_rows(), is_named, 20); }

}  // namespace
}  // namespace calls
