// Zip archives: the directory at the end, members stored or deflated.
#include "serialize/zip.h"

#include <algorithm>
#include <set>

#include "autograd/base/check.h"
#include "io/crc32.h"
#include "io/endian.h"
#include "io/inflate.h"
#include "serialize/utf8.h"
#include "serialize/zip_format.h"

namespace glassgrad::serialize {
namespace {

using namespace zip;

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
  RecordReader take_record(size_t count) { return {take_text(count), source_}; }

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

/// Takes the numbers of 64 bits from the extra fields of a directory entry.
void read_extra(RecordReader extra, ZipMember& member) {
  while (!extra.is_at_end()) {
    const auto id = extra.take<uint16_t>();
    RecordReader field = extra.take_record(extra.take<uint16_t>());
    if (id != kExtra64) continue;
    for (uint64_t* number : {&member.size, &member.compressed_size, &member.header_offset})
      if (*number == kIsInZip64) *number = field.take<uint64_t>();
  }
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
  read_extra(record.take_record(extra_size), member);
  record.take_text(comment_size);

  check(is_utf8(member.name), "'{}': expected member names in UTF-8", source.name());
  check(!(flags & kEncrypted), "'{}': expected no encryption", place_of(source, member));
  return member;
}

struct Directory {
  uint64_t members, size, offset;
  uint64_t end;  // where the record is that tells these
};

/// The numbers of 64 bits are in a record before the end, which a locator points to.
Directory read_end(const io::ByteSource& source) {
  const uint64_t end = find_end(source);
  if (end >= kEnd64LocatorSize + kEnd64Size) {
    const std::string locator = source.read(end - kEnd64LocatorSize, kEnd64LocatorSize);
    if (io::load<uint32_t>(locator.data()) == kEnd64Locator) {
      const uint64_t end64 = end - kEnd64LocatorSize - kEnd64Size;
      const std::string record = source.read(end64, kEnd64Size);
      check(io::load<uint32_t>(record.data()) == kEnd64 && io::load<uint64_t>(&locator[8]) == end64,
            "'{}': the end of the zip archive is damaged", source.name());
      const auto number = [&record](size_t at) { return io::load<uint64_t>(&record[at]); };
      check(number(16) == 0 && number(24) == number(32), "'{}': expected a zip archive in one file",
            source.name());
      return {number(32), number(40), number(48), end64};
    }
  }
  const std::string record = source.read(end, kEndSize);
  const auto here = io::load<uint16_t>(&record[8]), members = io::load<uint16_t>(&record[10]);
  check(io::load<uint32_t>(&record[4]) == 0 && here == members,
        "'{}': expected a zip archive in one file", source.name());
  return {members, io::load<uint32_t>(&record[12]), io::load<uint32_t>(&record[16]), end};
}

/// Says of each member where the next one begins.
void find_ends(std::vector<ZipMember>& members, uint64_t directory, const io::ByteSource& source) {
  std::vector<ZipMember*> by_place;
  for (ZipMember& member : members) by_place.push_back(&member);
  std::sort(by_place.begin(), by_place.end(), [](const ZipMember* a, const ZipMember* b) {
    return a->header_offset > b->header_offset;
  });
  uint64_t next = directory;
  for (ZipMember* member : by_place) {
    member->end = next;
    const uint64_t header = kLocalHeaderSize + member->name.size();
    check(member->header_offset <= next && header <= next - member->header_offset &&
              member->compressed_size <= next - member->header_offset - header,
          "'{}': the zip directory is damaged: '{}' overlaps what follows it", source.name(),
          member->name);
    next = member->header_offset;
  }
}

}  // namespace

std::vector<ZipMember> read_zip_directory(const io::ByteSource& source) {
  const Directory at = read_end(source);
  check(
      at.offset <= at.end && at.size == at.end - at.offset,
      "'{}': expected a zip archive as numpy.savez and torch.save write it, with the directory up "
      "to offset {}, got {} bytes from offset {}",
      source.name(), at.end, at.size, at.offset);

  const std::string directory = source.read(at.offset, at.size);
  RecordReader entries(directory, source);
  std::vector<ZipMember> members;
  std::set<std::string> names;
  for (uint64_t k = 0; k < at.members; ++k) {
    members.push_back(read_entry(entries, source));
    check(names.insert(members.back().name).second,
          "'{}': expected each member once, got '{}' twice", source.name(), members.back().name);
  }
  check(entries.is_at_end(), "'{}': the zip directory is damaged", source.name());
  find_ends(members, at.offset, source);
  return members;
}

std::string place_of(const io::ByteSource& source, const ZipMember& member) {
  return source.name() + "', member '" + member.name;
}

uint64_t zip_member_offset(const io::ByteSource& source, const ZipMember& member) {
  const std::string name = place_of(source, member);
  const std::string header = source.read(member.header_offset, kLocalHeaderSize);
  const uint64_t name_size = io::load<uint16_t>(&header[26]);
  const uint64_t extra_size = io::load<uint16_t>(&header[28]);
  const uint64_t name_offset = member.header_offset + kLocalHeaderSize;
  check(io::load<uint32_t>(header.data()) == kLocalHeader && name_size == member.name.size() &&
            source.read(name_offset, name_size) == member.name,
        "'{}': the zip directory points to something else", name);
  const uint64_t offset = name_offset + name_size + extra_size;
  check(offset <= member.end && member.compressed_size <= member.end - offset,
        "'{}': it overlaps what follows it", name);
  return offset;
}

std::string read_zip_member(const io::ByteSource& source, const ZipMember& member) {
  const std::string name = place_of(source, member);
  std::string bytes = source.read(zip_member_offset(source, member), member.compressed_size);
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

}  // namespace glassgrad::serialize
