// Every operation with bad arguments of every kind: it gives a result, or an error that a caller
// understands, and then nothing has changed.
#include "tests/autograd/calls/calls.h"

#include <gtest/gtest.h>

#include <cstring>

#include "autograd/base/error.h"

// Memory that cannot be had is asked for: the address sanitizer says so as malloc does.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }

namespace calls {
namespace {

using torch::Tensor;

/// All that a call could change of a tensor.
struct State {
  std::string bytes;
  std::vector<std::int64_t> sizes, strides;
  std::int64_t version = 0;
  bool is_defined = false, requires_grad = false, is_leaf = false;

  explicit State(const Tensor& tensor) : is_defined(tensor.defined()) {
    if (!is_defined) return;
    const Tensor plain = tensor.detach().contiguous();
    bytes.assign(static_cast<const char*>(plain.data_ptr()), plain.nbytes());
    sizes = tensor.sizes().vec();
    strides = tensor.strides().vec();
    version = tensor._version();
    requires_grad = tensor.requires_grad();
    is_leaf = tensor.is_leaf();
  }
  friend bool operator==(const State&, const State&) = default;
};

std::vector<State> states_of(const Input& in) {
  std::vector<State> states;
  for (const Tensor& tensor : in.all()) states.emplace_back(tensor);
  return states;
}

/// Of the same tensors, drawn once more and not used.
std::vector<State> states_before(const Input& in, std::uint64_t seed, Kind kind) {
  Input untouched(seed, kind);
  untouched.draw_like(in);
  return states_of(untouched);
}

/// What is wrong with an error, or nothing.
std::string fault_of(const Call& call, int draw, Kind kind) {
  const std::uint64_t seed = seed_of(call.name, draw);
  Input in(seed, kind);
  Output out;
  torch::manual_seed(1);
  std::string fault;
  try {
    call.run(in, out);
    return "";
  } catch (const glassgrad::InternalError& error) {
    fault = std::string("an internal error: ") + error.what();
  } catch (const glassgrad::Error& error) {
    if (std::strlen(error.what()) < 8) fault = "an error without words";
  } catch (const std::exception& error) {
    fault = std::string("no glassgrad::Error: ") + error.what();
  }
  if (fault.empty() && states_of(in) != states_before(in, seed, kind))
    fault = "an error after something has been changed";
  return fault.empty() ? ""
                       : std::string(call.name) + " #" + std::to_string(draw) + " " +
                             in.describe() + ": " + fault;
}

void expect_no_faults(Kind kind, int draws) {
  const auto old = glassgrad::set_warning_handler([](const std::string&) {});
  int faults = 0;
  for (const Call& call : all_calls())
    for (int draw = 0; draw < draws && faults < 20; ++draw) {
      const std::string fault = fault_of(call, draw, kind);
      faults += !fault.empty();
      EXPECT_EQ(fault, "");
    }
  glassgrad::set_warning_handler(old);
}

TEST(Calls, WithBadArgumentsAreErrorsOrResults) {
  SKIP_IF_ELEMENTS_MAY_NOT_WRAP();
  expect_no_faults(Kind::kBad, 30);
}
TEST(Calls, WithGoodArgumentsAreErrorsOrResults) {
  SKIP_IF_ELEMENTS_MAY_NOT_WRAP();
  expect_no_faults(Kind::kGood, 10);
}

/// Whether a result may be one of several views, or have several elements in one place.
bool may_refuse(const std::string& text) {
  for (const char* const reason : {"a leaf Variable", "a view of a leaf", "more than one element",
                                   "output of a function that returns multiple views", "inference"})
    if (text.find(reason) != text.npos) return true;
  return false;
}

TEST(Calls, GiveResultsThatMayBeChangedInPlace) {
  SKIP_IF_ELEMENTS_MAY_NOT_WRAP();
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
