// 20 A sampler, a split, batches.
#pragma once
#include <random>
#include <utility>
#include <vector>

using Indices = std::vector<int>;

// 0, 1, ..., n-1 in a random order, each once.
Indices shuffled(int n, std::mt19937& random) {
  Indices order(n);
  for (int i = 0; i < n; ++i) order[i] = i;
  // hole: from the last to the first: swap with a place at or before it
  // Fisher and Yates: place i gets one of the i + 1 that are left, each with the same chance.
  for (int i = n - 1; i > 0; --i) std::swap(order[i], order[random() % (i + 1)]);
  // end
  return order;
}

struct Split {
  Indices train, test;
};

// The first `share` of the order to learn from, the rest to test; share = 0.8 of 10 is 8.
Split split(const Indices& order, double share) {
  Split parts;
  // hole: every index in exactly one of them
  const size_t n = size_t(share * order.size() + 0.5);  // to the nearest whole number
  for (size_t i = 0; i < order.size(); ++i) (i < n ? parts.train : parts.test).push_back(order[i]);
  // end
  return parts;
}

// Cut into batches; the last one may be smaller.
std::vector<Indices> batches(const Indices& order, int size) {
  std::vector<Indices> result;
  // hole: a new batch whenever the last one is full
  // No number of batches is computed, so none is rounded.
  for (int index : order) {
    if (result.empty() || int(result.back().size()) == size) result.push_back({});
    result.back().push_back(index);
  }
  // end
  return result;
}
