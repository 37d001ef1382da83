#include "tests/support/check_calls.h"

#include <gtest/gtest.h>

#include <cctype>
#include <cstring>
#include <set>

#include "autograd/base/caller.h"
#include "autograd/base/error.h"

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

/// Whether what a call has made before it was to fail is still as it was.
bool has_kept(const Input& in) {
  for (const auto& [tensor, before] : in.kept())
    if (State(tensor.detach()).bytes != State(before).bytes) return false;
  return true;
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
  if (fault.empty() && (states_of(in) != states_before(in, seed, kind) || !has_kept(in)))
    fault = "an error after something has been changed";
  return fault.empty() ? ""
                       : std::string(call.name) + " #" + std::to_string(draw) + " " +
                             in.describe() + ": " + fault;
}

/// The error of a call, or nothing. The second time nothing is drawn, and so no other operation
/// leaves its name.
std::string error_of(const Call& call, int draw, Kind kind) {
  Input in(seed_of(call.name, draw), kind);
  std::string error;
  for (int time = 0; time < 2; ++time) {
    Output out;
    glassgrad::Caller::forget();
    try {
      call.run(in, out);
      return "";
    } catch (const glassgrad::Error& thrown) {
      error = thrown.what();
    }
  }
  return error;
}

}  // namespace

void expect_no_faults(const Rows& rows, Kind kind, int draws) {
  const auto old = glassgrad::set_warning_handler([](const std::string&) {});
  int faults = 0;
  for (const Call& call : rows)
    for (int draw = 0; draw < draws && faults < 20; ++draw) {
      const std::string fault = fault_of(call, draw, kind);
      faults += !fault.empty();
      EXPECT_EQ(fault, "");
    }
  glassgrad::set_warning_handler(old);
}

void expect_named_errors(const Rows& rows, IsNamed is_named, int draws) {
  const auto old = glassgrad::set_warning_handler([](const std::string&) {});
  for (const Call& call : rows) {
    std::set<std::string> seen;
    for (const Kind kind : {Kind::kBad, Kind::kGood})
      for (int draw = 0; draw < draws; ++draw) {
        const std::string error = error_of(call, draw, kind);
        if (error.empty() || is_named(call.name, error)) continue;
        if (seen.insert(error).second && seen.size() < 3)
          ADD_FAILURE() << call.name << " #" << draw << ": " << error;
      }
  }
  glassgrad::set_warning_handler(old);
}

bool names(const std::string& text, const std::string& name) {
  for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const auto is_letter = [&](std::size_t i) {
      return std::isalnum(static_cast<unsigned char>(text[i])) != 0;
    };
    if ((at == 0 || !is_letter(at - 1)) &&
        (at + name.size() == text.size() || !is_letter(at + name.size())))
      return true;
  }
  return false;
}

}  // namespace calls
