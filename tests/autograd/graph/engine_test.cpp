// The backward pass: what is visited, in which order, what is accumulated where.

#include <gtest/gtest.h>

#include <cmath>
#include <thread>
#include <utility>

#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/function.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad {
namespace {

// With a sanitizer everything takes several times the memory, the stack and the time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // GCC
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;  // Clang
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

Tensor leaf(double value) { return full({}, value, kDouble).requires_grad_(); }
double number(const Tensor& t) { return t.item<double>(); }
Tensor waves_of(int t) { return sin(arange(40.0, kDouble) * (t + 1)); }

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what_without_backtrace();
  }
  return "(no error)";
}
#define EXPECT_ERROR(statement, text)                                   \
  EXPECT_NE(error_of([&] { statement; }).find(text), std::string::npos) \
      << error_of([&] { statement; })

TEST(Backward, SharesTheFirstGradientAndSumsTheSecond) {
  // The aliasing case: a gradient that two nodes share must not be added to in place.
  const Tensor a = leaf(2), b = leaf(3);
  const Tensor c = a + b, d = c + a;
  d.backward();
  EXPECT_EQ(number(a.grad()), 2);
  EXPECT_EQ(number(b.grad()), 1);
}

TEST(Backward, LeavesNeverShareTheirGradients) {
  const Tensor a = leaf(2), b = leaf(3);
  (a + b).backward();
  a.grad().add_(10);
  EXPECT_EQ(number(b.grad()), 1);
  Tensor seed = ones({}, kDouble);
  const Tensor x = leaf(1);
  (x + 0).backward(seed);
  seed.fill_(7);
  EXPECT_EQ(number(x.grad()), 1);
}

// Hands out the memory of a constant, with no sign of whose it is.
const Tensor& constant() {
  static const Tensor one = ones({2}, kDouble);
  return one;
}
struct ConstantGradient : autograd::Function<ConstantGradient> {
  static Tensor forward(autograd::AutogradContext*, const Tensor& x) { return x * 1; }
  static autograd::variable_list backward(autograd::AutogradContext*, autograd::variable_list) {
    return {constant().data()};
  }
};

TEST(Backward, AddsInPlaceOnlyToMemoryOfItsOwn) {
  const Tensor x = zeros({2}, kDouble).requires_grad_(), z = x * 3;
  (ConstantGradient::apply(z) + ConstantGradient::apply(z)).sum().backward();
  ConstantGradient::apply(x).sum().backward();
  EXPECT_EQ(x.grad()[0].item<double>(), 7);
  x.grad().zero_();
  EXPECT_EQ(constant()[0].item<double>(), 1);
}

TEST(Backward, AnAccumulatorBeginsEachGraphAnew) {
  const Tensor x = leaf(2);
  int calls = 0;
  {
    const Tensor y = x * x;
    y.grad_fn()->next_edge(0).function->hooks().post.push_back(
        [&](const auto&, const auto&) { ++calls; });
    y.backward();
  }
  (x * x).backward();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(number(x.grad()), 8);
  const Tensor kept = x * x;
  (x * 5).backward();
  kept.backward();
  EXPECT_EQ(number(x.grad()), 17);
}

TEST(Backward, ALeafUsedWhileItsGraphIsFreed) {
  const Tensor x = leaf(2);
  double memory = 3;
  {
    const Tensor blob = from_blob(
        &memory, {}, [&](void*) { (x * 2).backward(); }, kDouble);
    const Tensor y = x + leaf(1) * blob;
  }
  EXPECT_EQ(number(x.grad()), 2);
  (x * x).backward();
  EXPECT_EQ(number(x.grad()), 6);
}

TEST(Backward, AccumulatesOverCalls) {
  const Tensor x = leaf(3);
  (x * x).backward();
  (x * x).backward();
  EXPECT_EQ(number(x.grad()), 12);
}

TEST(Backward, VisitsASharedExpressionOnce) {
  // 2^64 paths lead from y to x.
  const Tensor x = leaf(1);
  Tensor y = x;
  for (int i = 0; i < 64; ++i) y = 0.5 * (y + y);
  y.backward();
  EXPECT_EQ(number(x.grad()), 1);
}

TEST(Backward, LongChainsNeedNoStack) {
  const int length = kSanitized ? 200'000 : 2'000'000;
  const Tensor x = leaf(1);
  Tensor y = x;
  for (int i = 0; i < length; ++i) y = y + 1;
  y.backward();
  EXPECT_EQ(number(x.grad()), 1);
  EXPECT_EQ(number(y), length + 1.0);
}

