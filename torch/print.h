#pragma once
// What libtorch prints beside tensors. Its operators for containers stand in std, so that programs
// find them wherever they print.

#include <iostream>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "names.h"

namespace glassgrad {
/// A pointer's address: `std::cout << x.grad_fn()`.
template <class T>
std::ostream& operator<<(std::ostream& out, const intrusive_ptr<T>& pointer) {
  return out << static_cast<const void*>(pointer.get());
}
/// "[1, 2]"
template <class T>
requires(!std::is_same_v<T, int64_t> && !std::is_same_v<T, Tensor>) std::ostream& operator<<(
    std::ostream& out, ArrayRef<T> values) {
  out << '[';
  const char* separator = "";
  for (const auto& value : values) out << std::exchange(separator, ", ") << value;
  return out << ']';
}
/// To std::cout, without a line's end, as libtorch's.
inline void print(const Tensor& tensor, int64_t line_size = 80) {
  print(std::cout, tensor, line_size);
}
}  // namespace glassgrad

namespace torch::print_detail {
/// The elements, a space between; at most a hundred.
template <class Sequence>
std::ostream& sequence(std::ostream& out, const Sequence& values) {
  const char* separator = "";
  int left = 100;
  for (const auto& value : values) {
    out << std::exchange(separator, " ");
    if (left-- == 0) return out << "...";
    out << value;
  }
  return out;
}
}  // namespace torch::print_detail

namespace std {
template <class First, class Second>
ostream& operator<<(ostream& out, const pair<First, Second>& pair) {
  return out << '(' << pair.first << ", " << pair.second << ')';
}
template <class... Types>
ostream& operator<<(ostream& out, const vector<Types...>& values) {
  return torch::print_detail::sequence(out, values);
}
template <class... Types>
ostream& operator<<(ostream& out, const map<Types...>& values) {
  return torch::print_detail::sequence(out, values);
}
template <class... Types>
ostream& operator<<(ostream& out, const set<Types...>& values) {
  return torch::print_detail::sequence(out, values);
}
}  // namespace std

namespace torch {
using glassgrad::print;  // to std::cout or any stream, with lines of any width
}  // namespace torch

namespace at {
using glassgrad::print;
}
