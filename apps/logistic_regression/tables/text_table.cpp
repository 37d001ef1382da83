// Columns of text.
#include "apps/logistic_regression/tables/text_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace logistic_regression {
namespace {

/// In characters, as fmt counts them.
size_t length(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
}

}  // namespace

std::string TextTable::text() const {
  std::string out;
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? fmt::format("{:<{}}", row[i], width(i))
                    : fmt::format("  {:>{}}", row[i], width(i));
    }
    out += '\n';
  }
  return out;
}

size_t TextTable::width(size_t column) const {
  size_t result = 0;
  for (const auto& row : rows_) {
    if (column < row.size()) result = std::max(result, length(row[column]));
  }
  return result;
}

}  // namespace logistic_regression
