#pragma once
// Walks what a file of Python says.

#include "serialize/pickle.h"
#include "tests/fuzz/fuzz.h"

namespace fuzz {

/// Touches the tensors in a value; `left` bounds how many values are looked at.
inline void walk(const glassgrad::IValue& value, int& left) {
  if (--left < 0) return;
  if (value.isTensor()) touch(value.toTensor());
  if (value.isTuple())
    for (const auto& element : value.toTupleRef().elements()) walk(element, left);
  if (value.isList())
    for (const glassgrad::IValue& element : value.toList()) walk(element, left);
  if (value.isGenericDict())
    for (const auto& entry : value.toGenericDict()) walk(entry.value(), left);
}

/// Reads a file, and what is written of what it says.
inline void read_twice(const std::string& file) {
  int left = 1000;
  const auto value = glassgrad::pickle_load({file.begin(), file.end()});
  walk(value, left);
  glassgrad::pickle_load(glassgrad::pickle_save(value));
}

}  // namespace fuzz
