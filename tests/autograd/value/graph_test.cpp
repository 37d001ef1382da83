// The graph behind Values: what backward visits and leaves behind, how long nodes live, and what
// happens across threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <future>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/value/value.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kLongChain = 300'000;
#else
constexpr int kLongChain = 10'000'000;
#endif

/// Nodes of this thread that are alive, without leaves.
int64_t living_nodes() {
  const ValueArena& arena = *value_arena;
  int64_t count = -(arena.end - arena.next);  // a chunk counts the nodes yet to be made
  for (const ValueChunk* chunk = arena.newest; chunk; chunk = chunk->older) count += chunk->alive;
  return count;
}

// ---- backward ----

TEST(ValueGraph, TheFirstHour) {
  const Value a(2), b(-3);
  const Value c = a * b + a.tanh();
  c.backward();
  EXPECT_DOUBLE_EQ(a.grad(), -3 + 1 - std::tanh(2) * std::tanh(2));
  EXPECT_EQ(b.grad(), 2);
  EXPECT_EQ(c.grad(), 1);
}

TEST(ValueGraph, LeavesAddUpAndInteriorValuesStartAnew) {
  const Value x = 3;
  const Value y = x * x, z = y * y;
  z.backward();
  EXPECT_EQ(y.grad(), 18);
  EXPECT_EQ(x.grad(), 108);
  z.backward();  // micrograd would give y.grad() 36 and x.grad() 324
  EXPECT_EQ(z.grad(), 1);
  EXPECT_EQ(y.grad(), 18);
  EXPECT_EQ(x.grad(), 216);
  y.backward();
  EXPECT_EQ(y.grad(), 1);
  EXPECT_EQ(x.grad(), 222);
}

TEST(ValueGraph, ALeafIsItsOwnGradient) {
  const Value x = 3;
  x.backward();
  x.backward();
  EXPECT_EQ(x.grad(), 2);
}

TEST(ValueGraph, OneValueOnBothSides) {
  const Value x = 3;
  const Value y = x * 2;
  (y + y).backward();
  EXPECT_EQ(y.grad(), 2);
  (y * y).backward();
  EXPECT_EQ(y.grad(), 12);
  EXPECT_EQ(x.grad(), 4 + 24);
}

TEST(ValueGraph, VisitsASharedExpressionOnce) {
  // 2^1000 paths lead from y to x.
  const Value x = 1;
  Value y = x;
  for (int i = 0; i < 1000; ++i) y = y * y;
  y.backward();
  EXPECT_EQ(x.grad(), std::ldexp(1, 1000));
}

TEST(ValueGraph, WaitsForTheLastUse) {
  // a is used by the oldest and by the newest operation: its turn comes after both.
  const Value x = 2;
  const Value a = x * 3;
  const Value b = a * 5, c = b + 1, d = c * a;
  d.backward();
  EXPECT_EQ(a.grad(), 31 + 6 * 5);
  EXPECT_EQ(x.grad(), 3 * 61);
}

TEST(ValueGraph, LeavesOtherGraphsAlone) {
  const Value x = 2;
  const Value bystander = x * 7;
  bystander.backward();
  const Value a = x * 3;
  const Value newer = a * 2;
  newer.backward();
  a.backward();
  EXPECT_EQ(bystander.grad(), 1);
  EXPECT_EQ(newer.grad(), 1);
  EXPECT_EQ(x.grad(), 7 + 6 + 3);
}

TEST(ValueGraph, LongChainsNeedNoStack) {
  const int64_t before = living_nodes();
  const Value x = 1;
  {
    Value y = x;
    for (int i = 0; i < kLongChain; ++i) y = y + 1;
    y.backward();
    EXPECT_EQ(y.data(), kLongChain + 1.0);
    EXPECT_EQ(x.grad(), 1);
  }
  EXPECT_EQ(living_nodes(), before);
}

TEST(ValueGraph, WideSumsNeedNoStack) {
  const int64_t before = living_nodes();
  const Value x = 1;
  {
    std::vector<Value> terms;
    for (int i = 0; i < kLongChain / 10; ++i) terms.push_back(x * 2);
    while (terms.size() > 1) {
      for (size_t i = 0; i < terms.size() / 2; ++i)
        terms[i] = terms[i] + terms[terms.size() - 1 - i];
      terms.resize((terms.size() + 1) / 2);
    }
    terms[0].backward();
    EXPECT_EQ(x.grad(), 2 * (kLongChain / 10));
  }
  EXPECT_EQ(living_nodes(), before);
}

// ---- life times ----

TEST(ValueGraph, TemporariesLiveThroughTheirResults) {
  const Value x = 2;
  Value y;
  {
    const Value square = x * x;
    y = square * Value(10) + exp(square - square);
  }
  y.backward();
  EXPECT_EQ(x.grad(), 40);
}

TEST(ValueGraph, CopiesShareANode) {
  Value a = 2;
  const Value b = a;
  a = a * 3;  // a new node; b is the old one
  a.backward();
  EXPECT_EQ(a.data(), 6);
  EXPECT_EQ(b.data(), 2);
  EXPECT_EQ(b.grad(), 3);
  const Value moved = std::move(a);
  a = b;
  EXPECT_EQ(moved.data(), 6);
  EXPECT_EQ(&a.node(), &b.node());
  Value& self = a;
  a = self;
  EXPECT_EQ(a.data(), 2);
}

