#pragma once
// Atomic variables for public headers, without <atomic>.

namespace glassgrad {

/// The few operations on atomic variables that public headers need. <atomic> would bring locks and
/// error codes along, which every program that includes us would pay for in compile time.
template <class T>
class Atomic {
 public:
  constexpr Atomic(T value) : value_(value) {}
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

  // Without order among other variables.
  T load() const { return __atomic_load_n(&value_, __ATOMIC_RELAXED); }
  void store(T value) { __atomic_store_n(&value_, value, __ATOMIC_RELAXED); }
  void add(T value) { __atomic_fetch_add(&value_, value, __ATOMIC_RELAXED); }
  // What this thread did before is seen by whoever sees the new value.
  /// Returns the value before.
  T subtract(T value) { return __atomic_fetch_sub(&value_, value, __ATOMIC_ACQ_REL); }
  /// Stores `desired` if the value is `expected`; otherwise puts the value into `expected`.
  bool replace(T& expected, T desired) {
    return __atomic_compare_exchange_n(&value_, &expected, desired, true, __ATOMIC_ACQ_REL,
                                       __ATOMIC_RELAXED);
  }

 private:
  T value_;
};

}  // namespace glassgrad
