#pragma once
// Which line of the user's program an operation stands on.

#include <cstdint>
#include <type_traits>

namespace glassgrad {

class Scalar;
class Tensor;

/// A line of the user's program: the one that a debugger shows for an operation of the graph.
///
/// Operations take it as a last argument that nobody writes, `Caller = {}`, and begin with
/// `caller.enter()`. Calls from inside the library, and from code that passes a user's call on (the
/// operator() of a module, std::function), have no line of their own: the one before them stays.
struct Caller {
#ifdef GLASSGRAD_LIBRARY
  constexpr Caller() = default;
#else
  struct Nothing {};  ///< so that no argument is ever taken for a Caller
  [[gnu::always_inline]] Caller(Nothing = {}, const char* in_file = __builtin_FILE(),
                                int at_line = __builtin_LINE())
      : file(passes_on(in_file) ? nullptr : in_file), line(at_line) {}
  /// Optimizing compilers decide this while they compile, where all of it is inlined. Our folders
  /// may stand in a path as "autograd/graph/../tensor", so less than the whole path is looked for.
  [[gnu::always_inline]] static bool passes_on(const char* in_file) {
    return __builtin_strstr(in_file, "/include/c++/") ||
           __builtin_strstr(in_file, "/tensor/tensor.h") ||
           __builtin_strstr(in_file, "/module_holder.h") ||
           __builtin_strstr(in_file, "/any_module.h");
  }
#endif

  /// Makes this the line of the nodes and errors that follow on this thread; `operation` is the
  /// function that says so.
  inline void enter(const char* operation = __builtin_FUNCTION()) const;
  /// For functions that have no caller and call operations: no line is known from here on.
  static inline void forget();

  const char* file = nullptr;  ///< as the compiler was given it; null: none
  int line = 0;
};

/// The line that a new node gets, and an error of an operation.
extern constinit thread_local Caller forward_line;
/// The function that has entered with it.
extern constinit thread_local const char* forward_operation;

inline void Caller::enter(const char* operation) const {
  if (!file) return;
  forward_line.file = file;  // one by one: the compiler takes a whole one over the stack
  forward_line.line = line;
  forward_operation = operation;
}

inline void Caller::forget() { forward_line.file = nullptr; }

/// A tensor on its way into an operation, with the line that sends it there.
struct Traced {
  Traced(const Tensor& from, Caller at = {}) : tensor(from), caller(at) {}
  /// Written out, so that an operation gets the address of this and not a copy: a copy is made with
  /// loads wider than the stores just before them, which have to wait.
  Traced(const Traced& other) : tensor(other.tensor), caller(other.caller) {}
  /// The tensor; its line is that of the nodes that follow.
  const Tensor& enter(const char* operation = __builtin_FUNCTION()) const {
    return caller.enter(operation), tensor;
  }

  const Tensor& tensor;
  Caller caller;
};

/// An index in brackets, as in `x[0]`.
struct TracedIndex {
  TracedIndex(std::int64_t index, Caller at = {}) : value(index), caller(at) {}
  template <class S>
  requires std::is_same_v<S, Scalar> TracedIndex(const S& index, Caller at = {})
      : value(index.toLong()), caller(at) {}

  std::int64_t value;
  Caller caller;
};

/// The left side of an assignment such as `x += y`.
struct TracedTarget {
  TracedTarget(Tensor& target, Caller at = {}) : tensor(target), caller(at) {}
  TracedTarget(Tensor&& target, Caller at = {}) : tensor(target), caller(at) {}

  Tensor& tensor;
  Caller caller;
};

}  // namespace glassgrad
