#include "apps/support/csv.h"

#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace apps {
namespace {

using test_support::Folder;
using Record = std::vector<std::string>;

std::vector<Record> records(const std::string& text, CsvFormat format = {}) {
  const Folder folder;
  folder.write("t.csv", text);
  CsvReader reader(folder.path("t.csv"), format);
  std::vector<Record> all;
  while (reader.next()) {
    Record record;
    for (size_t i = 0; i < reader.size(); ++i) record.emplace_back(reader[i]);
    all.push_back(record);
  }
  return all;
}

/// What is thrown, from the place on: "3:5: expected ...".
std::string complaint(const std::string& text, CsvFormat format = {}) {
  try {
    records(text, format);
  } catch (const DataError& error) {
    const std::string what = error.what();
    return what.substr(what.find("t.csv:") + 6);
  }
  return "no error";
}

// The records are those that Python 3.11's csv.reader gives, but for blank lines, which it keeps.
TEST(Csv, ReadsRecords) {
  const std::vector<Record> two = {{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(records("a,b\n1,2\n"), two);
  EXPECT_EQ(records("a,b\n1,2"), two);
  EXPECT_EQ(records("a,b\r\n1,2\r\n"), two);
  EXPECT_EQ(records("a,b\r1,2\r"), two);
  EXPECT_EQ(records("\n\na,b\n\r\n1,2\n\n"), two);
  EXPECT_EQ(records("\xef\xbb\xbf"
                    "a,b\n1,2\n"),
            two);
  EXPECT_EQ(records("\"a\",b\n1,\"2\""), two);
  EXPECT_EQ(records("title\nmore, of it\na,b\n1,2\n", {',', 2, 0}), two);
  EXPECT_EQ(records("a;b\n1;2\n", {';', 0, 0}), two);
  EXPECT_EQ(records("a\tb\n1\t2\n", {'\t', 0, 0}), two);
}

TEST(Csv, KeepsWhatStandsInFields) {
  EXPECT_EQ(records(",\n"), (std::vector<Record>{{"", ""}}));
  EXPECT_EQ(records("a\n\"\"\n"), (std::vector<Record>{{"a"}, {""}}));
  EXPECT_EQ(records(" a , b c \n"), (std::vector<Record>{{" a ", " b c "}}));
}

TEST(Csv, ReadsQuotes) {
  EXPECT_EQ(records("\"a,b\",\"c\"\"d\",\"e\nf\",\"g\r\nh\"\n"),
            (std::vector<Record>{{"a,b", "c\"d", "e\nf", "g\r\nh"}}));
  EXPECT_EQ(records("\"\"\"\"\n"), (std::vector<Record>{{"\""}}));
  EXPECT_EQ(records("\"\",\"\"\n"), (std::vector<Record>{{"", ""}}));
  EXPECT_EQ(records("'a','b'\n"), (std::vector<Record>{{"'a'", "'b'"}}));
}

TEST(Csv, HasNoRecordsInAnEmptyFile) {
  EXPECT_EQ(records(""), std::vector<Record>());
  EXPECT_EQ(records("\n\r\n\n"), std::vector<Record>());
  EXPECT_EQ(records("a,b\n", {',', 7, 0}), std::vector<Record>());
}

TEST(Csv, ReadsAcrossChunks) {
  // Every kind of place meets the border of a chunk, 256 KiB, in one of these files.
  for (size_t shift = 0; shift < 12; ++shift) {
    const std::string filler((1 << 18) - shift, 'x');
    const std::vector<Record> all = records(filler + ",\"q\"\"\n\",z\r\n1,2,3");
    ASSERT_EQ(all.size(), 2u) << shift;
    EXPECT_EQ(all[0], (Record{filler, "q\"\n", "z"})) << shift;
    EXPECT_EQ(all[1], (Record{"1", "2", "3"})) << shift;
  }
}

// Not by RFC 4180, but as tables are: Python's csv.reader keeps the empty fields, and takes the
// first case with skipinitialspace.
TEST(Csv, AllowsBlanksAroundQuotes) {
  EXPECT_EQ(records("a, \"b, c\" ,\t\"d\"\n"), (std::vector<Record>{{"a", "b, c", "d"}}));
  EXPECT_EQ(records(" \"a\" \t"), (std::vector<Record>{{"a"}}));
  EXPECT_EQ(records("\"a\"\t\"b\"\n", {'\t', 0, 0}), (std::vector<Record>{{"a", "b"}}));
}

TEST(Csv, AllowsEmptyFieldsAtTheEndOfSomeLines) {
  const std::vector<Record> two = {{"a", "b"}, {"1", "2"}, {"3", ""}};
  EXPECT_EQ(records("a,b\n1,2,\n3,,,\n"), two);
  EXPECT_EQ(records("a,b,\n1,2\n3,\n"),
            (std::vector<Record>{{"a", "b", ""}, {"1", "2", ""}, {"3", "", ""}}));
  EXPECT_EQ(complaint("a,,\n1\n2,3\n4,5,6\n7,8,9,0\n"),
            "5:7: expected 3 fields as in line 1, got 4: put a value that holds ',' in quotes, or "
            "leave out lines after the table, as of totals: --skip-last 1");
}

TEST(Csv, LeavesOutTheLastRecords) {
  const std::vector<Record> two = {{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(records("a,b\n1,2\nTotal\n", {',', 0, 1}), two);
  EXPECT_EQ(records("a,b\n1,2\n\n\"a\n1\",b,c\n\nTotal,1,2,3\n\n", {',', 0, 2}), two);
  EXPECT_EQ(records("a,b\n1,2\n", {',', 0, 2}), std::vector<Record>());
  EXPECT_EQ(records("a,b\n1,2\n", {',', 0, 5}), std::vector<Record>());
  EXPECT_EQ(
      complaint("a,b\n1\nTotal\n", {',', 0, 1}),
      "2:1: expected 2 fields as in line 1, got 1: write the separators of empty fields, too, "
      "or leave out lines after the table, as of totals: --skip-last 2");
}

TEST(Csv, SaysWhereAndWhat) {
  const std::string is_last = ", or leave out lines after the table, as of totals: --skip-last 1";
  EXPECT_EQ(
      complaint("a,b\n1\n3,4\n"),
      "2:1: expected 2 fields as in line 1, got 1: write the separators of empty fields, too");
  EXPECT_EQ(
      complaint("a,b\n1\n"),
      "2:1: expected 2 fields as in line 1, got 1: write the separators of empty fields, too" +
          is_last);
  EXPECT_EQ(complaint("a,b\n1,2,3,4\n5,6\n"),
            "2:5: expected 2 fields as in line 1, got 4: put a value that holds ',' in quotes");
  EXPECT_EQ(
      complaint("a\n\n\"x\ny\",2\n"),
      "4:4: expected 1 field as in line 1, got 2: put a value that holds ',' in quotes" + is_last);
  EXPECT_EQ(complaint("a,b\n1,\"x"),
            "2:3: expected a quote that closes this one, got the end of the file: close it, or "
            "write a quote that is part of a value twice, and quotes around the value");
  EXPECT_EQ(complaint("a,b\n1,x\"y\"\n"),
            "2:4: expected no quote inside a field without quotes around it, got '\"': put the "
            "field in quotes and write its own quotes twice");
  EXPECT_EQ(complaint("a,b\n\"1\" x,2\n"),
            "2:5: expected ',' or the end of the line after a closing quote, got 'x': write a "
            "quote inside quotes twice");
  EXPECT_EQ(
      complaint("one\na,b\n1\n2,3\n", {',', 1, 0}),
      "3:1: expected 2 fields as in line 2, got 1: write the separators of empty fields, too");
}

TEST(Csv, CountsLinesOfThreeKinds) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const std::string text = "a,b" + end + "\"x" + end + end + "y\",1" + end + "2" + end + "3,4";
    EXPECT_EQ(complaint(text),
              "5:1: expected 2 fields as in line 1, got 1: write the separators of empty fields, "
              "too");
  }
}

TEST(Csv, RefusesWhatIsNoText) {
  const auto refused = [](const std::string& start) {
    return complaint(start + "and more, of it\n");
  };
  EXPECT_EQ(refused("\xff\xfe,"), "1:1: expected text in UTF-8, got UTF-16: save it as UTF-8");
  EXPECT_EQ(refused({"a\0,\0b\0", 6}),
            "1:1: expected text in UTF-8, got bytes 0, as in UTF-16 or what is no text: save it as "
            "CSV in UTF-8");
  EXPECT_EQ(refused("PK\x03\x04"),
            "1:1: expected text in UTF-8, got a workbook or a ZIP file: save the table as CSV");
  EXPECT_EQ(refused("\x1f\x8b"),
            "1:1: expected text in UTF-8, got a compressed file: unpack it with gunzip");
}

TEST(Csv, KnowsTheSizeOfAFile) {
  const Folder folder;
  folder.write("t.csv", "a,b\n1,2\n");
  CsvReader reader(folder.path("t.csv"));
  EXPECT_EQ(reader.bytes_total(), 8);
  reader.next();
  EXPECT_EQ(reader.bytes_read(), 4);
  EXPECT_EQ(reader.line(), 1);
  while (reader.next()) {
  }
  EXPECT_EQ(reader.bytes_read(), 8);
}

TEST(Csv, ReportsWhatItCannotRead) {
  const Folder folder;
  try {
    CsvReader reader(folder.path("none.csv"));
    FAIL();
  } catch (const FileError& error) {
    EXPECT_EQ(error.what(),
              "cannot read '" + folder.path("none.csv") + "': No such file or directory");
  }
  EXPECT_THROW(CsvReader(folder.path("")), FileError);
}

}  // namespace
}  // namespace apps
