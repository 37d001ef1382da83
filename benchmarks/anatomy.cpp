// Where one iteration of the tutorial goes: how long each of its calls takes, and every block of
// memory that it asks for. `./run bench --anatomy` builds and runs this; docs/book/11-time.md
// explains what it prints.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include <glassgrad.h>
#include "autograd/base/small_blocks.h"
#include "autograd/graph/node.h"
#include "autograd/tensor/tensor_block.h"

// --- malloc, with a diary ---

extern "C" {
void* __libc_malloc(size_t bytes);
void* __libc_memalign(size_t alignment, size_t bytes);
void __libc_free(void* block);
}

namespace {

struct Block {
  const void* address;
  size_t bytes;
  int call;             // in which it was asked for
  int dropped_in = -1;  // -1: it is still there
};
constexpr int kMostBlocks = 1000;
Block diary[kMostBlocks];
int blocks = 0, current_call = -1;  // -1: nothing is written down

void* note(void* block, size_t bytes) {
  if (current_call >= 0 && blocks < kMostBlocks) diary[blocks++] = {block, bytes, current_call};
  return block;
}

}  // namespace

extern "C" void* malloc(size_t bytes) { return note(__libc_malloc(bytes), bytes); }
extern "C" void* aligned_alloc(size_t alignment, size_t bytes) {
  return note(__libc_memalign(alignment, bytes), bytes);
}
extern "C" void free(void* block) {
  for (int i = blocks; i-- > 0 && current_call >= 0;)
    if (diary[i].address == block && diary[i].dropped_in < 0) {
      diary[i].dropped_in = current_call;
      break;
    }
  __libc_free(block);
}

namespace {

using namespace glassgrad;

// --- the iteration, call by call ---

struct Iteration {
  Tensor x = tensor({-2.0f, -1.9f}).view({2, 1}), y = zeros({2, 1});
  nn::Linear linear{1, 1};
  nn::BCELoss criterion;
  optim::SGD optimizer{linear->parameters(), 1e-3};
  Tensor z, p, loss;
  float value = 0;

  struct Call {
    const char* source;
    std::function<void(Iteration&)> run;
  };
  static const std::vector<Call>& calls() {
    static const std::vector<Call> all = {
        {"z = linear(x)", [](Iteration& i) { i.z = i.linear(i.x); }},
        {"p = sigmoid(z)", [](Iteration& i) { i.p = sigmoid(i.z); }},
        {"loss = criterion(p, y)", [](Iteration& i) { i.loss = i.criterion(i.p, i.y); }},
        {"loss.item<float>()", [](Iteration& i) { i.value += i.loss.item<float>(); }},
        {"optimizer.zero_grad()", [](Iteration& i) { i.optimizer.zero_grad(); }},
        {"loss.backward()", [](Iteration& i) { i.loss.backward(); }},
        {"optimizer.step()", [](Iteration& i) { i.optimizer.step(); }},
    };
    return all;
  }
  /// The tensors of the iteration go at its end, and with them the graph.
  void drop() { z = p = loss = Tensor(); }

  void run(size_t count) {
    for (size_t k = 0; k < count; ++k) calls()[k].run(*this);
    drop();
  }
};

// --- time ---

/// Nanoseconds for the first `count` calls and the end of what they made: the best of many tries.
double nanoseconds(Iteration& iteration, size_t count) {
  using Clock = std::chrono::steady_clock;
  constexpr int kTries = 300, kTurns = 200;
  double best = 1e30;
  for (int t = 0; t < kTries; ++t) {
    const auto start = Clock::now();
    for (int i = 0; i < kTurns; ++i) iteration.run(count);
    const std::chrono::duration<double, std::nano> took = Clock::now() - start;
    best = std::min(best, took.count() / kTurns);
  }
  return best;
}

void show_times(Iteration& iteration) {
  const auto& calls = Iteration::calls();
  std::printf("nanoseconds, with the release of what the call has made\n\n");
  double before = 0;
  for (size_t k = 0; k < calls.size(); ++k) {
    const double now = nanoseconds(iteration, k + 1);
    std::printf("%8.0f  %s\n", now - before, calls[k].source);
    before = now;
  }
  std::printf("%8.0f  in all\n\n", before);
}

// --- memory ---

/// Of the block that an object gets.
template <class T>
constexpr size_t size_of = (sizeof(T) + glassgrad::detail::kBlockStep - 1) /
                           glassgrad::detail::kBlockStep* glassgrad::detail::kBlockStep;

/// What is known of an address: objects of the forward pass, by what leads to them.
struct Names {
  std::vector<std::pair<const void*, std::string>> all;

  void tensor(const Tensor& t, const std::string& name) {
    const bool together = t.impl()->storage.get() == &TensorBlock::of(t.impl())->storage;
    all.emplace_back(t.impl(), "tensor " + name + (together ? " and its memory" : ""));
    all.emplace_back(t.impl()->storage.get(), "memory of " + name);
    if (const auto node = t.grad_fn()) this->node(node.get());
  }
  void node(const autograd::Node* node) {
    all.emplace_back(node, "node " + node->name());
    for (const autograd::Edge& edge : node->next_edges())
      if (edge.is_valid() && edge.function->num_outputs() == 0)
        all.emplace_back(edge.function.get(), "node " + edge.function->name());
  }
  std::string of(const Block& block) const {
    for (const auto& [address, name] : all)
      if (address == block.address && block.dropped_in < 0) return name;
    return block.bytes == size_of<TensorBlock> ? "a tensor" : "";
  }
};

/// From now on every small block comes from malloc and goes back to it.
void empty_waiting_lists() {
  for (auto& list : glassgrad::detail::waiting_blocks) {
    while (auto* block = list.first) {
      list.first = block->next;
      std::free(block);
    }
    list.room = 0;
  }
}

void show_memory(Iteration& iteration) {
  const auto& calls = Iteration::calls();
  iteration.run(calls.size());
  blocks = 0;
  current_call = int(calls.size());
  iteration.run(calls.size());
  const int from_malloc = blocks;
  current_call = -1;

  empty_waiting_lists();
  iteration.run(calls.size());
  blocks = 0;
  for (size_t k = 0; k < calls.size(); ++k) {
    current_call = static_cast<int>(k);
    calls[k].run(iteration);
  }
  current_call = -1;
  Names names;
  names.tensor(iteration.z, "z");
  names.tensor(iteration.p, "p");
  names.tensor(iteration.loss, "loss");

  std::printf("blocks of memory, in the order in which they are asked for\n");
  for (size_t k = 0; k < calls.size(); ++k) {
    std::printf("\n%s\n", calls[k].source);
    for (int i = 0; i < blocks; ++i) {
      const Block& block = diary[i];
      if (block.call != static_cast<int>(k)) continue;
      std::printf("%8zu bytes  %s", block.bytes, names.of(block).c_str());
      if (block.dropped_in >= 0)
        std::printf(block.dropped_in == block.call ? ", dropped at once" : ", dropped in %s",
                    calls[block.dropped_in].source);
      std::printf("\n");
    }
  }
  std::printf(
      "\n%d blocks in all, of which %d come from malloc once the lists of waiting blocks are "
      "full\n",
      blocks, from_malloc);
}

}  // namespace

int main() {
  Iteration iteration;
  iteration.run(Iteration::calls().size());
  show_times(iteration);
  show_memory(iteration);
}
