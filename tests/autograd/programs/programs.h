#pragma once
// Programs drawn from bytes, run by the library and by the naive autograd.

#include <cstddef>
#include <cstdint>
#include <string>

namespace fuzz {

/// What a program did.
struct Outcome {
  std::string difference;  ///< between the two, with the program; empty: none
  int steps = 0, gradients = 0, second_gradients = 0, errors = 0;
};

/// Takes the bytes for a program, and runs it both ways.
Outcome run_program(const std::uint8_t* bytes, std::size_t size);

}  // namespace fuzz