TEST(Backward, RunsNewestFirst) {
  const Tensor x = leaf(1);
  std::vector<int> order;
  const Tensor a = x * 2, b = x * 3, c = a * 5;
  a.register_hook([&](const Tensor&) { order.push_back(0); });
  b.register_hook([&](const Tensor&) { order.push_back(1); });
  c.register_hook([&](const Tensor&) { order.push_back(2); });
  (b + c).backward();
  EXPECT_EQ(order, (std::vector<int>{2, 1, 0}));
}

TEST(Backward, SeveralRoots) {
  const Tensor x = leaf(2);
  const Tensor y = x * x, z = y * x;
  autograd::backward({y, z});
  EXPECT_EQ(number(x.grad()), 4 + 12);
}

TEST(Backward, RootThatIsALeaf) {
  const Tensor x = leaf(2);
  x.backward();
  EXPECT_EQ(number(x.grad()), 1);
}

TEST(Backward, FreedGraph) {
  const Tensor x = leaf(3);
  const Tensor y = x * x;
  y.backward();
  EXPECT_ERROR(y.backward(), "Trying to backward through the graph a second time");
  EXPECT_EQ(number(x.grad()), 6);
  const Tensor z = x * x;
  z.backward({}, /*retain_graph=*/true);
  z.backward();
  EXPECT_EQ(number(x.grad()), 18);
}

TEST(Backward, ChangedSavedValue) {
  const Tensor x = ones({2}).requires_grad_();
  const Tensor y = x * 2;
  const Tensor z = y * y;
  y.add_(1);
  EXPECT_ERROR(z.sum().backward(), "has been modified by an inplace operation: [CPUFloatType [2]]");
  const Tensor e = exp(x * 1);
  e.add_(1);
  EXPECT_ERROR(e.sum().backward(), "modified by an inplace operation");
}

TEST(Backward, NamedErrors) {
  const Tensor x = ones({2}).requires_grad_();
  EXPECT_ERROR((x * 2).backward(), "grad can be implicitly created only for scalar outputs");
  EXPECT_ERROR(ones({}).backward(), "element 0 of tensors does not require grad");
  EXPECT_ERROR((x * 2).backward(ones({3})),
               "invalid gradient at index 0 - got [3] but expected shape compatible with [2]");
  EXPECT_ERROR((x * 2).sum().backward({}, false, false, std::vector<Tensor>{}), "cannot be empty");
  const Tensor unused = ones({2}).requires_grad_();
  EXPECT_ERROR(autograd::grad({(x * 2).sum()}, {unused}), "Set allow_unused=True");
  EXPECT_ERROR(autograd::grad({(x * 2).sum()}, {}), "grad requires non-empty inputs.");
  EXPECT_FALSE(autograd::grad({(x * 2).sum()}, {unused}, {}, {}, false, true)[0].defined());
  EXPECT_ERROR(ones({2}, kLong).requires_grad_(), "Only Tensors of floating point");
  EXPECT_ERROR((x * 2).set_requires_grad(false), "you can only change requires_grad flags of leaf");
}

TEST(Backward, SumsAGradientOfALargerShapeToTheRoots) {
  const auto gradient = [](IntArrayRef of, IntArrayRef given, ScalarType type = kFloat) {
    const Tensor x = ones(of).requires_grad_();
    (x * 2).backward(ones(given, type));
    EXPECT_EQ(x.grad().sizes(), of);
    EXPECT_EQ(x.grad().scalar_type(), kFloat);
    return x.grad().numel() == 0 ? 0. : x.grad().flatten()[0].item<double>();
  };
  EXPECT_EQ(gradient({}, {1}), 2);
  EXPECT_EQ(gradient({2}, {3, 2}), 6);
  EXPECT_EQ(gradient({1}, {3}), 6);
  EXPECT_EQ(gradient({2, 1}, {2, 3}), 6);
  EXPECT_EQ(gradient({1}, {0}), 0);
  EXPECT_EQ(gradient({2}, {3, 2}, kLong), 6);
  for (const std::vector<int64_t>& given : std::vector<std::vector<int64_t>>{{1}, {}, {0}})
    EXPECT_ERROR((ones({2}).requires_grad_() * 2).backward(ones(given)),
                 "expected shape compatible with [2]");

  const Tensor x = ones({2}).requires_grad_(), g = ones({3, 2}).requires_grad_();
  EXPECT_TRUE(equal(autograd::grad({x * 2}, {x}, {g})[0], full({2}, 6.f)));
  const Tensor recorded = autograd::grad({x * x}, {x}, {g}, true, true)[0];
  recorded.sum().backward();
  EXPECT_TRUE(equal(g.grad(), full({3, 2}, 2.f)));
  EXPECT_TRUE(equal(x.grad(), full({2}, 6.f)));
}

