#pragma once
// Shared ownership: objects that count their references themselves.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#endif

#include "atomic.h"
#include "compiler.h"

namespace glassgrad {

/// True while the process has only ever had one thread: counts may then skip the atomic
/// read-modify-write, which costs more than allocating the object that is counted.
inline bool single_threaded() {
#if __has_include(<sys/single_threaded.h>)
  return __libc_single_threaded;
#else
  return false;
#endif
}

/// Base of everything that is shared by counted reference. Starts at zero: the first
/// intrusive_ptr to it makes one.
class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;

  uint32_t use_count() const { return count_.load(); }
  void retain() const {
    if (single_threaded())
      count_.store(use_count() + 1);
    else
      retain_among_threads();
  }
  /// Drops one reference; true when it was the last, and the caller must dispose of the object.
  bool release() const {
    if (single_threaded()) {
      const uint32_t left = use_count() - 1;
      count_.store(left);
      return left == 0;
    }
    return release_among_threads();
  }
  /// The first references, to an object that nobody else knows yet.
  void retain_new(uint32_t count = 1) const { count_.store(count); }
  /// Takes a reference unless the object is already on its way out.
  bool retain_if_alive() const {
    uint32_t count = use_count();
    if (single_threaded() && count != 0) {
      count_.store(count + 1);
      return true;
    }
    while (count != 0)
      if (count_.replace(count, count + 1)) return true;
    return false;
  }

 private:
  // Apart, so that they take no room and no registers where a count is all that is needed.
  GLASSGRAD_NOINLINE void retain_among_threads() const { count_.add(1); }
  GLASSGRAD_NOINLINE bool release_among_threads() const { return count_.subtract(1) == 1; }

  mutable Atomic<uint32_t> count_{0};
};

/// Takes one reference away; `dispose(T*)` is found by the argument's type, so that graph nodes can
/// be freed without recursion. A type that is only declared where its pointers die has a drop of
/// its own.
template <class T>
void drop(T* p) {
  if (p->release()) dispose(p);
}

/// Owning pointer to a RefCounted.
template <class T>
class intrusive_ptr {
 public:
  constexpr intrusive_ptr() = default;
  constexpr intrusive_ptr(std::nullptr_t) {}
  explicit intrusive_ptr(T* p) : p_(p) {
    if (p_) p_->retain();
  }
  intrusive_ptr(const intrusive_ptr& other) : intrusive_ptr(other.p_) {}
  intrusive_ptr(intrusive_ptr&& other) noexcept : p_(std::exchange(other.p_, nullptr)) {}
  template <class U>
  requires std::is_convertible_v<U*, T*> intrusive_ptr(intrusive_ptr<U> other)
  noexcept : p_(other.detach()) {}
  /// Of an object that a std::shared_ptr owns, where its type has an `enter_graph`.
  template <class U>
  requires std::is_convertible_v<U*, T*> intrusive_ptr(const std::shared_ptr<U>& other)
      : intrusive_ptr(enter_graph(other)) {}
  /// A std::shared_ptr that owns one reference.
  operator std::shared_ptr<T>() const {
    return p_ ? std::shared_ptr<T>(p_, [kept = *this](T*) {}) : nullptr;
  }
  intrusive_ptr& operator=(const intrusive_ptr& other) {
    intrusive_ptr(other).swap(*this);
    return *this;
  }
  intrusive_ptr& operator=(intrusive_ptr&& other) noexcept {
    T* const before = std::exchange(p_, other.detach());
    if (before) drop(before);
    return *this;
  }
  ~intrusive_ptr() {
    if (p_) drop(p_);
  }

  /// Owns an object that has just been made.
  static intrusive_ptr take_new(T* made) {
    made->retain_new();
    return adopt(made);
  }
  /// Wraps a reference that is already counted.
  static intrusive_ptr adopt(T* counted) {
    intrusive_ptr result;
    result.p_ = counted;
    return result;
  }
  /// Hands the counted reference to the caller.
  T* detach() { return std::exchange(p_, nullptr); }
  /// libtorch's names of detach and adopt.
  T* release() noexcept { return detach(); }
  static intrusive_ptr reclaim(T* counted) { return adopt(counted); }
  void reset() { intrusive_ptr().swap(*this); }
  void swap(intrusive_ptr& other) noexcept { std::swap(p_, other.p_); }
  uint32_t use_count() const { return p_ ? p_->use_count() : 0; }
  bool unique() const { return use_count() == 1; }
  bool defined() const { return p_ != nullptr; }
  T* get() const { return p_; }
  T* operator->() const { return p_; }
  T& operator*() const { return *p_; }
  explicit operator bool() const { return p_ != nullptr; }
  friend bool operator==(const intrusive_ptr& a, const intrusive_ptr& b) { return a.p_ == b.p_; }
  friend bool operator==(const intrusive_ptr& a, std::nullptr_t) { return !a.p_; }

 private:
  T* p_ = nullptr;
};

}  // namespace glassgrad
