#pragma once
// Internal: how library modules print themselves.

#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace glassgrad::nn {

/// "MaxPool2d" of the family MaxPool.
template <size_t D>
std::string numbered_name(const char* family) {
  return family + std::to_string(D) + 'd';
}

/// "[2, 1.5]"
inline std::string bracketed(const std::vector<double>& values) {
  std::ostringstream text;
  for (const double value : values) text << (text.tellp() == 0 ? "[" : ", ") << value;
  text << ']';
  return text.str();
}

/// Writes "torch::nn::Linear(in_features=2, bias=true)": the name, each value that is added, and at
/// its end the closing parenthesis. As with libtorch, the stream goes on to write true and false in
/// words once it has written one: programs print the same.
class Printer {
 public:
  Printer(std::ostream& stream, const char* name) : stream_(stream) {
    stream_ << "torch::nn::" << name << '(';
  }
  ~Printer() { stream_ << ')'; }
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  template <class T>
  Printer& value(const char* name, const T& value) {
    next() << name << '=' << value;
    return *this;
  }
  Printer& value(const char* name, bool value) {
    next() << name << '=' << std::boolalpha << value;
    return *this;
  }
  /// The value alone.
  template <class T>
  Printer& value(const T& value) {
    next() << value;
    return *this;
  }
  /// "inplace=true", or nothing.
  Printer& inplace(bool on) { return on ? value("inplace", on) : *this; }

 private:
  std::ostream& next() {
    if (!first_) stream_ << ", ";
    first_ = false;
    return stream_;
  }

  std::ostream& stream_;
  bool first_ = true;
};

}  // namespace glassgrad::nn