TEST(ValueGraph, AnOldNodeOutlivesItsNeighbours) {
  const int64_t before = living_nodes();
  const Value x = 1;
  std::vector<Value> kept;
  for (int i = 0; i < 100'000; ++i) {
    const Value y = x * i;
    if (i % 5'000 == 0) kept.push_back(y);  // one in several chunks
  }
  Value sum = 0;
  for (const Value& y : kept) sum += y;
  sum.backward();
  EXPECT_EQ(x.grad(), 5'000 * 190);
  kept.clear();
  sum = 0;
  EXPECT_EQ(living_nodes(), before);
}

// Each result keeps one value alive that lies so many nodes before it; they die from the first or
// from the last.
TEST(ValueGraph, WhatLivedThroughAResultDiesWithItWhereverItLies) {
  const int64_t before = living_nodes();
  for (const int distance : {1, 2, 63, 64, 65, 66, 500, 1500, 5000})
    for (const bool from_the_first : {true, false}) {
      std::vector<Value> results;
      const Value x = 3;
      for (int i = 0; i < distance; ++i) results.push_back(x * i + Value(1));
      for (Value& result : results) {
        result = Value(2) * result;
        result.set_name("named");
      }
      EXPECT_EQ(living_nodes() - before, 3 * distance);
      if (!from_the_first) std::reverse(results.begin(), results.end());
      for (int i = 0; i < distance; ++i) {
        results[static_cast<size_t>(i)] = x;
        EXPECT_EQ(living_nodes() - before, 3 * (distance - i - 1));
      }
    }
}

/// Random graphs whose nodes die in random order, beside gradients computed forwards.
TEST(ValueGraph, RandomGraphsAreDifferentiatedRight) {
  const int64_t before = living_nodes();
  struct Tracked {
    Value value;
    double slope;  // d(value)/dx
  };
  {
    std::mt19937 random(7);
    const auto below = [&](size_t n) { return random() % n; };
    const Value x = 0.5;
    std::vector<Tracked> pool(60, {x, 1});
    for (int step = 0; step < 200'000; ++step) {
      const Tracked a = pool[below(pool.size())], b = pool[below(pool.size())];
      Tracked& c = pool[below(pool.size())];
      switch (below(5)) {
        case 0:
          c = {0.5 * (a.value + b.value), 0.5 * (a.slope + b.slope)};
          break;
        case 1:
          c = {a.value * b.value, a.slope * b.value.data() + a.value.data() * b.slope};
          break;
        case 2:
          c = {sin(a.value), a.slope * std::cos(a.value.data())};
          break;
        case 3:
          c = {0.7 - b.value, -b.slope};
          break;
        default:
          c = {x, 1};
      }
      if (below(50) == 0) {
        const Tracked& y = pool[below(pool.size())];
        x.zero_grad();
        y.value.backward();
        ASSERT_NEAR(x.grad(), y.slope, 1e-12 * (1 + std::fabs(y.slope))) << "step " << step;
      }
    }
  }
  EXPECT_EQ(living_nodes(), before);
}

// ---- threads ----

TEST(ValueGraph, EveryThreadHasItsOwn) {
  std::vector<std::thread> threads;
  std::vector<double> grads(4);
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([t, &grads] {
      const Value x = t;
      for (int i = 0; i < 2'000; ++i) {
        Value y = x;
        for (int k = 0; k < 20; ++k) y = y * 1.0 + 1;
        y.backward();
      }
      grads[t] = x.grad();
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(grads, std::vector<double>(4, 2'000));
}

struct Graph {
  Value x, y;
};

TEST(ValueGraph, OutlivesItsThread) {
  Graph graph = std::async(std::launch::async, [] {
                  const Value x = 3;
                  Value y = x;
                  for (int i = 0; i < 5'000; ++i) y = y + x;  // several chunks
                  return Graph{x, y};
                }).get();
  EXPECT_EQ(graph.y.data(), 15'003);
  graph.y.backward();
  EXPECT_EQ(graph.x.grad(), 5'001);
  graph.y = graph.x * 2;  // made here
  graph.y.backward();
  EXPECT_EQ(graph.x.grad(), 5'003);
}

TEST(ValueGraph, BackwardStaysWithinOneThread) {
  Graph other = std::async(std::launch::async, [] {
                  const Value x = 3;
                  return Graph{x, x * x};
                }).get();
  const Value w = 2;
  const Value u = w * 5;
  Value mixed = u * other.y;
  EXPECT_ERROR(mixed.backward(), "expected a graph made by one thread");
  // Nothing is left waiting.
  w.zero_grad();
  (u * other.y.data()).backward();
  EXPECT_EQ(w.grad(), 45);
  other.y.backward();
  EXPECT_EQ(other.x.grad(), 6);
}

TEST(ValueGraph, OutlivesTheArenaOfItsThread) {
  struct AfterTheArena {
    Value y = 1;
    ~AfterTheArena() {
      y = y * 2 + 1;  // in an arena without a thread
      y.backward();
      EXPECT_EQ(y.data(), 7);
    }
  };
  std::thread([] {
    thread_local AfterTheArena after;  // made before the arena, and so destroyed after it
    after.y = after.y + 2;
  }).join();
}

// Lives until the program ends, and makes a node then.
struct Static {
  Value x = 1;
  Value y = x * 2;
  ~Static() { y = y + x * y; }
};
Static lives_to_the_end;

TEST(ValueGraph, StaticValuesWork) {
  lives_to_the_end.y.backward();
  EXPECT_EQ(lives_to_the_end.x.grad(), 2);
}

}  // namespace
}  // namespace glassgrad
