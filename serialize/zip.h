#pragma once
// Internal: zip archives, as far as NumPy's and PyTorch's files go.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "io/byte_source.h"

namespace glassgrad::serialize {

/// Where a member of an archive lies, as the central directory at its end says.
struct ZipMember {
  std::string name;
  uint16_t method;  ///< 0 stored, 8 deflated
  uint32_t crc;
  uint64_t compressed_size, size;
  uint64_t header_offset;
  uint64_t end;  ///< where the next member begins, or the directory
};

/// The members of an archive in the order of its directory.
/// @throws Error  if the directory is damaged, names a member twice, members overlap, or the
/// archive
///                is encrypted
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification" 6.3, sections 4.3 to 4.5.
std::vector<ZipMember> read_zip_directory(const io::ByteSource& source);

/// How error texts name a member, for use between quotes: "FILE', member 'NAME".
std::string place_of(const io::ByteSource& source, const ZipMember& member);

/// Where the bytes of a member begin. @throws Error if it is not where the directory says
uint64_t zip_member_offset(const io::ByteSource& source, const ZipMember& member);
/// The bytes of a member, expanded. @throws Error if they are damaged; the checksum is compared
std::string read_zip_member(const io::ByteSource& source, const ZipMember& member);

/// Writes an archive of stored members, one piece after the other.
class ZipWriter {
 public:
  struct Options {
    uint64_t alignment = 1;            ///< the bytes of a member begin at a multiple of it
    uint64_t zip64_from = 0xffffffff;  ///< sizes from which on numbers of 64 bits are written
  };
  explicit ZipWriter(std::function<void(std::string_view)> sink);
  ZipWriter(std::function<void(std::string_view)> sink, Options options);
  void add(const std::string& name, std::string_view bytes);
  /// Writes the directory.
  void finish();

 private:
  void write(std::string_view bytes);

  std::function<void(std::string_view)> sink_;
  Options options_;
  uint64_t offset_ = 0, members_ = 0;
  std::string directory_;
};

}  // namespace glassgrad::serialize
