#pragma once
// A worker's exception, where the loop sees it.

#include <exception>
#include <string>

namespace glassgrad::data {

/// An exception of a DataLoader worker, on its way to the thread that iterates.
struct WorkerException : std::exception {
  explicit WorkerException(std::exception_ptr original);
  const char* what() const noexcept override { return message.c_str(); }

  std::exception_ptr original_exception;
  std::string message;
};

}  // namespace glassgrad::data
