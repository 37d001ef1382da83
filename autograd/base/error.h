#pragma once
// What is thrown, by whose mistake it is; and warnings.

#include <exception>
#include <string>

namespace glassgrad {

/// A caller's mistake: a bad argument, shape, index or state. The text names the operation, what
/// it needs, what it got and the cure. Nothing has been changed by the call that throws it.
class Error : public std::exception {
 public:
  explicit Error(std::string message) : message_(std::move(message)), what_(message_) {}
  /// `place`: where in the program, as "\n  at main.cpp:12, in mm".
  Error(std::string message, const std::string& place)
      : message_(std::move(message)), what_(message_ + place) {}
  /// The text, and on a line of its own the line of the program, if it is known.
  const char* what() const noexcept override { return what_.c_str(); }
  const char* what_without_backtrace() const noexcept { return message_.c_str(); }
  const std::string& msg() const noexcept { return message_; }

 private:
  std::string message_, what_;
};

/// An index or a dimension out of range.
class IndexError : public Error {
  using Error::Error;
};
/// A value outside an operation's domain.
class ValueError : public Error {
  using Error::Error;
};
/// An argument of the wrong type.
class TypeError : public Error {
  using Error::Error;
};
/// Something that PyTorch has and glassgrad has not.
class NotImplementedError : public Error {
  using Error::Error;
};
/// A broken invariant of glassgrad itself: a bug of ours, not a caller's.
class InternalError : public Error {
  using Error::Error;
};

/// Receives every warning; the default writes "Warning: <message>" to stderr.
using WarningHandler = void (*)(const std::string& message);
/// Replaces the handler and returns the one before.
WarningHandler set_warning_handler(WarningHandler handler);
void warn(const std::string& message);

}  // namespace glassgrad
