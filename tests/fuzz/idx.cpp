// Any bytes as a file of MNIST's, gzipped or not.
#include "data/datasets/idx.h"
#include "tests/fuzz/fuzz.h"

FUZZ(bytes, size) {
  const fuzz::MemoryFile file(bytes, size);
  return fuzz::attempt([&] { fuzz::touch(glassgrad::data::datasets::read_idx(file.path())); });
}
