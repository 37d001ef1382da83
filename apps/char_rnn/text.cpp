// Texts, and the numbers of their characters.
#include "apps/char_rnn/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace char_rnn {
namespace {

constexpr size_t kMostListed = 120;

/// How many bytes a character has that begins with this one; 0: none begins so.
size_t length_after(unsigned char first) {
  return first < 0x80   ? 1
         : first < 0xc2 ? 0
         : first < 0xe0 ? 2
         : first < 0xf0 ? 3
         : first < 0xf5 ? 4
                        : 0;
}

/// The character of these bytes; 0xffffffff if they are none: too few, too many, a surrogate.
char32_t character_of(const std::string& utf8, size_t at, size_t length) {
  constexpr char32_t none = 0xffffffff, least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (length == 0 || at + length > utf8.size()) return none;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(utf8[at + i]); };
  if (length == 1) return byte(0);
  char32_t code = byte(0) & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0u) != 0x80u) return none;
    code = code << 6 | (byte(i) & 0x3fu);
  }
  const bool is_surrogate = code >= 0xd800 && code < 0xe000;
  return code < least[length] || code > 0x10ffff || is_surrogate ? none : code;
}

}  // namespace

std::u32string decoded(const std::string& utf8, const std::string& whose) {
  std::u32string text;
  for (size_t at = 0; at < utf8.size();) {
    const size_t length = length_after(static_cast<unsigned char>(utf8[at]));
    const char32_t character = character_of(utf8, at, length);
    if (character > 0x10ffff) {
      throw apps::DataError(fmt::format(
          "{}: expected a text in UTF-8, byte {} begins no character: convert it (iconv -t utf-8)",
          whose, at + 1));
    }
    text += character;
    at += length;
  }
  return text;
}

std::string encoded(const std::u32string& text) {
  std::string utf8;
  for (const char32_t c : text) {
    const int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    constexpr unsigned kFirst[] = {0, 0xc0, 0xe0, 0xf0};
    utf8 += static_cast<char>(kFirst[more] | c >> 6 * more);
    for (int i = more - 1; i >= 0; --i) utf8 += static_cast<char>(0x80 | (c >> 6 * i & 0x3f));
  }
  return utf8;
}

std::u32string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw apps::cannot_read(path, errno);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  if (file.bad()) throw apps::DataError(fmt::format("cannot read '{}'", path));
  std::u32string text = decoded(bytes, path);
  if (text.starts_with(U'\ufeff')) text.erase(0, 1);  // a byte order mark
  std::erase(text, U'\r');
  if (text.empty()) {
    throw apps::DataError(fmt::format("{}: expected a text to learn, the file is empty", path));
  }
  return text;
}

Vocabulary Vocabulary::of(const std::u32string& text) {
  std::u32string characters = text;
  std::sort(characters.begin(), characters.end());
  characters.erase(std::unique(characters.begin(), characters.end()), characters.end());
  return Vocabulary(std::move(characters));
}

glassgrad::Tensor Vocabulary::ids(const std::u32string& text, const std::string& whose,
                                  const std::string& cure) const {
  std::unordered_map<char32_t, int64_t> id_of;
  for (int64_t id = 0; id < size(); ++id) id_of[(*this)[id]] = id;
  std::vector<int64_t> ids;
  ids.reserve(text.size());
  for (const char32_t character : text) {
    const auto found = id_of.find(character);
    if (found == id_of.end()) {
      const std::string known = apps::in_quotes(encoded(characters_.substr(0, kMostListed)));
      throw apps::DataError(
          fmt::format("{}: the network knows no character {} but {} others, {}{}: {}", whose,
                      apps::in_quotes(encoded({character})), size(), known,
                      characters_.size() > kMostListed ? " ..." : "", cure));
    }
    ids.push_back(found->second);
  }
  return glassgrad::tensor(ids, glassgrad::kLong);
}

}  // namespace char_rnn