TEST(Backward, OnlyTheGivenInputs) {
  const Tensor x = leaf(2), y = leaf(3);
  const Tensor product = x * y, z = product * x;
  z.backward({}, true, false, std::vector<Tensor>{x});
  EXPECT_EQ(number(x.grad()), 12);
  EXPECT_FALSE(y.grad().defined());
  z.backward({}, false, false, std::vector<Tensor>{product});
  EXPECT_EQ(number(product.grad()), 2);
  EXPECT_EQ(number(x.grad()), 12);
}

TEST(Grad, OfLeavesAndInteriorValues) {
  const Tensor x = leaf(2), y = leaf(3);
  const Tensor product = x * y, z = product * x;
  const auto grads = autograd::grad({z}, {x, product, y});
  EXPECT_EQ(number(grads[0]), 12);
  EXPECT_EQ(number(grads[1]), 2);
  EXPECT_EQ(number(grads[2]), 4);
  EXPECT_FALSE(x.grad().defined());
}

TEST(Grad, HigherDerivatives) {
  const Tensor x = leaf(2);
  Tensor y = x * x * x * x;
  for (const double expected : {32.0, 48.0, 48.0, 24.0}) {
    y = autograd::grad({y}, {x}, {}, true, /*create_graph=*/true)[0];
    EXPECT_EQ(number(y), expected);
  }
}

TEST(Grad, OfASavedResult) {
  // exp saves its own result; differentiating twice must find its way through it.
  const Tensor x = leaf(0.5);
  const Tensor first = autograd::grad({exp(x)}, {x}, {}, true, true)[0];
  const Tensor second = autograd::grad({first}, {x})[0];
  EXPECT_NEAR(number(second), std::exp(0.5), 1e-15);
}

TEST(Hooks, ReplaceAndObserve) {
  const Tensor x = leaf(2);
  const Tensor y = x * 3;
  double seen = 0;
  const unsigned number_of_hook = y.register_hook([&](Tensor g) { seen = g.item<double>(); });
  y.register_hook([](Tensor g) { return g * 10; });
  x.register_hook([](Tensor g) { return g + 1; });
  (y * y).backward();
  EXPECT_EQ(seen, 12);
  EXPECT_EQ(number(x.grad()), 361);
  y.remove_hook(number_of_hook);
  seen = 0;
  (y * y).backward();
  EXPECT_EQ(seen, 0);
  EXPECT_ERROR(y.remove_hook(7), "Invalid index");
}

TEST(Hooks, RetainGrad) {
  const Tensor x = leaf(2);
  const Tensor y = x * 3;
  y.retain_grad();
  y.retain_grad();
  EXPECT_TRUE(y.retains_grad());
  (y * y).backward();
  EXPECT_EQ(number(y.grad()), 12);
  {
    const Tensor dead = x * 2;
    dead.retain_grad();
    const Tensor z = dead * 1;
    (void)z;
  }
  x.retain_grad();
  EXPECT_FALSE(x.retains_grad());
}

TEST(Hooks, OfNodes) {
  const Tensor x = leaf(2);
  const Tensor y = x * 3;
  double in = 0, out = 0;
  y.grad_fn()->hooks().post.push_back(
      [&](const autograd::GradList& grad_inputs, const autograd::GradList& grad_outputs) {
        in = grad_inputs[0].item<double>();
        out = grad_outputs[0].item<double>();
      });
  y.backward();
  EXPECT_EQ(in, 3);
  EXPECT_EQ(out, 1);
}

TEST(GradMode, GuardsAndThreads) {
  const Tensor x = leaf(2);
  {
    NoGradGuard no_grad;
    EXPECT_FALSE((x * 2).requires_grad());
    AutoGradMode on(true);
    EXPECT_TRUE((x * 2).requires_grad());
    std::thread([] { EXPECT_TRUE(GradMode::is_enabled()); }).join();
  }
  EXPECT_TRUE((x * 2).requires_grad());
}

TEST(Backward, FromManyThreadsOnGraphsOfTheirOwn) {
  std::vector<double> gradients(4);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&gradients, t] {
      const Tensor w = waves_of(t).requires_grad_();
      for (int i = 0; i < 50; ++i) {
        Tensor y = w;
        for (int k = 0; k < 5; ++k) y = tanh(y * 0.9 + w);
        y.sum().backward();
      }
      gradients[t] = number(w.grad().sum());
    });
  for (auto& thread : threads) thread.join();
  for (int t = 0; t < 4; ++t) {
    const Tensor w = waves_of(t).requires_grad_();
    Tensor y = w;
    for (int k = 0; k < 5; ++k) y = tanh(y * 0.9 + w);
    y.sum().backward();
    EXPECT_NEAR(gradients[t], 50 * number(w.grad().sum()), 1e-9);
  }
}

