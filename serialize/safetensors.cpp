// The safetensors format: its header, and the elements behind it.
#include "serialize/safetensors.h"

#include <fmt/format.h>

#include <algorithm>

#include "autograd/base/check.h"
#include "io/atomic_file.h"
#include "io/endian.h"
#include "serialize/safetensors_header.h"

namespace glassgrad::serialize {
namespace {

constexpr uint64_t kLengthSize = 8, kMaxHeader = 100'000'000;
constexpr size_t kSafetensorsAlignment = 8;  // of the data in the file, as of the largest type

using Entry = SafetensorsEntry;

/// Entries are in the order of their data.
struct Header : SafetensorsHeader {
  uint64_t data_offset;
};

std::string where(const io::ByteSource& source, const std::string& tensor) {
  return fmt::format("'{}', tensor '{}'", source.name(), tensor);
}

// --- reading ---

/// Tells files of other formats apart, so that the text of the error helps.
void check_is_no_other_format(const io::ByteSource& source) {
  const std::string begin = source.read(0, std::min<uint64_t>(source.size(), 6));
  constexpr const char* cure =
      "in Python, safetensors.torch.save_file(model.state_dict(), PATH) writes one";
  check(!begin.starts_with("PK\3\4"),
        "'{}': expected a safetensors file, got a zip archive, as torch.save and numpy.savez write "
        "it; {}",
        source.name(), cure);
  check(!begin.starts_with("\x80\2"),
        "'{}': expected a safetensors file, got a pickle, as older versions of torch.save write "
        "it; {}",
        source.name(), cure);
  check(!begin.starts_with("\x93NUMPY"),
        "'{}': expected a safetensors file, got a NumPy array; numpy::load reads it",
        source.name());
}

/// The data of all tensors must fill what follows the header, without holes and overlaps.
void check_layout(Header& header, const io::ByteSource& source) {
  std::stable_sort(header.entries.begin(), header.entries.end(),
                   [](const Entry& a, const Entry& b) {
                     return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
                   });
  uint64_t expected = 0;
  for (const Entry& entry : header.entries) {
    const std::string place = where(source, entry.name);
    check(entry.begin == expected && entry.end >= entry.begin,
          "{}: expected data from offset {} on, without a hole or an overlap, got data_offsets "
          "[{}, {}]",
          place, expected, entry.begin, entry.end);
    const uint64_t bytes = byte_count(entry.stored, place);
    check(entry.end - entry.begin == bytes,
          "{}: expected {} bytes for the shape {}, got data_offsets [{}, {}]", place, bytes,
          IntArrayRef(entry.stored.shape), entry.begin, entry.end);
    expected = entry.end;
  }
  check(source.size() - header.data_offset == expected,
        "'{}': expected {} bytes of data after the header, got {}", source.name(), expected,
        source.size() - header.data_offset);
}

Header read_header(const io::ByteSource& source) {
  check_is_no_other_format(source);
  check(source.size() >= kLengthSize, "'{}': expected a safetensors file, got {} bytes",
        source.name(), source.size());
  const auto length = io::load<uint64_t>(source.read(0, kLengthSize).data());
  check(
      length <= kMaxHeader && length <= source.size() - kLengthSize,
      "'{}': expected a safetensors file, which begins with the length of its header, here at most "
      "{} bytes; got {}",
      source.name(), std::min(kMaxHeader, source.size() - kLengthSize), length);

  const std::string text = source.read(kLengthSize, length);
  Header header{parse_safetensors_header(text, source.name()), kLengthSize + length};
  check_layout(header, source);
  return header;
}

// --- writing ---

std::vector<Entry> lay_out(const StateDict& tensors) {
  std::vector<Entry> entries;
  for (const auto& item : tensors) {
    check(item->defined(), "safetensors: expected a tensor '{}' with values, got an undefined one",
          item.key());
    check(item.key() != kMetadataName, "safetensors: expected another name than '{}' for a tensor",
          kMetadataName);
    entries.push_back({item.key(), {item->scalar_type(), item->sizes().vec()}, 0, 0});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    const size_t rank_a = safetensors_rank(a.stored.type), rank_b = safetensors_rank(b.stored.type);
    return rank_a != rank_b ? rank_a < rank_b : a.name < b.name;
  });
  uint64_t end = 0;
  for (Entry& entry : entries) {
    entry.begin = end;
    entry.end = end += byte_count(entry.stored, "safetensors: tensor '" + entry.name + "'");
  }
  return entries;
}

std::string header_text(const std::vector<Entry>& entries, const Metadata& metadata) {
  std::string text = safetensors_header_text(entries, metadata);
  text.resize(
      (text.size() + kSafetensorsAlignment - 1) / kSafetensorsAlignment * kSafetensorsAlignment,
      ' ');
  check(text.size() <= kMaxHeader, "safetensors: expected a header of at most {} bytes, got {}",
        kMaxHeader, text.size());
  return text;
}

}  // namespace

void write_safetensors(const StateDict& tensors, const Metadata& metadata, const ByteSink& sink) {
  const std::vector<Entry> entries = lay_out(tensors);
  const std::string text = header_text(entries, metadata);
  std::string length;
  io::append(length, uint64_t{text.size()});
  sink(length);
  sink(text);
  for (const Entry& entry : entries) sink(bytes_of(tensors[entry.name].detach().contiguous()));
}

StateDict read_safetensors(const io::ByteSource& source, Metadata* metadata) {
  const Header header = read_header(source);
  if (metadata) *metadata = header.metadata;
  StateDict tensors("Tensor");
  tensors.reserve(header.entries.size());
  for (const Entry& entry : header.entries)
    tensors.insert(entry.name, read_elements(source, header.data_offset + entry.begin, entry.stored,
                                             where(source, entry.name)));
  return tensors;
}

Metadata read_safetensors_metadata(const io::ByteSource& source) {
  return read_header(source).metadata;
}

}  // namespace glassgrad::serialize

namespace glassgrad::safetensors {

void save_file(const OrderedDict<std::string, Tensor>& tensors, const std::string& path) {
  save_file(tensors, path, serialize::Metadata());
}

void save_file(const OrderedDict<std::string, Tensor>& tensors, const std::string& path,
               const OrderedDict<std::string, std::string>& metadata) {
  io::AtomicFile file(path);
  serialize::write_safetensors(tensors, metadata,
                               [&file](std::string_view bytes) { file.write(bytes); });
  file.commit();
}

OrderedDict<std::string, Tensor> load_file(const std::string& path) {
  return serialize::read_safetensors(io::ByteSource(path));
}

OrderedDict<std::string, std::string> load_metadata(const std::string& path) {
  return serialize::read_safetensors_metadata(io::ByteSource(path));
}

}  // namespace glassgrad::safetensors
