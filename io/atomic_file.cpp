// Writes a file beside its place, and renames it.
#include "io/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "autograd/base/check.h"
#include "io/progress.h"

namespace fs = std::filesystem;

namespace glassgrad::io {
namespace {

/// Whether `path` names something that must not be replaced by a regular file.
bool is_device(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return path.starts_with("/dev/") ||
         (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status));
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path) : path_(path) {
  if (is_device(path)) {
    file_ = open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  } else {
    open_beside_target();
  }
  if (file_ < 0) fail(errno);
}

AtomicFile::~AtomicFile() {
  if (file_ >= 0) close(file_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

void AtomicFile::open_beside_target() {
  std::error_code error;
  const fs::path target = fs::weakly_canonical(path_, error);
  if (error) fail(error.value());
  if (!target.has_filename() || fs::is_directory(target, error)) fail(EISDIR);
  target_ = target.string();
  for (int number = 0; file_ < 0 && (number == 0 || errno == EEXIST); ++number) {
    temporary_ = fmt::format("{}.{}-{}.tmp", target_, getpid(), number);
    file_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  }
  if (file_ < 0) temporary_.clear();
  struct stat replaced;
  if (file_ >= 0 && stat(target_.c_str(), &replaced) == 0 &&
      fchmod(file_, replaced.st_mode & 0777) != 0) {
    const int reason = errno;
    close(std::exchange(file_, -1));
    unlink(temporary_.c_str());
    fail(reason);
  }
}

void AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t part = std::min(bytes.size(), kMostAtATime);
    const ssize_t written = ::write(file_, bytes.data(), part);
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
      count_bytes(static_cast<uint64_t>(written));
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

void AtomicFile::commit() {
  const bool is_written = temporary_.empty() || fsync(file_) == 0;
  if (!is_written) fail(errno);
  if (close(std::exchange(file_, -1)) != 0) fail(errno);
  if (temporary_.empty()) return;
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  temporary_.clear();
  // The new name is on the disk when its folder is; the file itself is whole either way.
  const int folder = open(fs::path(target_).parent_path().c_str(), O_RDONLY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    close(folder);
  }
}

void AtomicFile::fail(int error) const {
  throw Error(fmt::format("cannot write '{}': {}", path_,
                          std::error_code(error, std::generic_category()).message()));
}

}  // namespace glassgrad::io
