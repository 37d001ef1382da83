// Reads and writes the JSON at the beginning of a safetensors file. The parser's events are looked
// at as they come, so that nothing is kept of what does not belong there.
#include "serialize/safetensors_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "autograd/base/check.h"
#include "serialize/utf8.h"

namespace glassgrad::serialize {
namespace {

using nlohmann::json;

struct SafetensorsType {
  const char* name;
  ScalarType type;
};
/// In the order in which data is written.
constexpr std::array<SafetensorsType, 10> kSafetensorsTypes = {{{"I64", kLong},
                                                                {"F64", kDouble},
                                                                {"F32", kFloat},
                                                                {"I32", kInt},
                                                                {"BF16", kBFloat16},
                                                                {"F16", kHalf},
                                                                {"I16", kShort},
                                                                {"I8", kChar},
                                                                {"U8", kByte},
                                                                {"BOOL", kBool}}};

/// Part of a text for an error message; what does not print becomes \xNN.
std::string excerpt(std::string_view text, size_t longest) {
  std::string out;
  for (const char c : text.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte >= 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return out + (text.size() > longest ? "..." : "");
}
std::string in_quotes(std::string_view text) { return "'" + excerpt(text, 100) + "'"; }

/// What the parser tells of the text, from front to back.
class HeaderEvents {
 public:
  explicit HeaderEvents(const std::string& file) : file_(file) {}

  SafetensorsHeader take() { return std::move(header_); }

  bool start_object(size_t) {
    if (place_ == Place::Outside) return place_ = Place::Header, true;
    if (place_ != Place::Header) unexpected("an object");
    if (name_ == kMetadataName) return begin(Place::Metadata);
    header_.entries.push_back({name_, {ScalarType::Undefined, {}}, 0, 0});
    offsets_.clear();
    return begin(Place::Tensor);
  }
  bool end_object() {
    if (place_ == Place::Tensor) end_tensor();
    place_ = place_ == Place::Header ? Place::Outside : Place::Header;
    key_.clear();
    return true;
  }
  bool key(std::string& key) {
    const bool is_name = place_ == Place::Header;
    if (!(is_name ? names_ : keys_).insert(key).second)
      fail("expected each name once, got " + in_quotes(key) + " twice");
    (is_name ? name_ : key_) = key;
    if (place_ == Place::Tensor && key != "dtype" && key != "shape" && key != "data_offsets")
      fail("expected dtype, shape and data_offsets, got " + in_quotes(key));
    return true;
  }
  bool start_array(size_t) {
    if (place_ != Place::Tensor || key_ == "dtype") unexpected("a list");
    return place_ = Place::Numbers, true;
  }
  bool end_array() { return place_ = Place::Tensor, true; }

  bool string(std::string& text) {
    if (place_ == Place::Metadata)
      header_.metadata.insert(key_, text);
    else if (place_ == Place::Tensor && key_ == "dtype")
      header_.entries.back().stored.type = type_of(text);
    else
      unexpected(in_quotes(text));
    return true;
  }
  bool number_unsigned(uint64_t number) {
    if (place_ != Place::Numbers || number > INT64_MAX) unexpected(std::to_string(number));
    (key_ == "shape" ? header_.entries.back().stored.shape : offsets_)
        .push_back(static_cast<int64_t>(number));
    return true;
  }
  bool number_integer(int64_t number) { unexpected(std::to_string(number)); }
  bool number_float(double, const std::string& text) { unexpected(excerpt(text, 30)); }
  bool boolean(bool value) { unexpected(value ? "true" : "false"); }
  bool null() { unexpected("null"); }
  bool binary(json::binary_t&) { unexpected("bytes"); }

  /// "[json.exception...] parse error at line 1, column 9: WHAT"
  bool parse_error(size_t position, const std::string&, const json::exception& error) {
    std::string_view what = error.what();
    for (const std::string_view before : {"] ", "parse error", ": "})
      if (const size_t at = what.find(before); at != what.npos)
        what.remove_prefix(at + before.size());
    throw Error(fmt::format("'{}': offset {} of the header: {}", file_,
                            position == 0 ? 0 : position - 1, excerpt(what, 300)));
  }

 private:
  enum class Place { Outside, Header, Tensor, Numbers, Metadata };

  bool begin(Place place) {
    keys_.clear();
    return place_ = place, true;
  }
  void end_tensor() {
    SafetensorsEntry& entry = header_.entries.back();
    if (keys_.size() != 3 || offsets_.size() != 2)
      fail(
          fmt::format("expected dtype, shape and two data_offsets, got {} of the three and {} "
                      "offsets",
                      keys_.size(), offsets_.size()));
    entry.begin = static_cast<uint64_t>(offsets_[0]);
    entry.end = static_cast<uint64_t>(offsets_[1]);
  }
  ScalarType type_of(const std::string& name) const {
    for (const SafetensorsType& type : kSafetensorsTypes)
      if (type.name == name) return type.type;
    fail("expected one of the types F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL, got " +
         in_quotes(name));
  }

  [[noreturn]] void fail(const std::string& text) const {
    const bool is_in_tensor = place_ == Place::Tensor || place_ == Place::Numbers;
    throw Error(is_in_tensor ? fmt::format("'{}', tensor '{}': {}", file_, name_, text)
                             : fmt::format("'{}': the header: {}", file_, text));
  }
  [[noreturn]] void unexpected(const std::string& what) const {
    switch (place_) {
      case Place::Outside:
        fail("expected an object, got " + what);
      case Place::Header:
        fail("expected an object for " + in_quotes(name_) + ", got " + what);
      case Place::Metadata:
        fail("expected a text for " + in_quotes(key_) + " of the metadata, got " + what);
      case Place::Numbers:
        fail("expected in " + key_ + " whole numbers from 0 to 2^63 - 1, got " + what);
      case Place::Tensor:
        break;
    }
    fail("expected " + std::string(key_ == "dtype" ? "a text" : "a list") + " for " + key_ +
         ", got " + what);
  }

  const std::string& file_;
  SafetensorsHeader header_;
  Place place_ = Place::Outside;
  std::string name_, key_;  // of a tensor, and what is said of it
  std::unordered_set<std::string> names_, keys_;
  std::vector<int64_t> offsets_;
};

std::string json_string(const std::string& text) {
  check(is_utf8(text), "expected a name or text in UTF-8, got {}", in_quotes(text));
  return json(text).dump();
}

}  // namespace

size_t safetensors_rank(ScalarType type) {
  return static_cast<size_t>(
      std::find_if(kSafetensorsTypes.begin(), kSafetensorsTypes.end(),
                   [type](const SafetensorsType& t) { return t.type == type; }) -
      kSafetensorsTypes.begin());
}

SafetensorsHeader parse_safetensors_header(std::string_view text, const std::string& file) {
  // The parser would skip spaces and a mark of Unicode before, and stop at a zero.
  check(text.starts_with('{'), "'{}': offset 0 of the header: expected '{{', got {}", file,
        text.empty() ? "the end" : in_quotes(text.substr(0, 20)));
  const size_t zero = text.find('\0'), end = text.find_last_not_of(' ');
  check(zero == text.npos, "'{}': offset {} of the header: expected a text, got a byte 0", file,
        zero);
  check(text[end] == '}', "'{}': offset {} of the header: expected '}}' at its end, got {}", file,
        end, in_quotes(text.substr(end)));
  HeaderEvents events(file);
  json::sax_parse(text.begin(), text.end(), &events);
  return events.take();
}

std::string safetensors_header_text(const std::vector<SafetensorsEntry>& entries,
                                    const Metadata& metadata) {
  std::string text = "{";
  const auto separate = [&text] { text += text.back() == '{' ? "" : ","; };
  if (!metadata.is_empty()) {
    text += json_string(kMetadataName) + ":{";
    for (const auto& item : metadata) {
      separate();
      text += json_string(item.key()) + ':' + json_string(item.value());
    }
    text += '}';
  }
  for (const SafetensorsEntry& entry : entries) {
    separate();
    text += fmt::format(R"({}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})",
                        json_string(entry.name),
                        kSafetensorsTypes[safetensors_rank(entry.stored.type)].name,
                        fmt::join(entry.stored.shape, ","), entry.begin, entry.end);
  }
  return text + '}';
}

}  // namespace glassgrad::serialize
