#pragma once
// What the fuzz targets share.

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "autograd/base/error.h"
#include "autograd/functions.h"

namespace fuzz {

/// Bytes as a file without a place on any disk.
class MemoryFile {
 public:
  MemoryFile(const uint8_t* bytes, size_t size) : file_(memfd_create("input", 0)) {
    while (size > 0) {
      const ssize_t written = write(file_, bytes, size);
      if (written <= 0) std::abort();
      bytes += written;
      size -= static_cast<size_t>(written);
    }
  }
  ~MemoryFile() { close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return fmt::format("/proc/self/fd/{}", file_); }

 private:
  int file_;
};

/// Reads every element, where that does not take long: none may lie outside of the memory.
inline void touch(const glassgrad::Tensor& tensor) {
  constexpr int64_t most = 1 << 16;
  if (tensor.defined() && tensor.numel() <= most)
    tensor.detach().clone().to(glassgrad::kDouble).sum();
}
template <class Tensors>
void touch_all(const Tensors& tensors) {
  for (const auto& item : tensors) touch(item.value());
}

/// Runs a reader. It may throw Error; whatever else it does wrong ends the program.
template <class Read>
int attempt(Read read) {
  try {
    read();
  } catch (const glassgrad::Error&) {
  }
  return 0;
}

inline std::string text_of(const uint8_t* bytes, size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace fuzz

#define FUZZ(bytes, size) extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size)