TEST(Backward, FromManyThreadsIntoASharedLeaf) {
  // The graphs are the threads' own; the leaf, and so its accumulator, is everybody's.
  const Tensor x = ones({64}, kDouble).requires_grad_();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&x, t] {
      for (int i = 0; i < 50; ++i) (x * (t + 1) * x).sum().backward();
    });
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(equal(x.grad(), full({64}, 50 * 2 * (1.0 + 2 + 3 + 4), kDouble)));
}

TEST(Backward, FromManyThreadsThroughASharedGraph) {
  const Tensor x = leaf(1);
  const Tensor shared = x * 2;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) (shared * 3 + x).backward({}, true);
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(number(x.grad()), 4 * 100 * 7);
}

// --- backward inside backward ---

struct Nested : autograd::Function<Nested> {
  static Tensor forward(autograd::AutogradContext* ctx, const Tensor& x, int64_t depth) {
    ctx->saved_data["depth"] = depth;
    ctx->save_for_backward({x});
    return x * 2;
  }
  static autograd::variable_list backward(autograd::AutogradContext* ctx,
                                          autograd::variable_list grads) {
    const int64_t depth = ctx->saved_data["depth"].toInt();
    if (depth > 0) {
      AutoGradMode on(true);
      const Tensor inner = ctx->get_saved_variables()[0].detach().requires_grad_();
      Nested::apply(inner, depth - 1).backward();
    }
    return {grads[0] * 2, Tensor()};
  }
};

TEST(Backward, InsideBackward) {
  const Tensor x = leaf(1);
  Nested::apply(x, 3).backward();
  EXPECT_EQ(number(x.grad()), 2);
}

TEST(Backward, DeepInsideBackward) {
  const int64_t depth = kSanitized ? 200 : 8192;
  const Tensor x = leaf(1);
  Nested::apply(x, depth).backward();
  EXPECT_EQ(number(x.grad()), 2);
}

TEST(Backward, ThroughTheSameGraphFromAHook) {
  const Tensor x = leaf(3);
  const Tensor y = x * x, z = y * y;
  double inner = 0;
  bool inside = false;
  y.register_hook([&](const Tensor&) {
    if (std::exchange(inside, true)) return;
    inner = autograd::grad({y}, {x}, {}, /*retain_graph=*/true)[0].item<double>();
  });
  z.backward();
  EXPECT_EQ(inner, 6);
  EXPECT_EQ(number(x.grad()), 108);
}

struct Throws : autograd::Function<Throws> {
  static Tensor forward(autograd::AutogradContext*, const Tensor& x) { return x * 1; }
  static autograd::variable_list backward(autograd::AutogradContext*, autograd::variable_list) {
    throw std::runtime_error("from a rule");
  }
};

TEST(Backward, ExceptionsComeThroughAndLeaveNothingBehind) {
  const Tensor x = leaf(1);
  const Tensor y = Throws::apply(x) * 2;
  EXPECT_THROW(y.backward({}, true), std::runtime_error);
  EXPECT_THROW(y.backward({}, true), std::runtime_error);
  EXPECT_TRUE(GradMode::is_enabled());
  EXPECT_EQ(autograd::current_node(), nullptr);
  (x * 5).backward();
  EXPECT_EQ(number(x.grad()), 5);
}

TEST(Anomaly, NamesTheLineAndTheValue) {
  const auto before = set_warning_handler([](const std::string&) {});
  {
    autograd::DetectAnomalyGuard guard;
    const Tensor x = tensor({4.0, 0.0}, kDouble).requires_grad_();
    const Tensor root = sqrt(x);
    const std::string line = "engine_test.cpp:" + std::to_string(__LINE__ - 1);
    EXPECT_ERROR((root * 0).sum().backward(), "It was made at " + line);
    EXPECT_ERROR(
        (root * 0).sum().backward(),
        "element 1 is the first; the gradient that came in is 0 there; saved value 0 is 0");
  }
  set_warning_handler(before);
}

TEST(Anomaly, NamesTheOperation) {
  static std::vector<std::string> warnings;
  warnings.clear();
  const auto before = set_warning_handler([](const std::string& w) { warnings.push_back(w); });
  {
    autograd::DetectAnomalyGuard guard;
    const Tensor x = leaf(0);
    EXPECT_ERROR((sqrt(x) * 0).backward(), "returned nan values in its 0th output");
  }
  set_warning_handler(before);
  ASSERT_FALSE(warnings.empty());
  EXPECT_NE(warnings.back().find("Traceback of forward call that caused the error"),
            std::string::npos);
  EXPECT_NE(warnings.back().find("engine_test.cpp:"), std::string::npos);
  const Tensor x = leaf(0);
  EXPECT_NO_THROW((sqrt(x) * 0).backward());
}

}  // namespace
}  // namespace glassgrad
