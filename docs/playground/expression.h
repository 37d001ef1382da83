#pragma once
// Formulas that somebody types, as Values.

#include <glassgrad/value.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace playground {

/// What was typed cannot be read: what was expected, what stands there, and where.
struct SyntaxError : std::runtime_error {
  SyntaxError(const std::string& what, size_t at_) : std::runtime_error(what), at(at_) {}
  size_t at;  ///< the place in the text, from 0
};

/// All values of a computation in the order of their creation; the last one is the result.
struct Computation {
  std::vector<glassgrad::Value> values;
};

/// Computes lines (or parts between semicolons) of the kind `name = formula`, the last of which may
/// lack its name. A formula has numbers, names that were given before, + - * / ^ and parentheses,
/// and exp log sqrt sin cos tanh sigmoid relu abs of one, max min pow of two. A name of a number is
/// a leaf.
/// @throws SyntaxError  if the text is no such formula, or computes with plain numbers alone
Computation compute(const std::string& text);

}  // namespace playground
