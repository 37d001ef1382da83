#pragma once
// Random generators, which draw PyTorch's numbers.

#include <cstdint>
#include <type_traits>
#include <utility>

#include "../base/smart_ptr.h"

namespace glassgrad {

/// Seed of a generator made without one (but not of the default generator, see there).
inline constexpr uint64_t default_rng_seed_val = 67280421310721;

class Tensor;

/// Engine, caches and mutex behind a Generator; complete in "autograd/types/generator_impl.h".
class CPUGeneratorImpl;

/// What `Generator::mutex()` gives: lockable itself, and a `std::mutex&` for whoever names that
/// type, so both `std::lock_guard lock(gen.mutex())` and `std::lock_guard<std::mutex> lock(...)`
/// compile, without this header including <mutex>.
class GeneratorMutex {
 public:
  void lock();
  void unlock();
  bool try_lock();

  /// Defined for std::mutex alone.
  template <class Mutex>
  requires requires(Mutex& mutex) { mutex.native_handle(); }
  operator Mutex&();

 protected:
  GeneratorMutex() = default;
  ~GeneratorMutex() = default;
  GeneratorMutex(const GeneratorMutex&) = delete;
  GeneratorMutex& operator=(const GeneratorMutex&) = delete;
};

/// A source of pseudo-random numbers: a handle, whose copies share one state.
///
/// The engine is MT19937 (period 2^19937 - 1), seeded with the low 32 bits of the seed. Every
/// random operation holds the generator's mutex for its whole fill, so threads may share a
/// generator; the seed, state and clone functions below do not lock, as in PyTorch.
/// @throws Error  from every function but defined() and the comparison, if undefined
/// Source: Matsumoto & Nishimura, "Mersenne Twister" (1998); at::Generator of libtorch 1.13.
class Generator {
 public:
  /// An undefined generator: operations then use the default one.
  Generator() = default;
  explicit Generator(std::shared_ptr<CPUGeneratorImpl> impl) : impl_(std::move(impl)) {}

  bool defined() const { return impl_ != nullptr; }

  /// Restarts the sequence from `seed` and drops cached normals.
  void set_current_seed(uint64_t seed);

  /// The seed that the sequence was last started from, all 64 bits.
  uint64_t current_seed() const;

  /// Restarts the sequence from a non-deterministic 53-bit seed and returns that seed.
  uint64_t seed();

  /// A generator of its own that continues with the same numbers.
  Generator clone() const;

  /// Everything that decides the numbers to come, as 5056 bytes in PyTorch's layout: a state from
  /// `torch.get_rng_state()` may be given to set_state, and the other way round.
  /// @throws Error  from set_state, if `state` is not such a tensor
  Tensor get_state() const;
  void set_state(const Tensor& state) const;

  GeneratorMutex& mutex() const;

  /// The shared state itself, for code that draws by hand. Include
  /// "autograd/types/generator_impl.h".
  CPUGeneratorImpl& impl() const;
  template <class Impl>
  Impl* get() const {
    return static_cast<Impl*>(&impl());
  }

  /// Identity of the shared state, not equality of the numbers to come.
  friend bool operator==(const Generator& a, const Generator& b) { return a.impl_ == b.impl_; }

 private:
  std::shared_ptr<CPUGeneratorImpl> impl_;
};

/// A new generator that starts from `seed`.
Generator make_generator(uint64_t seed = default_rng_seed_val);

/// libtorch's spelling, `make_generator<CPUGeneratorImpl>(seed)`.
template <class Impl>
Generator make_generator(uint64_t seed = default_rng_seed_val) {
  static_assert(std::is_same_v<Impl, CPUGeneratorImpl>, "only the CPU has a generator");
  return make_generator(seed);
}

/// The generator of every random operation that is not given one. It is made at its first use, from
/// a non-deterministic seed: call manual_seed for a run that can be repeated.
const Generator& default_generator();

/// Restarts the default generator from `seed`, under its mutex.
void manual_seed(uint64_t seed);

}  // namespace glassgrad
