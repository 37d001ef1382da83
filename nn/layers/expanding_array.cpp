// Texts about options that have one number for each dimension.
#include "nn/layers/expanding_array.h"

#include <ostream>

#include "autograd/base/check.h"

namespace glassgrad::detail {

void wrong_number_of_values(size_t expected, size_t got) {
  fail_after_latest_call("Expected {} values, but instead got {}", expected, got);
  std::abort();
}

std::ostream& print_expanded(std::ostream& stream, IntArrayRef values) {
  return values.size() == 1 ? stream << values[0] : stream << values;
}

}  // namespace glassgrad::detail
