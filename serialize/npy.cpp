// The formats .npy and .npz.
#include "serialize/npy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "autograd/base/check.h"
#include "io/endian.h"
#include "io/inflate.h"
#include "serialize/zip.h"
#include "serialize/zip_format.h"

namespace glassgrad::serialize {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr size_t kNpyAlignment = 64;  // of the data in the file

struct NpyType {
  std::string_view name;  // kind and bytes
  ScalarType type;
};
constexpr std::array<NpyType, 9> kNpyTypes = {{{"f8", kDouble},
                                               {"f4", kFloat},
                                               {"f2", kHalf},
                                               {"i8", kLong},
                                               {"i4", kInt},
                                               {"i2", kShort},
                                               {"i1", kChar},
                                               {"u1", kByte},
                                               {"b1", kBool}}};

/// Reads the text of a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3,)}.
class DictReader {
 public:
  DictReader(std::string_view text, const io::ByteSource& source) : text_(text), source_(source) {}

  NpyHeader read() {
    NpyHeader header;
    int seen = 0;
    bool has[3] = {};
    take('{');
    while (!take_if('}')) {
      const std::string key = string();
      take(':');
      const int which = key == "descr" ? 0 : key == "fortran_order" ? 1 : key == "shape" ? 2 : -1;
      if (which < 0 || has[which]) expected("the keys descr, fortran_order and shape, each once");
      has[which] = true;
      ++seen;
      if (which == 0) read_type(header.stored);
      if (which == 1) header.is_column_major = boolean();
      if (which == 2) header.stored.shape = tuple();
      if (!take_if(',')) {
        take('}');
        break;
      }
    }
    if (seen != 3) expected("the keys descr, fortran_order and shape, each once");
    skip_spaces();
    if (at_ != text_.size()) expected("nothing after the dictionary");
    return header;
  }

 private:
  [[noreturn]] void expected(const std::string& what) const {
    throw Error(
        fmt::format("'{}': offset {} of the header: expected {}", source_.name(), at_, what));
  }
  void skip_spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take_if(std::string_view word) {
    skip_spaces();
    const bool is_next = text_.substr(at_).starts_with(word);
    if (is_next) at_ += word.size();
    return is_next;
  }
  bool take_if(char c) { return take_if(std::string_view(&c, 1)); }
  void take(char c) {
    if (!take_if(c)) expected(fmt::format("'{}'", c));
  }

  std::string string() {
    skip_spaces();
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    if (quote != '\'' && quote != '"') expected("a string in quotes");
    const size_t end = text_.find(quote, at_ + 1);
    if (end == text_.npos) expected("a string in quotes");
    const std::string content(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return content;
  }
  bool boolean() {
    if (take_if("True")) return true;
    if (!take_if("False")) expected("True or False");
    return false;
  }
  int64_t whole_number() {
    skip_spaces();
    const size_t begin = at_;
    int64_t value = 0;
    bool overflows = false;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_)
      overflows |= __builtin_mul_overflow(value, 10, &value) ||
                   __builtin_add_overflow(value, text_[at_] - '0', &value);
    if (at_ == begin || overflows) {
      at_ = begin;
      expected("a whole number from 0 to 2^63 - 1");
    }
    return value;
  }
  std::vector<int64_t> tuple() {
    std::vector<int64_t> numbers;
    take('(');
    while (!take_if(')')) {
      numbers.push_back(whole_number());
      if (!take_if(',')) {
        if (numbers.size() == 1) expected("',' after the only size");
        take(')');
        break;
      }
    }
    return numbers;
  }

  /// "<f4": byte order (| where there is none), kind and bytes.
  void read_type(StoredTensor& stored) {
    skip_spaces();
    if (text_.substr(at_).starts_with('[')) expected("one type for all elements, not fields");
    const std::string name = string();
    for (const NpyType& type : kNpyTypes) {
      const bool has_order = elementSize(type.type) > 1;
      // Single bytes have no order, but some programs write one; "?" is what others call b1.
      const bool is_named = name.size() == 3 && name.substr(1) == type.name;
      const bool is_bool = type.type == kBool && (name == "?" || name == "|?" || name == "<?");
      if (!is_named && !is_bool) continue;
      if (is_named && std::string_view(has_order ? "<>=" : "|<>=").find(name[0]) == name.npos)
        break;
      stored.type = type.type;
      stored.is_big_endian = name[0] == '>';
      return;
    }
    throw Error(fmt::format(
        "'{}': expected one of the types f8, f4, f2, i8, i4 (with < or >), |u1 "
        "and |b1, got '{}'{}",
        source_.name(), name, name == "|O" ? ", Python objects, which only Python can open" : ""));
  }

