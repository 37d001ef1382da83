// Any bytes as a safetensors file.
#include "serialize/safetensors_file.h"
#include "tests/fuzz/fuzz.h"

FUZZ(bytes, size) {
  return fuzz::attempt([&] {
    const glassgrad::io::ByteSource source("f", fuzz::text_of(bytes, size));
    fuzz::touch_all(glassgrad::serialize::read_safetensors(source));
    // What can be read can be written, and is then the same.
    std::string once, twice;
    const auto write = [](const glassgrad::io::ByteSource& from, std::string& to) {
      glassgrad::serialize::write_safetensors(glassgrad::serialize::read_safetensors(from),
                                              glassgrad::serialize::read_safetensors_metadata(from),
                                              [&to](std::string_view piece) { to += piece; });
    };
    write(source, once);
    write({"again", once}, twice);
    if (once != twice) std::abort();
  });
}
