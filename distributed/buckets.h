#pragma once
// Internal: which gradients travel together, and when.

#include <cstddef>
#include <string>
#include <vector>

#include "autograd/types/scalar_type.h"

namespace glassgrad::distributed {

/// What a bucket is made of: a parameter's gradient.
struct GradientSize {
  size_t bytes;
  ScalarType type;
};

/// Puts gradients into buckets, in the order in which backward makes them: the last parameter
/// first. A bucket is full with its first gradient that reaches its limit, `first_bytes` for the
/// first one, which can then leave early, and `most_bytes` for the others. All gradients of a
/// bucket are of one type. A function of its arguments alone, so that all ranks come to the same.
/// @return  for each bucket the numbers of its parameters
/// Source: Li et al., "PyTorch Distributed" (VLDB 2020), 3.2.3.
std::vector<std::vector<size_t>> make_buckets(const std::vector<GradientSize>& gradients,
                                              size_t first_bytes, size_t most_bytes);

/// Where the gradients of a pass are, for its page (write_replay).
struct Journey {
  std::vector<std::vector<size_t>> buckets;  ///< as make_buckets has made them
  std::vector<std::string> names;            ///< of the parameters
  std::vector<bool> is_there;                ///< which have their gradients
  int ranks;
  bool overlap;

  /// What happens when the last of those that are there, `number`, has come: "copied into bucket 2
  /// of 3, which waits for fc.weight".
  std::string text(size_t number) const;

 private:
  std::string missing(const std::vector<size_t>& bucket) const;
};

}  // namespace glassgrad::distributed
