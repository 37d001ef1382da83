#pragma once
// Internal: a variable that has another value for a while.

#include <utility>

namespace glassgrad {

/// Gives a variable another value for the scope.
template <class T>
class Scoped {
 public:
  Scoped(T& variable, T value) : variable_(variable), before_(std::exchange(variable, value)) {}
  ~Scoped() { variable_ = before_; }
  Scoped(const Scoped&) = delete;
  Scoped& operator=(const Scoped&) = delete;

 private:
  T& variable_;
  const T before_;
};

}  // namespace glassgrad
