// Numbers as people write them.
// Numbers as people write them.
#include "apps/logistic_regression/tables/number.h"

#include <algorithm>
#include <string>
#include <utility>

#include "apps/logistic_regression/value.h"

namespace logistic_regression {
namespace {

bool is_digit(char c) { return '0' <= c && c <= '9'; }

/// What stands around the digits.
struct Dressed {
  std::string body;
  bool is_negative = false;
  bool is_bracketed = false;
  bool is_percent = false;
  std::string_view currency;

  bool is_grouped(char decimal) const {
    return body.find_first_of(decimal == '.' ? " '," : " '.") != body.npos;
  }
  bool is_plain(char decimal) const {
    return !is_bracketed && !is_percent && currency.empty() && !is_grouped(decimal);
  }
};

/// Blanks, apostrophes and minus signs of Unicode as those of ASCII.
std::string in_ascii(std::string_view text) {
  const bool is_ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > '\t'; });
  if (is_ascii) return std::string(text);
  constexpr std::pair<std::string_view, char> kMarks[] = {{"\u00a0", ' '}, {"\u202f", ' '},
                                                          {"\u2009", ' '}, {"\u2019", '\''},
                                                          {"\u2212", '-'}, {"\t", ' '}};
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto mark = std::find_if(std::begin(kMarks), std::end(kMarks), [&](const auto& each) {
      return text.substr(i).starts_with(each.first);
    });
    out += mark == std::end(kMarks) ? text[i] : mark->second;
    i += mark == std::end(kMarks) ? 1 : mark->first.size();
  }
  return out;
}

constexpr std::string_view kCurrencies[] = {
    "US$", "A$",  "C$",  "R$",  "$",   "€",   "£",   "¥",   "₹",   "₽", "₩",
    "₺",   "₴",   "zł",  "Kč",  "kr.", "kr",  "Fr.", "Rs.", "USD", "EUR", "GBP",
    "JPY", "CHF", "INR", "CNY", "SEK", "NOK", "DKK", "PLN", "CZK", "AUD", "CAD"};

bool take_front(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text = trimmed(text.substr(start.size()));
  return true;
}

bool take_back(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text = trimmed(text.substr(0, text.size() - end.size()));
  return true;
}

template <class Take>
void take_currency(Dressed& number, std::string_view& text, const Take& take) {
  if (!number.currency.empty()) return;
  const auto found = std::find_if(std::begin(kCurrencies), std::end(kCurrencies),
                                  [&](std::string_view each) { return take(text, each); });
  if (found != std::end(kCurrencies)) number.currency = *found;
}

Dressed undressed(std::string_view written) {
  const std::string ascii = in_ascii(written);
  std::string_view text = trimmed(ascii);
  Dressed number;
  if (text.starts_with('(') && text.ends_with(')')) {  // as accountants write it
    number.is_negative = number.is_bracketed = true;
    text = trimmed(text.substr(1, text.size() - 2));
  }
  const auto take_sign = [&] {
    if (number.is_negative) return;
    number.is_negative = take_front(text, "-");
    if (!number.is_negative) take_front(text, "+");
  };
  take_sign();
  take_currency(number, text, take_front);
  if (!number.currency.empty()) take_sign();
  number.is_percent = take_back(text, "%");
  if (!number.is_percent) take_currency(number, text, take_back);
  number.body = text;
  return number;
}

/// "1,234,567" without its commas; nothing if they do not stand where thousands begin.
std::optional<std::string> ungrouped(std::string_view whole, char decimal) {
  const size_t first = std::find_if_not(whole.begin(), whole.end(), is_digit) - whole.begin();
  if (first == whole.size()) return std::string(whole);
  const char mark = whole[first];
  const bool is_mark = mark == ' ' || mark == '\'' || mark == (decimal == '.' ? ',' : '.');
  if (!is_mark || first == 0 || first > 3 || whole[0] == '0') return {};
  std::string digits;
  size_t in_group = 0;
  for (size_t i = 0; i < whole.size(); ++i, ++in_group) {
    if (is_digit(whole[i])) {
      digits += whole[i];
    } else if (whole[i] == mark && (i == first || in_group == 4)) {
      in_group = 0;
    } else {
      return {};
    }
  }
  return in_group == 4 ? std::optional(digits) : std::nullopt;
}

/// The digits as a program would write them: "1003.34".
std::optional<std::string> plain_digits(std::string_view body, char decimal) {
  const size_t end = std::min(body.find_first_of("eE"), body.size());
  const size_t mark = std::min(body.find(decimal), end);
  const std::string_view decimals = mark < end ? body.substr(mark + 1, end - mark - 1) : "";
  if (!std::all_of(decimals.begin(), decimals.end(), is_digit)) return {};
  const auto whole = ungrouped(body.substr(0, mark), decimal);
  if (!whole || whole->size() + decimals.size() == 0) return {};
  return *whole + "." + std::string(decimals) + std::string(body.substr(end));
}

struct Reading {
  bool is_number = false;
  double value = 0;
};

Reading read(const Dressed& number, char decimal) {
  const auto digits = plain_digits(number.body, decimal);
  const auto value = digits ? to_number(*digits) : std::nullopt;
  if (!value) return {};
  return {true, (number.is_negative ? -*value : *value) / (number.is_percent ? 100 : 1)};
}

}  // namespace

bool has_decimal_point(std::string_view plain) {
  plain = trimmed(plain);
  return plain.find('.') != plain.npos && !ungrouped(plain, ',');
}

std::optional<WrittenNumber> read_number(std::string_view text, char decimal) {
  if (decimal != ',' || text.find('.') == text.npos) {
    if (const auto value = to_number(text)) {
      const bool is_decimal = has_decimal_point(text);
      return WrittenNumber{*value, is_decimal ? DecimalMark::point : DecimalMark::none, {}};
    }
  }
  if (std::none_of(text.begin(), text.end(), is_digit)) return {};
  const Dressed number = undressed(text);
  const Reading by_point = decimal != ',' ? read(number, '.') : Reading();
  const Reading by_comma = decimal != '.' ? read(number, ',') : Reading();
  if (!by_point.is_number && !by_comma.is_number) return {};
  WrittenNumber written{by_point.is_number ? by_point.value : by_comma.value, DecimalMark::none,
                        number.currency, number.is_percent,
                        number.is_plain(by_point.is_number ? '.' : ',')};
  // A sign beside 1.234 makes no comma of the point.
  const bool has_comma = number.body.find(',') != number.body.npos;
  if (!by_comma.is_number) {
    written.mark = DecimalMark::point;
  } else if (!by_point.is_number) {
    written.mark = DecimalMark::comma;
  } else if (by_point.value != by_comma.value && has_comma) {
    written.mark = DecimalMark::either;
  }
  return written;
}

}  // namespace logistic_regression
