// Codes for the different texts of a column.
#include "apps/logistic_regression/tables/categories.h"

#include <cmath>

#include "apps/logistic_regression/value.h"

namespace logistic_regression {
namespace {

/// A finite number that `text` is.
std::optional<double> value_of(std::string_view text) {
  const auto value = to_number(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

template <class Map, class Key>
std::optional<int32_t> look_up(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Categories::Categories(const std::vector<std::string>& names, bool ignores_case)
    : ignores_case_(ignores_case) {
  for (const std::string& name : names) add_name(name);
}

std::optional<int32_t> Categories::find(std::string_view text) const {
  const auto same = look_up(codes_, text);
  return same ? same : find_equal(text);
}

std::optional<int32_t> Categories::find_equal(std::string_view text) const {
  if (const auto value = value_of(text)) return look_up(numbers_, *value);
  return ignores_case_ ? look_up(folded_, folded(text)) : std::nullopt;
}

int32_t Categories::add(std::string_view text) {
  if (const auto same = look_up(codes_, text)) return *same;
  const auto equal = find_equal(text);
  if (!equal) {
    add_name(text);
    return static_cast<int32_t>(names_.size()) - 1;
  }
  codes_.emplace(text, *equal);
  others_.emplace_back(*equal, text);
  return *equal;
}

void Categories::add_name(std::string_view text) {
  const auto code = static_cast<int32_t>(names_.size());
  names_.emplace_back(ignores_case_ ? trimmed(text) : text);
  codes_.emplace(text, code);
  if (const auto value = value_of(text)) {
    numbers_.emplace(*value, code);
  } else if (ignores_case_) {
    folded_.emplace(folded(text), code);
  }
}

}  // namespace logistic_regression
