#pragma once
// Numbers as people write them.
// Numbers as people write them.

#include <optional>
#include <string_view>

namespace logistic_regression {

/// Which mark a text shows to stand before the decimals.
enum class DecimalMark {
  none,    ///< either would do: 12
  point,   ///< 3.14, 1,003.34, 1,234,567
  comma,   ///< 3,14, 1.003,34, 1.234.567
  either,  ///< 1,234: 1234 or 1.234, who knows; but 1.234 is taken for a point
};

/// A number as people write it in tables.
struct WrittenNumber {
  double value = 0;  ///< of 12% it is 0.12; where the mark may be either, that of a point
  DecimalMark mark = DecimalMark::none;
  std::string_view currency{};  ///< "$", "EUR"; empty: none
  bool is_percent = false;      ///< has a sign % behind it
  bool is_plain = true;         ///< as programs write it: no sign beside it, thousands not grouped
};

/// Whether a plain number has a point that cannot group thousands: 3.14, but not 1.234.
bool has_decimal_point(std::string_view plain);

/// Reads 12, -0.5, +1e-3, $1,003.34, 5 EUR, 12 %, (1 000) for -1000, 1'234.5; nothing if it is none
/// of these. Thousands may be grouped by blanks, apostrophes, or the mark that is not the decimal
/// one. Infinite and nan are plain numbers.
/// @param decimal  '.' or ','; 0: find out, see `mark`
std::optional<WrittenNumber> read_number(std::string_view text, char decimal);

}  // namespace logistic_regression
