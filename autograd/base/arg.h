#pragma once
// TORCH_ARG: how an options struct declares one of its options.

#include <utility>

/// One option of an options struct, in libtorch's form: `TORCH_ARG(double, momentum) = 0;` declares
/// the private member `momentum_`, two setters that return the struct, so that calls chain
/// (`SGDOptions(0.1).momentum(0.9)`), and two getters. The setters are templates so that a program
/// compiles only those that it calls.
#define TORCH_ARG(T, name)                           \
 public:                                             \
  template <int = 0>                                 \
  auto name(const T& value)->decltype(*this) {       \
    name##_ = value;                                 \
    return *this;                                    \
  }                                                  \
  template <int = 0>                                 \
  auto name(T&& value)->decltype(*this) {            \
    name##_ = std::move(value);                      \
    return *this;                                    \
  }                                                  \
  const T& name() const noexcept { return name##_; } \
  T& name() noexcept { return name##_; }             \
                                                     \
 private:                                            \
  T name##_
