#pragma once
// Internal: the engine behind a Generator. Locks, so no public header includes it.

#include <cstdint>
#include <mutex>
#include <optional>

#include "autograd/base/compiler.h"
#include "autograd/types/generator.h"

namespace glassgrad {

/// MT19937: 624 words of state, renewed all at once by a linear recurrence over bits.
/// Source: Matsumoto & Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); the initialisation is
/// the authors' of 2002.
class Mt19937 {
 public:
  static constexpr int kWords = 624;

  explicit Mt19937(uint32_t seed);

  /// One output of 32 bits.
  uint32_t next() {
    if (left_ == 1) renew();
    --left_;
    return temper(words_[next_++]);
  }

  /// The next `count` outputs: the same numbers as `count` calls of next().
  void fill(uint32_t* out, int64_t count);

  /// Output function: spreads the bits of a word of state.
  static GLASSGRAD_ALWAYS_INLINE uint32_t temper(uint32_t y) {
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
  }

 private:
  friend class CPUGeneratorImpl;
  void renew();

  uint32_t words_[kWords];
  int left_ = 1;  // outputs until renewal, plus one: 1 means renew first
  int next_ = 0;  // index of the next word
};

/// The shared state of a Generator. Nothing here locks: the caller holds `mutex`.
class CPUGeneratorImpl : public GeneratorMutex {
 public:
  explicit CPUGeneratorImpl(uint64_t seed);

  /// Copies everything but the mutex.
  CPUGeneratorImpl(const CPUGeneratorImpl& other);

  void set_current_seed(uint64_t seed);
  uint64_t current_seed() const { return seed_; }
  uint64_t seed();

  /// One engine output.
  uint32_t random() { return engine_.next(); }

  /// Two engine outputs, the first in the high word.
  uint64_t random64() {
    const uint64_t high = engine_.next();
    return high << 32 | engine_.next();
  }

  Mt19937& engine() { return engine_; }

  /// The second value of the last Box-Muller pair, while nobody has taken it. The float one exists
  /// for the caller's own use: no operation draws from it.
  std::optional<double> next_double_normal_sample() const { return next_double_normal_; }
  std::optional<float> next_float_normal_sample() const { return next_float_normal_; }
  void set_next_double_normal_sample(std::optional<double> z) { next_double_normal_ = z; }
  void set_next_float_normal_sample(std::optional<float> z) { next_float_normal_ = z; }

  /// See Generator::get_state.
  struct State;
  State state() const;
  void set_state(const State& state);

  std::mutex mutex;

 private:
  uint64_t seed_;
  Mt19937 engine_;
  std::optional<double> next_double_normal_;
  std::optional<float> next_float_normal_;
};

/// The bytes of a state, as PyTorch lays them out.
struct CPUGeneratorImpl::State {
  uint64_t seed;
  int32_t left;
  int32_t seeded;
  uint64_t next;
  uint64_t words[Mt19937::kWords];
  double unused_x;
  double next_double_normal;
  double unused_rho;
  int32_t has_next_double_normal;
  int32_t padding;
  float next_float_normal;
  uint8_t has_next_float_normal;
  uint8_t more_padding[3];
};
static_assert(sizeof(CPUGeneratorImpl::State) == 5056);

}  // namespace glassgrad
