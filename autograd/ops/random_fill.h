#pragma once
// Internal: what the random operations share. The numbers are PyTorch 1.13's: one generator, drawn
// from in the order of memory, its mutex held for the whole of an operation.

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>

#include "autograd/base/smart_ptr.h"
#include "autograd/kernels/random.h"
#include "autograd/ops/creation.h"
#include "autograd/ops/op.h"
#include "autograd/types/generator_impl.h"

namespace glassgrad {

// --- gradients ---

/// y is random and does not depend on what its inputs were: dL/dx = 0 for every input x.
struct RandomFillBackward : Node {
  GradList apply(GradList&& grads) override {
    GradList result = GradList::undefined(inputs.size());
    for (size_t i = 0; i < inputs.size() && grads[0].defined(); ++i) {
      if (should_compute_output(i)) result[i] = zeros(inputs[i].sizes, inputs[i].dtype);
    }
    return result;
  }
  struct Input {
    Dims sizes;
    ScalarType dtype;
  };
  SmallVector<Input, 2> inputs;
};

template <class NodeType, class... Inputs>
intrusive_ptr<Node> random_fill_node(const Inputs&... inputs) {
  EdgeList edges;
  (edges.push_back(gradient_edge(inputs)), ...);
  auto* node = new NodeType;
  intrusive_ptr<Node> owner(node);
  node->set_next_edges(std::move(edges));
  (node->inputs.push_back({to_dims(inputs.sizes()), inputs.scalar_type()}), ...);
  return owner;
}

// --- drawing into memory ---

inline CPUGeneratorImpl& given_or_default(const optional<Generator>& generator) {
  return generator && generator->defined() ? generator->impl() : default_generator().impl();
}

/// The dimensions from the slowest to the fastest in memory: the order in which elements are drawn.
inline Dims memory_order(const Tensor& x) {
  const IntArrayRef strides = x.strides();
  Dims order(strides.size(), 0);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return strides[a] > strides[b]; });
  return order;
}

inline Dims pick(IntArrayRef values, const Dims& order) {
  Dims picked;
  for (int64_t d : order) picked.push_back(values[d]);
  return picked;
}

/// Calls fill(out, n) for run after run of self's memory; runs with gaps go through a buffer.
template <class T, class Fill>
void fill_in_memory_order(const Tensor& self, Fill fill) {
  if (self.is_contiguous()) return fill(data<T>(self), self.numel());
  const Dims order = memory_order(self);
  const Dims strides = pick(self.strides(), order);
  kernels::for_each_row(pick(self.sizes(), order), {IntArrayRef(strides)},
                        [&](const int64_t* at, const int64_t* step, int64_t n) {
                          T* const out = data<T>(self) + at[0];
                          if (step[0] == 1) return fill(out, n);
                          const auto buffer = std::make_unique<T[]>(size_t(n));
                          fill(buffer.get(), n);
                          for (int64_t i = 0; i < n; ++i) out[i * step[0]] = buffer[i];
                        });
}

// --- checks ---

inline void check_floating(const char* kernel, const Tensor& self) {
  check<NotImplementedError>(self.is_floating_point(), "\"{}\" not implemented for '{}'", kernel,
                             self.scalar_type());
}

/// Whether a predicate of a double holds for every element of a floating tensor.
template <class Predicate>
bool holds_for_all(const Tensor& x, Predicate predicate) {
  bool holds = true;
  visit_floating(x.scalar_type(), [&]<class T>() {
    kernels::for_each_row(x.sizes(), {x.strides()},
                          [&](const int64_t* at, const int64_t* step, int64_t n) {
                            const T* const row = data<T>(x) + at[0];
                            for (int64_t i = 0; i < n; ++i)
                              holds &= predicate(double(row[i * step[0]]));
                          });
  });
  return holds;
}

// --- the general form of a random operation in place ---

/// fill(generator, out, n) for run after run of self's memory, then history and version.
template <class NodeType, class Fill>
Tensor& fill_randomly(const Tensor& self, const optional<Generator>& generator, Fill fill) {
  {
    CPUGeneratorImpl& gen = given_or_default(generator);
    const std::lock_guard lock(gen.mutex);
    visit(self.scalar_type(), [&]<class T>() {
      fill_in_memory_order<T>(self, [&](T* out, int64_t n) { fill(gen, out, n); });
    });
  }
  bump_version(self);
  if (must_record(self)) rebase_history(self, {random_fill_node<NodeType>(self), 0});
  return mutable_handle(self);
}

/// The same for a fill that exists for float and double alone; `self` has been checked.
template <class NodeType, class Fill>
Tensor& fill_floating_randomly(const Tensor& self, const optional<Generator>& generator,
                               Fill fill) {
  return fill_randomly<NodeType>(self, generator,
                                 [&]<class T>(CPUGeneratorImpl& gen, T* out, int64_t n) {
                                   if constexpr (std::is_floating_point_v<T>) fill(gen, out, n);
                                 });
}

}  // namespace glassgrad
