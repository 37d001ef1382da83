#pragma once
// What the text of a field says: a number, nothing, or a category.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace logistic_regression {

/// What the text of a field says.
/// @{

/// Empty or blank, NA, N/A, n/a, NaN, NAN, nan, NULL, null, #N/A (as Excel writes) or <NA>
/// (pandas).
bool is_missing_value(std::string_view text);

/// What some write for no value, and others for a value: ?, -, ..., na, none, nil, missing.
bool may_be_missing(std::string_view text);

/// A sum below a table: total, Grand Total:, sum, average, ...
bool is_total(std::string_view text);

/// A decimal number with blanks around it: 12, -0.5, +1e-3, inf, nan; nothing if it is none.
std::optional<double> to_number(std::string_view text);

/// @}

/// Sorts texts, by their value if all of them are numbers.
std::vector<std::string> sorted_categories(std::vector<std::string> texts);

/// The first 40 bytes, for an error text.
std::string shortened(std::string_view text);

/// What does not print is escaped, so that a text of a file cannot move the cursor.
std::string printable(const std::string& text);

/// "a, b, c", the first 20 of them, printable, for an error text.
std::string name_list(const std::vector<std::string>& names);

/// Without blanks (spaces and tabs) at both ends.
std::string_view trimmed(std::string_view text);

/// The same for texts that differ in case and blanks alone: trimmed, inner blanks of any length as
/// one space, letters (Latin, Greek, Cyrillic) in lower case.
std::string folded(std::string_view text);

}  // namespace logistic_regression
