// Hooks that change the list they are in while they run. What a hook adds runs from the next
// backward on; what it removes does not run again.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad {
namespace {

using autograd::GradList;

Tensor leaf(double value) { return full({}, value, kDouble).requires_grad_(); }

/// More than a list has room for, so that it moves.
constexpr int kMany = 50;

/// What a hook holds: written to after the hook has changed its list, which finds out whether it
/// still lives.
struct Held {
  std::vector<int> calls = std::vector<int>(100, 0);
};

TEST(Hooks, RemoveThemselves) {
  for (const bool of_a_leaf : {true, false}) {
    const Tensor x = leaf(2), y = x * 3;
    const Tensor& hooked = of_a_leaf ? x : y;
    int calls = 0;
    unsigned number = 0;
    number = hooked.register_hook([&, held = Held()](Tensor) mutable {
      hooked.remove_hook(number);
      calls += 1 + held.calls[99]++;
    });
    hooked.register_hook([](Tensor g) { return g * 10; });
    y.backward({}, /*retain_graph=*/true);
    y.backward();
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(x.grad().item<double>(), 60);
  }
}

TEST(Hooks, RemoveOneThatIsStillToCome) {
  const Tensor x = leaf(2), y = x * 3;
  unsigned second = 0;
  int calls = 0;
  y.register_hook([&](Tensor) { y.remove_hook(second); });
  second = y.register_hook([&](Tensor) { ++calls; });
  y.backward();
  EXPECT_EQ(calls, 0);
}

TEST(Hooks, AddOthers) {
  for (const bool of_a_leaf : {true, false}) {
    const Tensor x = leaf(2), y = x * 3;
    const Tensor& hooked = of_a_leaf ? x : y;
    int added = 0, first = 0;
    hooked.register_hook([&, held = Held()](Tensor) mutable {
      for (int i = 0; i < kMany; ++i) hooked.register_hook([&](Tensor) { ++added; });
      first += 1 + held.calls[99];
      ++held.calls[0];
    });
    y.backward({}, /*retain_graph=*/true);
    EXPECT_EQ(added, 0);
    y.backward();
    EXPECT_EQ(added, kMany);
    EXPECT_EQ(first, 2);
  }
}

TEST(Hooks, KeepWhatTheyCountFromCallToCall) {
  const Tensor x = leaf(2), y = x * 3;
  std::vector<int> seen;
  y.register_hook([&seen, calls = 0](Tensor) mutable { seen.push_back(++calls); });
  y.backward({}, /*retain_graph=*/true);
  y.backward();
  EXPECT_EQ(seen, (std::vector<int>{1, 2}));
}

TEST(Hooks, GiveOtherOutputsTheirFirst) {
  const Tensor x = arange(64., kDouble).requires_grad_();
  const std::vector<Tensor> parts = x.unbind();
  int calls = 0;
  parts[0].register_hook([&, held = Held()](Tensor) mutable {
    if (held.calls[99]++ > 0) return;
    for (size_t i = 1; i < parts.size(); ++i) parts[i].register_hook([&](Tensor) { ++calls; });
  });
  const Tensor y = stack(parts).sum();
  y.backward({}, /*retain_graph=*/true);
  EXPECT_EQ(calls, 0);
  y.backward();
  EXPECT_EQ(calls, 63);
}

TEST(Hooks, MakeTheirTensorForgetThem) {
  const Tensor x = leaf(2), y = x * 3;
  int calls = 0;
  y.register_hook([&, held = Held()](Tensor) mutable {
    const AutoGradMode recording(true);
    y.mul_(2);  // from now on y is another value of the graph
    calls += 1 + held.calls[99]++;
  });
  y.register_hook([&](Tensor) { ++calls; });
  y.backward();
  EXPECT_EQ(calls, 2);
}

TEST(Hooks, OfNodesRemoveThemselvesAndAddOthers) {
  const Tensor x = leaf(2), y = x * 3;
  auto& post = y.grad_fn()->hooks().post;
  int calls = 0, added = 0;
  size_t number = 0;
  number = post.push_back([&, held = Held()](const GradList&, const GradList&) mutable {
    post.remove(number);
    for (int i = 0; i < kMany; ++i)
      post.push_back([&](const GradList&, const GradList&) { ++added; });
    calls += 1 + held.calls[99]++;
  });
  y.backward({}, /*retain_graph=*/true);
  EXPECT_EQ(added, 0);
  y.backward();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(added, kMany);
}

std::vector<std::string> warnings;
WarningHandler handler_before = nullptr;

TEST(Hooks, AWarningHandlerPutsTheOneBeforeBack) {
  handler_before = set_warning_handler([](const std::string& text) {
    warnings.push_back(text);
    set_warning_handler(handler_before);
  });
  warn("once");
  EXPECT_EQ(warnings, (std::vector<std::string>{"once"}));
  EXPECT_EQ(set_warning_handler(handler_before), handler_before);
}

}  // namespace
}  // namespace glassgrad
