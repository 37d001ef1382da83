// Any bytes as a .npz file.
#include "serialize/npy.h"
#include "tests/fuzz/fuzz.h"

FUZZ(bytes, size) {
  return fuzz::attempt([&] {
    fuzz::touch_all(glassgrad::serialize::read_npz({"f", fuzz::text_of(bytes, size)}));
  });
}
