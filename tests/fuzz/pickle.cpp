// Any bytes as the pickle in a file of Python's torch.save, whose checksum is right. It may have
// tensors over one memory.
#include "serialize/zip.h"
#include "tests/fuzz/values.h"

FUZZ(bytes, size) {
  std::string file;
  glassgrad::serialize::ZipWriter archive([&file](std::string_view piece) { file += piece; });
  archive.add("a/data.pkl", fuzz::text_of(bytes, size));
  archive.add("a/data/0", std::string(24, '\0'));
  archive.finish();
  return fuzz::attempt([&] { fuzz::read_twice(file); });
}
