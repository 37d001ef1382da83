// The safetensors format: its header, and the elements behind it.
#include "serialize/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "autograd/base/check.h"
#include "io/atomic_file.h"
#include "io/endian.h"
#include "serialize/elements.h"
#include "serialize/json.h"
#include "serialize/safetensors_file.h"

namespace glassgrad::serialize {
namespace {

constexpr uint64_t kLengthSize = 8, kMaxHeader = 100'000'000;
constexpr size_t kAlignment = 8;  // of the data in the file, as of the largest type
constexpr const char* kMetadataName = "__metadata__";

struct TypeName {
  const char* name;
  ScalarType type;
};
/// In the order in which data is written.
constexpr std::array<TypeName, 10> kTypes = {{{"I64", kLong},
                                              {"F64", kDouble},
                                              {"F32", kFloat},
                                              {"I32", kInt},
                                              {"BF16", kBFloat16},
                                              {"F16", kHalf},
                                              {"I16", kShort},
                                              {"I8", kChar},
                                              {"U8", kByte},
                                              {"BOOL", kBool}}};

size_t type_rank(ScalarType type) {
  return static_cast<size_t>(std::find_if(kTypes.begin(), kTypes.end(),
                                          [type](const TypeName& t) { return t.type == type; }) -
                             kTypes.begin());
}

/// One tensor of a header; the offsets count from the end of the header.
struct Entry {
  std::string name;
  StoredTensor stored;
  uint64_t begin, end;
};

struct Header {
  std::vector<Entry> entries;  // in the order of their data
  Metadata metadata;
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

ScalarType type_of(const std::string& name, const std::string& where) {
  for (const TypeName& type : kTypes)
    if (type.name == name) return type.type;
  throw Error(fmt::format(
      "{}: expected one of the types F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL, got {}",
      where, json_string(name)));
}

/// {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, in any order.
Entry read_entry(JsonReader& json, const std::string& name, const std::string& where) {
  Entry entry{name, {ScalarType::Undefined, {}}, 0, 0};
  std::vector<int64_t> offsets;
  const auto read_numbers = [&json](std::vector<int64_t>& numbers) {
    json.array([&] { numbers.push_back(json.whole_number()); });
  };
  int seen = 0;
  json.object([&](const std::string& key) {
    ++seen;
    if (key == "dtype")
      entry.stored.type = type_of(json.string(), where);
    else if (key == "shape")
      read_numbers(entry.stored.shape);
    else if (key == "data_offsets")
      read_numbers(offsets);
    else
      json.expected("a value of dtype, shape or data_offsets, not of " + json_string(key));
  });
  check(seen == 3 && offsets.size() == 2,
        "{}: expected dtype, shape and two data_offsets, got {} of the three and {} offsets", where,
        seen, offsets.size());
  entry.begin = static_cast<uint64_t>(offsets[0]);
  entry.end = static_cast<uint64_t>(offsets[1]);
  return entry;
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

  Header header{{}, Metadata(), kLengthSize + length};
  const std::string text = source.read(kLengthSize, length);
  JsonReader json(text, source.name());
  if (!text.starts_with('{')) json.expected("'{'");
  json.object([&](const std::string& name) {
    if (name == kMetadataName)
      json.object([&](const std::string& key) { header.metadata.insert(key, json.string()); });
    else
      header.entries.push_back(read_entry(json, name, where(source, name)));
  });
  json.end();
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
    const size_t rank_a = type_rank(a.stored.type), rank_b = type_rank(b.stored.type);
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
  std::string text = "{";
  const auto separate = [&text] { text += text.back() == '{' ? "" : ","; };
  if (!metadata.is_empty()) {
    text += fmt::format("\"{}\":{{", kMetadataName);
    for (const auto& item : metadata) {
      separate();
      text += json_string(item.key()) + ':' + json_string(item.value());
    }
    text += '}';
  }
  for (const Entry& entry : entries) {
    separate();
    text += fmt::format(R"({}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})",
                        json_string(entry.name), kTypes[type_rank(entry.stored.type)].name,
                        fmt::join(entry.stored.shape, ","), entry.begin, entry.end);
  }
  text += '}';
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
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

StateDict read_safetensors(const io::ByteSource& source) {
  const Header header = read_header(source);
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
