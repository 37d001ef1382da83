#pragma once
// Tells dates from other texts.
// Dates and times of the day, as tables have them.

#include <string_view>

namespace logistic_regression {

/// Whether a text is a date, a time of the day or both: 2020-01-31, 31.1.2020, 1/31/20, 5 Jan 2020,
/// Mon, Jan 5, 2020 12:30 PM, 2020-01-31T12:30:00Z, 12:30. Dates of digits alone (20200131) are
/// numbers.
bool is_date(std::string_view text);

}  // namespace logistic_regression
