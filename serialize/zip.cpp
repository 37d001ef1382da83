// Zip archives: the directory at the end, members stored or deflated.
#include "serialize/zip.h"

#include <algorithm>
#include <set>

#include "autograd/base/check.h"
#include "io/crc32.h"
#include "io/endian.h"
#include "io/inflate.h"
#include "serialize/json.h"

namespace glassgrad::serialize {
namespace {

constexpr uint32_t kLocalHeader = 0x04034b50, kDirectoryEntry = 0x02014b50, kEnd = 0x06054b50;
constexpr size_t kLocalHeaderSize = 30, kEndSize = 22;
constexpr uint16_t kVersion = 20, kEncrypted = 1, kNamesAreUtf8 = 1 << 11;
constexpr uint16_t kStored = 0, kDeflated = 8;
constexpr uint16_t kFirstOfJanuary1980 = 1 << 5 | 1;
constexpr uint32_t kIsInZip64 = 0xffffffff;

/// Takes numbers and texts from the front of a record.
class RecordReader {
 public:
  RecordReader(std::string_view bytes, const io::ByteSource& source)
      : bytes_(bytes), source_(source) {}

  template <class T>
  T take() {
    return io::load<T>(take_text(sizeof(T)).data());
  }
  std::string_view take_text(size_t count) {
    check(count <= bytes_.size(), "'{}': the zip directory is cut off", source_.name());
    const std::string_view text = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return text;
  }
  bool is_at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  const io::ByteSource& source_;
};

/// Where the record is that ends an archive; a comment of up to 65535 bytes may follow it.
uint64_t find_end(const io::ByteSource& source) {
  const uint64_t searched = std::min<uint64_t>(source.size(), kEndSize + 0xffff);
  const std::string tail = source.read(source.size() - searched, searched);
  for (size_t at = tail.size(); at-- > 0;) {
    if (tail.size() - at < kEndSize || io::load<uint32_t>(&tail[at]) != kEnd) continue;
    const auto comment = io::load<uint16_t>(&tail[at + kEndSize - 2]);
    if (at + kEndSize + comment == tail.size()) return source.size() - searched + at;
  }
  throw Error(fmt::format("'{}': expected a zip archive, got no end of one", source.name()));
}

ZipMember read_entry(RecordReader& record, const io::ByteSource& source) {
  check(record.take<uint32_t>() == kDirectoryEntry, "'{}': the zip directory is damaged",
        source.name());
  record.take_text(4);  // versions of the writer, and needed
  const auto flags = record.take<uint16_t>();
  ZipMember member;
  member.method = record.take<uint16_t>();
  record.take_text(4);  // time
  member.crc = record.take<uint32_t>();
  member.compressed_size = record.take<uint32_t>();
  member.size = record.take<uint32_t>();
  const auto name_size = record.take<uint16_t>();
  const auto extra_size = record.take<uint16_t>();
  const auto comment_size = record.take<uint16_t>();
  record.take_text(8);  // disk, attributes
  member.header_offset = record.take<uint32_t>();
  member.name = record.take_text(name_size);
  record.take_text(size_t{extra_size} + comment_size);

  check(is_utf8(member.name), "'{}': expected member names in UTF-8", source.name());
  const bool is_zip64 = member.compressed_size == kIsInZip64 || member.size == kIsInZip64 ||
                        member.header_offset == kIsInZip64;
  check(!is_zip64, "'{}': expected less than 4 GB, got a zip64 entry", place_of(source, member));
  check(!(flags & kEncrypted), "'{}': expected no encryption", place_of(source, member));
  return member;
}

}  // namespace

std::vector<ZipMember> read_zip_directory(const io::ByteSource& source) {
  const uint64_t end = find_end(source);
  const std::string end_record = source.read(end, kEndSize);
  RecordReader record(end_record, source);
  record.take_text(4);
  const auto disks = record.take<uint32_t>();
  const auto here = record.take<uint16_t>(), count = record.take<uint16_t>();
  const uint64_t size = record.take<uint32_t>(), offset = record.take<uint32_t>();
  check(disks == 0 && here == count, "'{}': expected a zip archive in one file", source.name());
  check(
      offset <= end && size == end - offset,
      "'{}': expected a zip archive as numpy.savez writes it, with the directory up to offset {}, "
      "got {} bytes from offset {}",
      source.name(), end, size, offset);

  const std::string directory = source.read(offset, size);
  RecordReader entries(directory, source);
  std::vector<ZipMember> members;
  std::set<std::string> names;
  uint64_t total = 0;
  for (size_t k = 0; k < count; ++k) {
    members.push_back(read_entry(entries, source));
    check(names.insert(members.back().name).second,
          "'{}': expected each member once, got '{}' twice", source.name(), members.back().name);
    total += members.back().compressed_size;
  }
  check(entries.is_at_end() && total <= offset, "'{}': the zip directory is damaged",
        source.name());
  return members;
}

std::string place_of(const io::ByteSource& source, const ZipMember& member) {
  return source.name() + "', member '" + member.name;
}

std::string read_zip_member(const io::ByteSource& source, const ZipMember& member) {
  const std::string name = place_of(source, member);
  const std::string header = source.read(member.header_offset, kLocalHeaderSize);
  const uint64_t name_size = io::load<uint16_t>(&header[26]);
  const uint64_t extra_size = io::load<uint16_t>(&header[28]);
  const uint64_t name_offset = member.header_offset + kLocalHeaderSize;
  check(io::load<uint32_t>(header.data()) == kLocalHeader && name_size == member.name.size() &&
            source.read(name_offset, name_size) == member.name,
        "'{}': the zip directory points to something else", name);

  std::string bytes = source.read(name_offset + name_size + extra_size, member.compressed_size);
  if (member.method == kDeflated) {
    bytes = io::inflate(bytes, member.size, name);
  } else {
    check(member.method == kStored, "'{}': expected it stored or deflated, got zip method {}", name,
          member.method);
    check(member.size == bytes.size(), "'{}': expected {} bytes, got {}", name, member.size,
          bytes.size());
  }
  const uint32_t sum = io::crc32(bytes);
  check(sum == member.crc, "'{}': expected the checksum {:08x}, got {:08x}", name, member.crc, sum);
  return bytes;
}

// --- writing ---

ZipWriter::ZipWriter(const std::string& path) : file_(path) {}

void ZipWriter::write(const std::string& bytes) {
  file_.write(bytes);
  offset_ += bytes.size();
}

void ZipWriter::add(const std::string& name, std::string_view bytes) {
  constexpr uint64_t limit = kIsInZip64;
  check(is_utf8(name) && name.size() <= 0xffff,
        "zip: expected a member's name of at most 65535 bytes in UTF-8, got {} bytes", name.size());
  check(members_ < 0xffff, "zip: expected at most 65535 members");
  check(bytes.size() < limit && offset_ + bytes.size() + directory_.size() < limit - (1 << 20),
        "zip: expected less than 4 GB, got {} bytes and '{}' of {}", offset_, name, bytes.size());

  std::string fields;  // those that stand in the directory as well
  io::append(fields, kVersion);
  io::append(fields, kNamesAreUtf8);
  io::append(fields, kStored);
  io::append(fields, uint16_t{0});  // midnight
  io::append(fields, kFirstOfJanuary1980);
  io::append(fields, io::crc32(bytes));
  io::append(fields, static_cast<uint32_t>(bytes.size()));  // compressed
  io::append(fields, static_cast<uint32_t>(bytes.size()));
  io::append(fields, static_cast<uint16_t>(name.size()));
  io::append(fields, uint16_t{0});  // extra

  io::append(directory_, kDirectoryEntry);
  io::append(directory_, kVersion);
  directory_ += fields;
  directory_.append(10, '\0');  // comment, disk, attributes
  io::append(directory_, static_cast<uint32_t>(offset_));
  directory_ += name;
  ++members_;

  std::string header;
  io::append(header, kLocalHeader);
  write(header + fields + name);
  file_.write(bytes);
  offset_ += bytes.size();
}

void ZipWriter::finish() {
  std::string end;
  io::append(end, kEnd);
  io::append(end, uint32_t{0});  // disks
  io::append(end, static_cast<uint16_t>(members_));
  io::append(end, static_cast<uint16_t>(members_));
  io::append(end, static_cast<uint32_t>(directory_.size()));
  io::append(end, static_cast<uint32_t>(offset_));
  io::append(end, uint16_t{0});  // comment
  write(directory_ + end);
  file_.commit();
}

}  // namespace glassgrad::serialize
