// Any bytes as a file of Python's torch.save.
#include "tests/fuzz/values.h"

FUZZ(bytes, size) {
  return fuzz::attempt([&] { fuzz::read_twice(fuzz::text_of(bytes, size)); });
}
