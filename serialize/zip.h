#pragma once
// Internal: zip archives, as far as NumPy's .npz files go.

#include <string>
#include <string_view>
#include <vector>

#include "io/atomic_file.h"
#include "io/byte_source.h"

namespace glassgrad::serialize {

/// Where a member of an archive lies, as the central directory at its end says.
struct ZipMember {
  std::string name;
  uint16_t method;  ///< 0 stored, 8 deflated
  uint32_t crc;
  uint64_t compressed_size, size;
  uint64_t header_offset;
};

/// The members of an archive in the order of its directory.
/// @throws Error  if the directory is damaged, names a member twice, or the archive is encrypted or
///                a zip64 one (over 4 GB)
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification" 6.3, sections 4.3 and 4.4.
std::vector<ZipMember> read_zip_directory(const io::ByteSource& source);

/// How error texts name a member, for use between quotes: "FILE', member 'NAME".
std::string place_of(const io::ByteSource& source, const ZipMember& member);

/// The bytes of a member, expanded. @throws Error if they are damaged; the checksum is compared
std::string read_zip_member(const io::ByteSource& source, const ZipMember& member);

/// Writes an archive of stored members.
class ZipWriter {
 public:
  explicit ZipWriter(const std::string& path);
  /// @throws Error  if the archive would get longer than 4 GB
  void add(const std::string& name, std::string_view bytes);
  /// Writes the directory and puts the file in its place.
  void finish();

 private:
  void write(const std::string& bytes);

  io::AtomicFile file_;
  uint64_t offset_ = 0;
  std::string directory_;
  size_t members_ = 0;
};

}  // namespace glassgrad::serialize
