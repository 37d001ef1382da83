#include "apps/support/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace fs = std::filesystem;

namespace apps {
namespace {

FileError cannot_write(const std::string& path, int error) {
  return FileError(fmt::format("cannot write '{}': {}", path,
                               std::error_code(error, std::generic_category()).message()));
}

/// Whether `path` names something that must not be replaced by a regular file.
bool is_device(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return path.rfind("/dev/", 0) == 0 || (fs::exists(status) && !fs::is_regular_file(status));
}

void write_all(int file, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written >= 0) {
      content.remove_prefix(written);
    } else if (errno != EINTR) {
      throw cannot_write(path, errno);
    }
  }
}

/// An open file beside `path` that is to take its place; without `commit` it is removed.
class Replacement {
 public:
  explicit Replacement(const std::string& path) : path_(path) {
    std::error_code error;
    const fs::path target = fs::weakly_canonical(path, error);
    if (error) throw cannot_write(path, error.value());
    if (!target.has_filename()) throw cannot_write(path, EISDIR);
    target_ = target.string();
    temporary_ = target_ + ".XXXXXX";
    file_ = mkstemp(temporary_.data());
    if (file_ < 0) throw cannot_write(path, errno);
  }

  ~Replacement() {
    if (file_ >= 0) close(file_);
    if (!temporary_.empty()) unlink(temporary_.c_str());
  }

  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;

  void write(std::string_view content) { write_all(file_, content, path_); }

  void commit() {
    const bool has_mode = fchmod(file_, permissions()) == 0;
    const bool is_closed = close(std::exchange(file_, -1)) == 0;
    if (!has_mode || !is_closed || std::rename(temporary_.c_str(), target_.c_str()) != 0) {
      throw cannot_write(path_, errno);
    }
    temporary_.clear();
  }

 private:
  /// Those of the file to be replaced, or those that a new file gets.
  mode_t permissions() const {
    struct stat status;
    if (stat(target_.c_str(), &status) == 0) return status.st_mode & 0777;
    const mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
  }

  std::string path_;       // as the user wrote it
  std::string target_;     // where it leads to
  std::string temporary_;  // empty once it has taken its place
  int file_ = -1;
};

}  // namespace

void write_file(const std::string& path, std::string_view content) {
  if (!is_device(path)) {
    Replacement file(path);
    file.write(content);
    file.commit();
    return;
  }
  const int file = open(path.c_str(), O_WRONLY | O_APPEND);
  if (file < 0) throw cannot_write(path, errno);
  try {
    write_all(file, content, path);
  } catch (...) {
    close(file);
    throw;
  }
  close(file);
}

void check_writable(const std::string& path) {
  if (fs::is_directory(path)) throw cannot_write(path, EISDIR);
  if (!is_device(path)) Replacement file(path);
}

void flush_stdout() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    throw FileError("cannot write to standard output: " +
                    std::error_code(errno, std::generic_category()).message());
  }
}

}  // namespace apps
