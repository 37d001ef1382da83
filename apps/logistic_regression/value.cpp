#include "apps/logistic_regression/value.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <system_error>

#include "apps/support/arguments.h"

namespace logistic_regression {

std::string_view trimmed(std::string_view text) {
  constexpr const char* kBlanks = " \t";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

bool is_missing_value(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 4) return false;
  constexpr std::string_view kMissing[] = {"", "NA", "N/A", "NaN", "NAN", "nan", "NULL", "null"};
  return std::find(std::begin(kMissing), std::end(kMissing), text) != std::end(kMissing);
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

std::string printable(const std::string& text) {
  const std::string escaped = apps::quoted(text);
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
