// What the text of a field says: a number, nothing, or a category.
#include "apps/logistic_regression/value.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <system_error>

#include "apps/support/arguments.h"

namespace logistic_regression {

std::string_view trimmed(std::string_view text) {
  constexpr const char* kBlanks = " \t";
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  if (!text.empty() && !is_blank(text.front()) && !is_blank(text.back())) return text;  // most
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

bool is_missing_value(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 4) return false;
  constexpr std::string_view kMissing[] = {"",    "NA",   "N/A",  "n/a",  "NaN", "NAN",
                                           "nan", "NULL", "null", "#N/A", "<NA>"};
  return std::find(std::begin(kMissing), std::end(kMissing), text) != std::end(kMissing);
}

bool may_be_missing(std::string_view text) {
  const std::string lower = folded(text);
  constexpr std::string_view kWords[] = {"na",  "n.a.", "n.a",     "none",   "nil",
                                         "nan", "null", "missing", "\u2014", "\u2013"};
  return lower.find_first_not_of("?-.*_/") == lower.npos ||
         std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
}

bool is_total(std::string_view text) {
  const std::string lower = folded(text);
  constexpr std::string_view kWords[] = {"total", "totals", "grand total", "subtotal", "sum",
                                         "summe", "gesamt", "average",     "mean",     "count"};
  const std::string_view word = std::string_view(lower).substr(0, lower.find_last_not_of(": ") + 1);
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

std::optional<double> to_number(std::string_view text) {
  text = trimmed(text);
  // from_chars takes no plus.
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return {};
  // Beyond the largest or below the smallest double: infinite or 0, which strtod tells.
  if (error == std::errc::result_out_of_range)
    return std::strtod(std::string(text).c_str(), nullptr);
  return value;
}

std::vector<std::string> sorted_categories(std::vector<std::string> texts) {
  const bool are_numbers = std::all_of(texts.begin(), texts.end(),
                                       [](const std::string& text) { return to_number(text); });
  if (!are_numbers) {
    std::sort(texts.begin(), texts.end());
  } else {
    std::stable_sort(texts.begin(), texts.end(), [](const std::string& a, const std::string& b) {
      return *to_number(a) < *to_number(b);
    });
  }
  return texts;
}

namespace {

/// The lower case of a letter that UTF-8 writes in two bytes.
char32_t lower_case(char32_t letter) {
  const auto is_in = [&](char32_t first, char32_t last) {
    return first <= letter && letter <= last;
  };
  if (is_in(0xc0, 0xde) && letter != 0xd7) return letter + 0x20;      // Latin-1
  if (is_in(0x100, 0x137) || is_in(0x14a, 0x177)) return letter | 1;  // Latin Extended-A
  if (is_in(0x139, 0x148) || is_in(0x179, 0x17e)) return letter + letter % 2;
  if (is_in(0x391, 0x3a9)) return letter + 0x20;  // Greek
  if (is_in(0x410, 0x42f)) return letter + 0x20;  // Cyrillic
  if (is_in(0x400, 0x40f)) return letter + 0x50;
  return letter;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    const unsigned char next = i + 1 < text.size() ? text[i + 1] : 0;
    const bool is_pair = 0xc2 <= c && c <= 0xdf && (next & 0xc0) == 0x80;
    const char32_t letter = is_pair ? (c & 0x1fu) << 6 | (next & 0x3fu) : c;
    if (c == ' ' || ('\t' <= c && c <= '\r') || letter == 0xa0) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (is_pair) {
      const char32_t lower = lower_case(letter);
      out += static_cast<char>(0xc0 | lower >> 6);
      out += static_cast<char>(0x80 | (lower & 0x3f));
    } else {
      out += static_cast<char>('A' <= c && c <= 'Z' ? c + 32 : c);
    }
    i += is_pair;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string printable(const std::string& text) {
  const std::string escaped = apps::in_quotes(text);
  return escaped.substr(1, escaped.size() - 2);
}

std::string name_list(const std::vector<std::string>& names) {
  constexpr size_t kMost = 20;
  std::string list;
  for (size_t i = 0; i < std::min(names.size(), kMost); ++i) {
    list += (i > 0 ? ", " : "") + printable(shortened(names[i]));
  }
  return names.size() > kMost ? list + ", ..." : list;
}

std::string shortened(std::string_view text) {
  constexpr size_t kMost = 40;
  if (text.size() <= kMost) return std::string(text);
  return std::string(text.substr(0, kMost)) + "...";
}

}  // namespace logistic_regression
