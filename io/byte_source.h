#pragma once
// Internal: bytes to read from, in a file or in memory.

#include <cstdint>
#include <memory>
#include <string>

namespace glassgrad::io {

/// What a reader of a file format reads from; every read is checked against the size.
class ByteSource {
 public:
  /// A regular file, which stays open. @throws Error with the system's reason
  explicit ByteSource(const std::string& path);
  /// Bytes in memory, called `name` in error texts.
  ByteSource(std::string name, std::string bytes);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  const std::string& name() const { return name_; }
  uint64_t size() const { return size_; }
  /// Copies `count` bytes from `offset` on to `to`.
  /// @throws Error  if there are fewer, or the system cannot read them
  void read(uint64_t offset, void* to, uint64_t count) const;
  /// The same as text.
  std::string read(uint64_t offset, uint64_t count) const;
  /// A file's bytes where the system puts them, page by page as they are touched; what is written
  /// there stays there. The file must not become shorter. Null for bytes in memory.
  /// @throws Error  if the system cannot
  std::shared_ptr<char> map() const;

 private:
  std::string name_;
  std::string bytes_;
  int file_ = -1;
  uint64_t size_ = 0;
};

}  // namespace glassgrad::io
