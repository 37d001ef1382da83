// Any bytes as a program of operations, changes in place and gradients, which the library and a
// naive autograd (naive.h) run alike.
#include "tests/autograd/programs/programs.h"

#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz.h"

FUZZ(bytes, size) {
  const fuzz::Outcome outcome = fuzz::run_program(bytes, size);
  if (outcome.difference.empty()) return 0;
  std::fprintf(stderr, "%s\n", outcome.difference.c_str());
  std::abort();
}
