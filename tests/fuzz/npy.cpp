// Any bytes as a .npy file.
#include "serialize/npy.h"
#include "tests/fuzz/fuzz.h"

FUZZ(bytes, size) {
  return fuzz::attempt([&] {
    fuzz::touch(glassgrad::serialize::read_npy({"f", fuzz::text_of(bytes, size)}));
  });
}
