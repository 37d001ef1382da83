// Reads and writes the JSON of file headers.
#include "serialize/json.h"

#include <fmt/format.h>

#include <set>

#include "autograd/base/check.h"

namespace glassgrad::serialize {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Part of a text for an error message; what does not print becomes \xNN.
std::string excerpt(std::string_view text) {
  constexpr size_t longest = 20;
  if (text.empty()) return "the end";
  std::string out = "'";
  for (const char c : text.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte >= 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return out + (text.size() > longest ? "...'" : "'");
}

void append_utf8(std::string& out, uint32_t code) {
  const auto add = [&out](uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xc0 | code >> 6);
    add(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    add(0xe0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  } else {
    add(0xf0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3f));
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  }
}

}  // namespace

JsonReader::JsonReader(std::string_view text, std::string name)
    : text_(text), name_(std::move(name)) {
  check(is_utf8(text), "'{}': expected a header in UTF-8, got other bytes", name_);
}

void JsonReader::expected(const std::string& what) const {
  throw Error(fmt::format("'{}': offset {} of the header: expected {}, got {}", name_, at_, what,
                          excerpt(text_.substr(at_))));
}

/// The next character that is no space, 0 at the end.
char JsonReader::peek() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool JsonReader::take_if(char c) {
  const bool is_next = peek() == c && at_ < text_.size();
  at_ += is_next;
  return is_next;
}

void JsonReader::take(char c) {
  if (!take_if(c)) expected(fmt::format("'{}'", c));
}

void JsonReader::object(const std::function<void(const std::string&)>& member) {
  std::set<std::string> seen;
  take('{');
  if (take_if('}')) return;
  do {
    peek();
    const size_t begin = at_;
    const std::string name = string();
    if (!seen.insert(name).second) {
      at_ = begin;
      expected("each name once");
    }
    take(':');
    member(name);
  } while (take_if(','));
  if (!take_if('}')) expected("',' or '}'");
}

void JsonReader::array(const std::function<void()>& element) {
  take('[');
  if (take_if(']')) return;
  do element();
  while (take_if(','));
  if (!take_if(']')) expected("',' or ']'");
}

int64_t JsonReader::whole_number() {
  constexpr const char* what = "a whole number from 0 to 2^63 - 1";
  if (!is_digit(peek())) expected(what);
  const size_t begin = at_;
  uint64_t value = 0;
  for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
    value = 10 * value + static_cast<uint64_t>(text_[at_] - '0');
    const bool has_leading_zero = text_[begin] == '0' && at_ > begin;
    if (has_leading_zero || value > INT64_MAX) {
      at_ = begin;
      expected(what);
    }
  }
  if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == 'e' || text_[at_] == 'E')) {
    at_ = begin;
    expected(what);
  }
  return static_cast<int64_t>(value);
}

std::string JsonReader::string() {
  if (!take_if('"')) expected("a string in double quotes");
  std::string out;
  while (true) {
    if (at_ == text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20)
      expected("a '\"' that ends the string");
    const char c = text_[at_++];
    if (c == '"') return out;
    if (c == '\\')
      escape(out);
    else
      out += c;
  }
}

void JsonReader::escape(std::string& out) {
  constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
  const size_t found = at_ < text_.size() ? names.find(text_[at_]) : names.npos;
  if (found != names.npos) {
    ++at_;
    out += meanings[found];
    return;
  }
  if (at_ == text_.size() || text_[at_] != 'u')
    expected("one of \" \\ / b f n r t u after a backslash");
  ++at_;
  uint32_t code = hex4();
  if (code >= 0xd800 && code < 0xdc00) {
    // Beyond 16 bits a character is written as two surrogates.
    if (!text_.substr(at_).starts_with("\\u")) expected("a second surrogate \\uDC00 to \\uDFFF");
    at_ += 2;
    const uint32_t low = hex4();
    if (low < 0xdc00 || low > 0xdfff) expected("a second surrogate \\uDC00 to \\uDFFF");
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  } else if (code >= 0xdc00 && code <= 0xdfff) {
    expected("no second surrogate without a first one");
  }
  append_utf8(out, code);
}

uint32_t JsonReader::hex4() {
  uint32_t code = 0;
  for (int k = 0; k < 4; ++k, ++at_) {
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) expected("four hexadecimal digits");
    code = 16 * code + static_cast<uint32_t>(digit);
  }
  return code;
}

void JsonReader::end() {
  while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  if (at_ < text_.size()) expected("nothing but spaces after the header");
}

std::string json_string(std::string_view text) {
  check(is_utf8(text), "expected a name or text in UTF-8, got {}", excerpt(text));
  std::string out = "\"";
  for (const char c : text) {
    constexpr std::string_view plain = "\"\\\b\f\n\r\t", names = "\"\\bfnrt";
    const size_t found = plain.find(c);
    if (found != plain.npos)
      out += {'\\', names[found]};
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<int>(c));
    else
      out += c;
  }
  return out + '"';
}

bool is_utf8(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const auto first = static_cast<unsigned char>(bytes[at++]);
    if (first < 0x80) continue;
    const int more = first >= 0xc2 && first < 0xe0   ? 1
                     : first >= 0xe0 && first < 0xf0 ? 2
                     : first >= 0xf0 && first < 0xf5 ? 3
                                                     : -1;
    if (more < 0 || bytes.size() - at < static_cast<size_t>(more)) return false;
    uint32_t code = first & (0x3fu >> more);
    for (int k = 0; k < more; ++k) {
      const auto next = static_cast<unsigned char>(bytes[at++]);
      if ((next & 0xc0) != 0x80) return false;
      code = code << 6 | (next & 0x3fu);
    }
    const bool is_surrogate = code >= 0xd800 && code < 0xe000;
    if (is_surrogate || (more == 2 && code < 0x800) || (more == 3 && code < 0x10000) ||
        code > 0x10ffff)
      return false;
  }
  return true;
}

}  // namespace glassgrad::serialize
