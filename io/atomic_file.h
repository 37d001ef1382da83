#pragma once
// Internal: writing a file that appears whole or not at all.

#include <string>
#include <string_view>

namespace glassgrad::io {

/// A file that grows under a temporary name beside its place and takes it with `commit`: a process
/// that is killed, or a full disk, leaves the older file as it was. Without `commit` nothing
/// remains.
///
/// The permissions are those of the file that is replaced, else what the umask leaves of rw-rw-rw-.
/// A symbolic link is followed. What is there but no regular file, as /dev/stdout or a pipe, is
/// written directly.
class AtomicFile {
 public:
  /// @throws Error  with the system's reason, as all members
  explicit AtomicFile(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view bytes);
  /// Makes sure that the bytes are on the disk, then replaces the older file.
  void commit();

 private:
  void open_beside_target();
  [[noreturn]] void fail(int error) const;

  std::string path_;       // as the user wrote it
  std::string target_;     // where it leads to
  std::string temporary_;  // empty where the target is written directly, and after the commit
  int file_ = -1;
};

}  // namespace glassgrad::io
