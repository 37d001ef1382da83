// The Mersenne Twister, its seeds and its state.
#include "autograd/types/generator.h"

#include <algorithm>
#include <random>

#include "autograd/base/check.h"
#include "autograd/types/generator_impl.h"

namespace glassgrad {
namespace {

constexpr int kWords = Mt19937::kWords;
constexpr int kShift = 397;

// x[k+n] = x[k+m] ^ A(high bit of x[k], low 31 bits of x[k+1])
GLASSGRAD_ALWAYS_INLINE uint32_t recurrence(uint32_t current, uint32_t following,
                                            uint32_t shifted) {
  const uint32_t joined = (current & 0x80000000u) | (following & 0x7fffffffu);
  return shifted ^ (joined >> 1) ^ ((following & 1u) ? 0x9908b0dfu : 0u);
}

GLASSGRAD_MULTIVERSION void renew_words(uint32_t* words) {
  for (int k = 0; k < kWords - kShift; ++k) {
    words[k] = recurrence(words[k], words[k + 1], words[k + kShift]);
  }
  for (int k = kWords - kShift; k < kWords - 1; ++k) {
    words[k] = recurrence(words[k], words[k + 1], words[k + kShift - kWords]);
  }
  words[kWords - 1] = recurrence(words[kWords - 1], words[0], words[kShift - 1]);
}

GLASSGRAD_MULTIVERSION void temper_words(const uint32_t* GLASSGRAD_RESTRICT words,
                                         uint32_t* GLASSGRAD_RESTRICT out, int64_t count) {
  for (int64_t k = 0; k < count; ++k) out[k] = Mt19937::temper(words[k]);
}

uint64_t non_deterministic_seed() {
  std::random_device device;
  const uint64_t high = device();
  return (high << 32 | device()) & ((uint64_t{1} << 53) - 1);
}

}  // namespace

Mt19937::Mt19937(uint32_t seed) {
  words_[0] = seed;
  for (int k = 1; k < kWords; ++k) {
    words_[k] = 1812433253u * (words_[k - 1] ^ (words_[k - 1] >> 30)) + uint32_t(k);
  }
}

void Mt19937::renew() {
  renew_words(words_);
  left_ = kWords + 1;
  next_ = 0;
}

void Mt19937::fill(uint32_t* out, int64_t count) {
  while (count > 0) {
    if (left_ == 1) renew();
    const int64_t ready = std::min<int64_t>(count, left_ - 1);
    temper_words(words_ + next_, out, ready);
    next_ += int(ready);
    left_ -= int(ready);
    out += ready;
    count -= ready;
  }
}

CPUGeneratorImpl::CPUGeneratorImpl(uint64_t seed) : seed_(seed), engine_(uint32_t(seed)) {}

CPUGeneratorImpl::CPUGeneratorImpl(const CPUGeneratorImpl& other)
    : seed_(other.seed_),
      engine_(other.engine_),
      next_double_normal_(other.next_double_normal_),
      next_float_normal_(other.next_float_normal_) {}

void CPUGeneratorImpl::set_current_seed(uint64_t seed) {
  seed_ = seed;
  engine_ = Mt19937(uint32_t(seed));
  next_double_normal_.reset();
  next_float_normal_.reset();
}

uint64_t CPUGeneratorImpl::seed() {
  const uint64_t seed = non_deterministic_seed();
  set_current_seed(seed);
  return seed;
}

void GeneratorMutex::lock() { static_cast<CPUGeneratorImpl*>(this)->mutex.lock(); }
void GeneratorMutex::unlock() { static_cast<CPUGeneratorImpl*>(this)->mutex.unlock(); }
bool GeneratorMutex::try_lock() { return static_cast<CPUGeneratorImpl*>(this)->mutex.try_lock(); }

template <>
GeneratorMutex::operator std::mutex&() {
  return static_cast<CPUGeneratorImpl*>(this)->mutex;
}

CPUGeneratorImpl& Generator::impl() const {
  check(defined(), "Generator: an undefined generator has no state; use make_generator(seed)");
  return *impl_;
}

void Generator::set_current_seed(uint64_t seed) { impl().set_current_seed(seed); }
uint64_t Generator::current_seed() const { return impl().current_seed(); }
uint64_t Generator::seed() { return impl().seed(); }
Generator Generator::clone() const { return Generator(std::make_shared<CPUGeneratorImpl>(impl())); }
GeneratorMutex& Generator::mutex() const { return impl(); }

Generator make_generator(uint64_t seed) {
  return Generator(std::make_shared<CPUGeneratorImpl>(seed));
}

const Generator& default_generator() {
  // Never destroyed, so that destructors of other statics may still draw.
  static const Generator* const generator = new Generator(make_generator(non_deterministic_seed()));
  return *generator;
}

void manual_seed(uint64_t seed) {
  CPUGeneratorImpl& generator = default_generator().impl();
  const std::lock_guard lock(generator.mutex);
  generator.set_current_seed(seed);
}

}  // namespace glassgrad