  std::string_view text_;
  const io::ByteSource& source_;
  size_t at_ = 0;
};

}  // namespace

NpyHeader read_npy_header(const io::ByteSource& source) {
  constexpr size_t version_at = 6, length_at = 8;
  const std::string begin = source.read(0, std::min<uint64_t>(source.size(), length_at));
  check(!begin.starts_with("PK\3\4"),
        "'{}': expected a .npy file, got a zip archive; "
        "numpy::load_npz reads those of numpy.savez",
        source.name());
  check(begin.starts_with(kMagic) && begin.size() == length_at,
        "'{}': expected a .npy file, which begins with '\\x93NUMPY' and a version", source.name());
  const int version = begin[version_at];
  check(version >= 1 && version <= 3 && begin[version_at + 1] == 0,
        "'{}': expected .npy version 1.0, 2.0 or 3.0, got {}.{}", source.name(), version,
        static_cast<int>(begin[version_at + 1]));

  const size_t length_size = version == 1 ? 2 : 4;
  const std::string length_bytes = source.read(length_at, length_size);
  const uint64_t length = version == 1 ? io::load<uint16_t>(length_bytes.data())
                                       : io::load<uint32_t>(length_bytes.data());
  const std::string text = source.read(length_at + length_size, length);
  NpyHeader header = DictReader(text, source).read();
  header.data_offset = length_at + length_size + length;
  return header;
}

std::string npy_header(const StoredTensor& stored) {
  const auto type = std::find_if(kNpyTypes.begin(), kNpyTypes.end(),
                                 [&](const NpyType& t) { return t.type == stored.type; });
  std::string text =
      fmt::format("{{'descr': '{}{}', 'fortran_order': False, 'shape': ({}{}), }}",
                  elementSize(stored.type) > 1 ? '<' : '|', type->name,
                  fmt::join(stored.shape, ", "), stored.shape.size() == 1 ? "," : "");
  const size_t before = kMagic.size() + 2 + sizeof(uint16_t);
  const size_t length =
      (before + text.size() + 1 + kNpyAlignment - 1) / kNpyAlignment * kNpyAlignment;
  text.resize(length - before - 1, ' ');
  text += '\n';

  std::string header(kMagic);
  header += {'\1', '\0'};
  io::append(header, static_cast<uint16_t>(text.size()));
  return header + text;
}

Tensor read_npy(const io::ByteSource& source) {
  NpyHeader header = read_npy_header(source);
  const std::string where = "'" + source.name() + "'";
  const uint64_t bytes = byte_count(header.stored, where);
  check(source.size() - header.data_offset == bytes,
        "{}: expected {} bytes of data for the shape {}, got {}", where, bytes,
        IntArrayRef(header.stored.shape), source.size() - header.data_offset);
  if (!header.is_column_major)
    return read_elements(source, header.data_offset, header.stored, where);

  // Column-major is row-major with the dimensions in reverse order.
  auto& shape = header.stored.shape;
  std::reverse(shape.begin(), shape.end());
  std::vector<int64_t> reversed;
  for (size_t d = shape.size(); d-- > 0;) reversed.push_back(static_cast<int64_t>(d));
  return read_elements(source, header.data_offset, header.stored, where)
      .permute(reversed)
      .contiguous();
}

OrderedDict<std::string, Tensor> read_npz(const io::ByteSource& source) {
  OrderedDict<std::string, Tensor> tensors("Tensor");
  const std::vector<ZipMember> members = read_zip_directory(source);
  uint64_t expanded = 0;
  for (const ZipMember& member : members)
    if (member.method != zip::kStored && __builtin_add_overflow(expanded, member.size, &expanded))
      expanded = UINT64_MAX;
  io::check_expansion(source.size(), expanded, source.name());
  for (const ZipMember& member : members) {
    const std::string place = place_of(source, member);
    check(member.name.ends_with(".npy"), "'{}': expected members that end in .npy", place);
    const io::ByteSource bytes(place, read_zip_member(source, member));
    tensors.insert(member.name.substr(0, member.name.size() - 4), read_npy(bytes));
  }
  return tensors;
}

}  // namespace glassgrad::serialize
