#include "apps/logistic_regression/tables/number.h"

#include <gtest/gtest.h>

#include <cmath>

#include "apps/logistic_regression/tables/date.h"

namespace logistic_regression {
namespace {

double value(const std::string& text, char decimal = 0) {
  const auto number = read_number(text, decimal);
  return number ? number->value : NAN;
}

TEST(Number, IsPlain) {
  for (const char decimal : {'\0', '.'}) {
    EXPECT_EQ(value("12", decimal), 12);
    EXPECT_EQ(value(" -0.5 ", decimal), -0.5);
    EXPECT_EQ(value("+1e-3", decimal), 1e-3);
    EXPECT_EQ(value("1.234", decimal), 1.234);
    EXPECT_TRUE(read_number("-.5", decimal)->is_plain);
    EXPECT_EQ(value("inf", decimal), INFINITY);
  }
  EXPECT_EQ(read_number("3.14", 0)->mark, DecimalMark::point);
  EXPECT_EQ(read_number("1.2345", 0)->mark, DecimalMark::point);
  EXPECT_EQ(read_number("0.123", 0)->mark, DecimalMark::point);
  // A number that says nothing about the mark.
  for (const char* text : {"12", "1.234", "1e5", "-7"})
    EXPECT_EQ(read_number(text, 0)->mark, DecimalMark::none) << text;
}

TEST(Number, HasThousands) {
  for (const char decimal : {'\0', '.'}) {
    EXPECT_EQ(value("1,234,567", decimal), 1234567);
    EXPECT_EQ(value("1,003.34", decimal), 1003.34);
    EXPECT_EQ(value("-12,345.6e2", decimal), -1234560);
  }
  for (const char decimal : {'\0', ','}) {
    EXPECT_EQ(value("1.234.567", decimal), 1234567);
    EXPECT_EQ(value("1.003,34", decimal), 1003.34);
  }
  for (const char decimal : {'\0', ',', '.'}) {
    EXPECT_EQ(value("1 234 567", decimal), 1234567);
    EXPECT_EQ(value("1\u00a0234", decimal), 1234);
    EXPECT_EQ(value("12\u202f345", decimal), 12345);
    EXPECT_EQ(value("1'234", decimal), 1234);
    EXPECT_EQ(value("1\u2019234", decimal), 1234);
  }
  EXPECT_EQ(value("1'234.5"), 1234.5);
  EXPECT_EQ(value("1 234,5"), 1234.5);
  EXPECT_FALSE(read_number("1,234,567", 0)->is_plain);
  EXPECT_EQ(read_number("1,234,567", 0)->mark, DecimalMark::point);
  EXPECT_EQ(read_number("1.234.567", 0)->mark, DecimalMark::comma);
  EXPECT_EQ(read_number("1,234.5", 0)->mark, DecimalMark::point);
  EXPECT_EQ(read_number("1 234", 0)->mark, DecimalMark::none);
}

TEST(Number, HasADecimalComma) {
  EXPECT_EQ(value("3,14", ','), 3.14);
  EXPECT_EQ(value("1.234", ','), 1234);
  EXPECT_EQ(value("12", ','), 12);
  EXPECT_EQ(value(",5", ','), 0.5);
  EXPECT_EQ(value("-1,5e-3", ','), -1.5e-3);
  EXPECT_TRUE(read_number("3,14", ',')->is_plain);
  EXPECT_FALSE(read_number("1.234", ',')->is_plain);
  for (const char* text : {"3.14", "1.2345", "0.123", "1,2,3"})
    EXPECT_FALSE(read_number(text, ',')) << text;
  for (const char* text : {"3,14", "0,123", "1234,567", ",5"}) {
    EXPECT_EQ(read_number(text, 0)->mark, DecimalMark::comma) << text;
    EXPECT_FALSE(read_number(text, '.')) << text;
  }
}

TEST(Number, MayBeReadInTwoWays) {
  EXPECT_EQ(read_number("1,234", 0)->mark, DecimalMark::either);
  EXPECT_EQ(read_number("$12,345", 0)->mark, DecimalMark::either);
  EXPECT_EQ(value("1,234", '.'), 1234);
  EXPECT_EQ(value("1,234", ','), 1.234);
  EXPECT_EQ(value("1,234"), 1234);
  EXPECT_EQ(value("$1.234"), 1.234);
}

TEST(Number, HasSignsBesideIt) {
  EXPECT_EQ(value("$1,003.34"), 1003.34);
  EXPECT_EQ(read_number("$1,003.34", 0)->currency, "$");
  EXPECT_EQ(value("-$5"), -5);
  EXPECT_EQ(value("$-5"), -5);
  EXPECT_EQ(value("(1,234.50)"), -1234.5);
  EXPECT_EQ(value("5 \u20ac"), 5);
  EXPECT_EQ(value("EUR 5,25", ','), 5.25);
  EXPECT_EQ(read_number("5 EUR", 0)->currency, "EUR");
  EXPECT_EQ(value("\u22125"), -5);
  EXPECT_EQ(value("12%"), 0.12);
  EXPECT_EQ(value("12,5 %", ','), 0.125);
  EXPECT_TRUE(read_number("12%", 0)->is_percent);
  EXPECT_FALSE(read_number("12", 0)->is_percent);
}

TEST(Number, IsNone) {
  for (const char* text :
       {"",       " ",         "-",          "$",           "%",          "()",
        "--5",    "+-1",       "12,34,5",    "1,23",        "1 2",        "1,2345.6",
        "1,,234", ",123.4",    "1234,567.8", "0,123.4",     "1e",         "5 kg",
        "12%%",   "$5$",       "1.2.3",      "1,234.567,8", "2020-01-01", "ten",
        "0x10",   "1,234 567", "1.5,000",    "e5",          "."})
    EXPECT_FALSE(read_number(text, '.')) << text;
  for (const char* text : {"ten", "1.2.3", "1,2,3", "1 23", "5 kg", "1,234.567,8"})
    EXPECT_FALSE(read_number(text, 0)) << text;
}

TEST(Date, IsRecognised) {
  for (const char* text : {"2020-01-31",
                           "2020/1/31",
                           "2020-01-31T12:30:00Z",
                           "2020-01-31 12:30:00.123+01:00",
                           "31.1.2020",
                           "31.01.20",
                           "1/31/20",
                           "31/1/2020",
                           "01-31-2020",
                           "5 Jan 2020",
                           "5-Jan-20",
                           "05.March 2020",
                           "Jan 5, 2020",
                           "January 2020",
                           "Mon, 5 Jan 2020 12:30 PM",
                           "12:30",
                           "9:05:07",
                           "2020-01",
                           " 2020-01-31 ",
                           "1/2/2020 9:30 am",
                           "24:00",
                           "2020-01-31, 9:30",
                           "Sept 2020"})
    EXPECT_TRUE(is_date(text)) << text;
  for (const char* text :
       {"",      "2020",    "20200131",    "1.2.3",      "1.2.10",     "10.0.0.1", "555-12-1234",
        "3:2",   "12:61",   "2020-13-01",  "2020-01-32", "32/32/2020", "Mars",     "May",
        "May 7", "Janet 5", "1-2",         "1/2",        "12-30",      "1-800",    "a 12:30",
        "5 Jan", "12:30 x", "2020-01-31 x"})
    EXPECT_FALSE(is_date(text)) << text;
}

}  // namespace
}  // namespace logistic_regression
