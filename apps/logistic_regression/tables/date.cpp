// Tells dates from other texts.
// Dates and times of the day, as tables have them.
#include "apps/logistic_regression/tables/date.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "apps/logistic_regression/value.h"

namespace logistic_regression {
namespace {

bool is_digit(char c) { return '0' <= c && c <= '9'; }

/// Takes a text from its beginning, part by part.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  bool is_all() {
    blanks();
    const std::string_view before = rest_;
    if (date()) {
      blanks();
      take(",");
      take("T");
      blanks();
      return rest_.empty() || time();
    }
    rest_ = before;
    return time();
  }

 private:
  struct Number {
    int64_t value = -1;
    size_t digits = 0;
    bool is_day() const { return digits <= 2 && 1 <= value && value <= 31; }
    bool is_month() const { return digits <= 2 && 1 <= value && value <= 12; }
    bool is_year() const { return digits == 4 && 1000 <= value && value <= 2999; }
    bool is_short_year() const { return digits == 2; }
  };

  bool date() {
    if (weekday()) {
      take(",");
      blanks();
    }
    if (month()) {  // Jan 5, 2020; Jan 2020
      between();
      const Number first = number();
      if (first.is_year()) return true;
      if (!first.is_day()) return false;
      between();
      return number().is_year();
    }
    const Number first = number();
    const char mark = rest_.empty() ? 0 : rest_.front();
    if (first.is_day()) {  // 5 Jan 2020, 5-Jan-20
      const std::string_view before = rest_;
      between();
      if (month()) {
        between();
        const Number year = number();
        return year.is_year() || year.is_short_year();
      }
      rest_ = before;
    }
    return (mark == '-' || mark == '/' || mark == '.') && numbers(first, mark);
  }

  /// 2020-01-31, 31/1/2020, 31.01.20: `first` and what follows it.
  bool numbers(const Number& first, char mark) {
    rest_.remove_prefix(1);
    const Number second = number();
    if (first.is_year() && second.is_month() && rest_.empty()) return mark == '-' || mark == '/';
    if (rest_.empty() || rest_.front() != mark) return false;
    rest_.remove_prefix(1);
    const Number third = number();
    if (first.is_year()) return second.is_month() && third.is_day();
    const bool has_day =
        (first.is_day() && second.is_month()) || (first.is_month() && second.is_day());
    // 1.2.10 may be a version.
    const bool is_long = first.digits + second.digits == 4 || mark == '/';
    return has_day && (third.is_year() || (third.is_short_year() && is_long));
  }

  /// 9:30, 12:30:00.5 PM, 12:30:00+01:00, 12:30Z
  bool time() {
    const Number hour = number();
    if (hour.digits == 0 || hour.digits > 2 || hour.value > 24) return false;
    for (int parts = 0; parts < 2 && take(":"); ++parts) {
      const Number part = number();
      if (part.digits != 2 || part.value > 59) return false;
      is_clock_ = true;
    }
    if (!is_clock_) return false;
    if (take(".") || take(",")) number();
    blanks();
    for (const char* half : {"AM", "PM", "am", "pm", "Z", "UTC", "GMT"}) take(half);
    blanks();
    if (take("+") || take("-")) {
      number();
      if (take(":")) number();
    }
    return rest_.empty();
  }

  bool month() {
    return word({"january", "february", "march", "april", "may", "june", "july", "august",
                 "september", "october", "november", "december", "januar", "februar", "mai", "juni",
                 "juli", "oktober", "dezember"});
  }
  bool weekday() {
    return word({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"});
  }

  /// Takes one of these, or its first three letters or more.
  bool word(std::initializer_list<std::string_view> names) {
    std::string letters;
    for (const char c : rest_) {
      const char lower = 'A' <= c && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (lower < 'a' || lower > 'z') break;
      letters += lower;
    }
    const bool is_one =
        letters.size() >= 3 && std::any_of(names.begin(), names.end(), [&](std::string_view name) {
          return name.starts_with(letters);
        });
    if (is_one) rest_.remove_prefix(letters.size());
    return is_one;
  }

  Number number() {
    Number number{0, 0};
    while (!rest_.empty() && is_digit(rest_.front()) && number.digits < 10) {
      number.value = 10 * number.value + (rest_.front() - '0');
      ++number.digits;
      rest_.remove_prefix(1);
    }
    return number;
  }

  bool take(std::string_view start) {
    if (!rest_.starts_with(start)) return false;
    rest_.remove_prefix(start.size());
    return true;
  }
  void blanks() { take_any(" \t"); }
  void between() { take_any(" -./,"); }
  void take_any(std::string_view marks) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(marks), rest_.size()));
  }

  std::string_view rest_;
  bool is_clock_ = false;
};

}  // namespace

bool is_date(std::string_view text) {
  text = trimmed(text);
  return text.size() >= 4 && text.size() <= 40 && std::any_of(text.begin(), text.end(), is_digit) &&
         DateReader(text).is_all();
}

}  // namespace logistic_regression
