// Writes zip archives of stored members.
#include <algorithm>

#include "autograd/base/check.h"
#include "io/crc32.h"
#include "io/endian.h"
#include "serialize/utf8.h"
#include "serialize/zip.h"
#include "serialize/zip_format.h"

namespace glassgrad::serialize {

using namespace zip;

ZipWriter::ZipWriter(std::function<void(std::string_view)> sink)
    : ZipWriter(std::move(sink), Options()) {}
ZipWriter::ZipWriter(std::function<void(std::string_view)> sink, Options options)
    : sink_(std::move(sink)), options_(options) {}

void ZipWriter::write(std::string_view bytes) {
  sink_(bytes);
  offset_ += bytes.size();
}

void ZipWriter::add(const std::string& name, std::string_view bytes) {
  check(is_utf8(name) && name.size() <= 0xffff,
        "zip: expected a member's name of at most 65535 bytes in UTF-8, got {} bytes", name.size());
  const bool is_large = bytes.size() >= options_.zip64_from,
             is_far = offset_ >= options_.zip64_from;
  const auto size = is_large ? kIsInZip64 : static_cast<uint32_t>(bytes.size());

  std::string fields;  // those that stand in the directory as well
  io::append(fields, is_large || is_far ? kVersion64 : kVersion);
  io::append(fields, kNamesAreUtf8);
  io::append(fields, kStored);
  io::append(fields, uint16_t{0});  // midnight
  io::append(fields, kFirstOfJanuary1980);
  io::append(fields, io::crc32(bytes));
  io::append(fields, size);  // compressed
  io::append(fields, size);
  io::append(fields, static_cast<uint16_t>(name.size()));

  std::string extra;
  if (is_large || is_far) {
    io::append(extra, kExtra64);
    io::append(extra, static_cast<uint16_t>(8 * (2 * is_large + is_far)));
    for (int k = 0; k < 2 * is_large; ++k) io::append(extra, uint64_t{bytes.size()});
  }
  io::append(directory_, kDirectoryEntry);
  io::append(directory_, is_large || is_far ? kVersion64 : kVersion);
  directory_ += fields;
  io::append(directory_, static_cast<uint16_t>(extra.size() + 8 * is_far));
  directory_.append(10, '\0');  // comment, disk, attributes
  io::append(directory_, is_far ? kIsInZip64 : static_cast<uint32_t>(offset_));
  directory_ += name + extra;
  if (is_far) io::append(directory_, offset_);
  ++members_;

  // Beside the bytes themselves, where they are does not matter: the directory alone says it.
  if (!is_large) extra.clear();
  if (is_large) extra.replace(2, 2, std::string("\x10\0", 2));
  const uint64_t begin = offset_ + kLocalHeaderSize + name.size() + extra.size();
  if (begin % options_.alignment != 0) {
    const uint64_t padding = (2 * options_.alignment - 4 - begin % options_.alignment);
    const uint64_t length = padding % options_.alignment;
    io::append(extra, kExtraPadding);
    io::append(extra, static_cast<uint16_t>(length));
    extra.append(length, '\0');
  }
  std::string header;
  io::append(header, kLocalHeader);
  header += fields;
  io::append(header, static_cast<uint16_t>(extra.size()));
  write(header + name + extra);
  write(bytes);
}

void ZipWriter::finish() {
  const uint64_t directory_offset = offset_;
  write(directory_);
  std::string end;
  if (directory_offset >= options_.zip64_from || directory_.size() >= options_.zip64_from ||
      members_ >= kManyMembers) {
    const uint64_t end64 = offset_;
    io::append(end, kEnd64);
    io::append(end, uint64_t{kEnd64Size - 12});  // of what follows
    io::append(end, kVersion64);
    io::append(end, kVersion64);
    io::append(end, uint64_t{0});  // disks
    io::append(end, members_);
    io::append(end, members_);
    io::append(end, uint64_t{directory_.size()});
    io::append(end, directory_offset);
    io::append(end, kEnd64Locator);
    io::append(end, uint32_t{0});  // disk
    io::append(end, end64);
    io::append(end, uint32_t{1});  // disks
  }
  const auto count = static_cast<uint16_t>(std::min<uint64_t>(members_, kManyMembers));
  const auto number = [](uint64_t n) {
    return static_cast<uint32_t>(std::min<uint64_t>(n, kIsInZip64));
  };
  io::append(end, kEnd);
  io::append(end, uint32_t{0});  // disks
  io::append(end, count);
  io::append(end, count);
  io::append(end, number(directory_.size()));
  io::append(end, number(directory_offset));
  io::append(end, uint16_t{0});  // comment
  write(end);
}

}  // namespace glassgrad::serialize
