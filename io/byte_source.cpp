// Reads parts of a file or of memory, never beyond the end.
#include "io/byte_source.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "autograd/base/check.h"
#include "io/progress.h"

namespace glassgrad::io {
namespace {

std::string system_reason(int error) {
  return std::error_code(error, std::generic_category()).message();
}

}  // namespace

ByteSource::ByteSource(const std::string& path) : name_(path) {
  // O_NONBLOCK: a pipe without a writer is refused below instead of waited for.
  file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  check(file_ >= 0, "cannot read '{}': {}", path, system_reason(errno));
  struct stat status;
  const bool is_file = fstat(file_, &status) == 0 && S_ISREG(status.st_mode);
  if (!is_file) close(file_);
  check(is_file, "cannot read '{}': expected a regular file", path);
  size_ = static_cast<uint64_t>(status.st_size);
}

ByteSource::ByteSource(std::string name, std::string bytes)
    : name_(std::move(name)), bytes_(std::move(bytes)), size_(bytes_.size()) {}

ByteSource::~ByteSource() {
  if (file_ >= 0) close(file_);
}

void ByteSource::read(uint64_t offset, void* to, uint64_t count) const {
  check(offset <= size_ && count <= size_ - offset,
        "'{}' is cut off: expected {} bytes at offset {}, but it has {} bytes in all", name_, count,
        offset, size_);
  if (file_ < 0) {
    if (count > 0) std::memcpy(to, bytes_.data() + offset, count);
    return;
  }
  char* next = static_cast<char*>(to);
  while (count > 0) {
    const uint64_t part = std::min<uint64_t>(count, kMostAtATime);
    const ssize_t got = pread(file_, next, part, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    check(got >= 0, "cannot read '{}': {}", name_, system_reason(errno));
    check(got > 0, "cannot read '{}': it has become shorter while it was read", name_);
    next += got;
    offset += static_cast<uint64_t>(got);
    count -= static_cast<uint64_t>(got);
    count_bytes(static_cast<uint64_t>(got));
  }
}

std::string ByteSource::read(uint64_t offset, uint64_t count) const {
  check(count <= size_,
        "'{}' is cut off: expected {} bytes at offset {}, but it has {} bytes in all", name_, count,
        offset, size_);
  std::string text(count, '\0');
  read(offset, text.data(), count);
  return text;
}

std::shared_ptr<char> ByteSource::map() const {
  if (file_ < 0 || size_ == 0) return nullptr;
  void* mapped =
      mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file_, 0);
  check(mapped != MAP_FAILED, "cannot read '{}': {}", name_, system_reason(errno));
  return {static_cast<char*>(mapped), [size = size_](char* first) { munmap(first, size); }};
}

}  // namespace glassgrad::io
