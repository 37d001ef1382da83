// Values that options take.
#include "apps/logistic_regression/option_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {

using apps::ArgumentError;

uint64_t parse_seed(const std::string& text) {
  const char* const end = text.data() + text.size();
  uint64_t seed = 0;
  int64_t negative = 0;
  const auto read_all = [&](auto& value) {
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end;
  };
  if (read_all(seed)) return seed;
  if (read_all(negative)) return static_cast<uint64_t>(negative);
  throw ArgumentError(fmt::format("an integer from {} to {}", std::numeric_limits<int64_t>::min(),
                                  std::numeric_limits<uint64_t>::max()));
}

double parse_in(const std::string& text, double min, double max, const std::string& allowed) {
  try {
    const double value = apps::parse_number(text);
    if (min <= value && value <= max) return value;
  } catch (const ArgumentError&) {
  }
  throw ArgumentError(allowed);
}

double parse_lr(const std::string& text) {
  return parse_in(text, 0, std::numeric_limits<float>::max(),
                  fmt::format("a number from 0 to {}", std::numeric_limits<float>::max()));
}

std::vector<std::string> parse_list(const std::string& text) {
  std::vector<std::string> items;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    items.emplace_back(trimmed(std::string_view(text).substr(begin, end - begin)));
    if (items.back().empty()) throw ArgumentError("columns A,B,...");
    begin = end + 1;
  }
  return items;
}

}  // namespace logistic_regression
