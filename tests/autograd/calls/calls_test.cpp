// Every operation with bad arguments of every kind: it gives a result, or an error that a caller
// understands, and then nothing has changed.
#include "tests/autograd/calls/calls.h"

#include <gtest/gtest.h>

#include "autograd/base/error.h"
#include "tests/support/check_calls.h"

// Memory that cannot be had is asked for: the address sanitizer says so as malloc does.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }

namespace calls {
namespace {

using torch::Tensor;

TEST(Calls, WithBadArgumentsAreErrorsOrResults) { expect_no_faults(all_calls(), Kind::kBad, 30); }
TEST(Calls, WithGoodArgumentsAreErrorsOrResults) { expect_no_faults(all_calls(), Kind::kGood, 10); }

/// Whether a result may be one of several views, or have several elements in one place.
bool may_refuse(const std::string& text) {
  for (const char* const reason : {"a leaf Variable", "a view of a leaf", "more than one element",
                                   "output of a function that returns multiple views", "inference"})
    if (text.find(reason) != text.npos) return true;
  return false;
}

TEST(Calls, GiveResultsThatMayBeChangedInPlace) {
  const auto old = glassgrad::set_warning_handler([](const std::string&) {});
  for (const Call& call : all_calls())
    for (int draw = 0; draw < 8; ++draw) {
      Input in(seed_of(call.name, draw), Kind::kGood);
      Output out;
      try {
        call.run(in, out);
      } catch (const glassgrad::Error&) {
        continue;
      }
      const Tensor factor = torch::ones({}, torch::kDouble).set_requires_grad(true);
      for (const Tensor& result : out.tensors) try {
          if (result.defined() && result.is_floating_point()) result.mul_(factor);
        } catch (const glassgrad::Error& error) {
          EXPECT_TRUE(may_refuse(error.what()))
              << call.name << " #" << draw << " " << in.describe() << ": " << error.what();
        }
    }
  glassgrad::set_warning_handler(old);
}

}  // namespace
}  // namespace calls
