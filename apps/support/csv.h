#pragma once
// Reads and writes comma-separated values.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "apps/support/files.h"

namespace apps {

/// How a file of comma-separated values is written.
struct CsvFormat {
  char separator = ',';
  int64_t skip_lines = 0;  ///< lines before the first record that are no records
  int64_t skip_last = 0;   ///< records at the end that are not given, such as totals
};

/// Where a field begins in a file: line and column (in bytes), both from 1.
struct CsvPlace {
  int64_t line;
  int64_t column;
};

/// `text` as a field of a CSV file: in quotes if it has to be. Source: RFC 4180.
std::string csv_field(const std::string& text);

/// Reads a CSV file one record at a time, from a chunk of it: no more than the chunk and the record
/// are in memory, and the records that might be among the last.
///
/// Fields may stand in quotes, with blanks around them, which then hold separators, line ends and,
/// written twice, quotes. Lines end in LF, CRLF or CR, the last one with or without; empty lines
/// are no records; a byte order mark is skipped. Every record has as many fields as the first, but
/// for empty fields at the end. Bytes are taken for UTF-8 and not looked at. Source: RFC 4180.
class CsvReader {
 public:
  /// @throws FileError if the file cannot be read
  /// @throws DataError if it is UTF-16, compressed, or otherwise no text
  explicit CsvReader(std::string path, CsvFormat format = {});

  /// Goes to the next record; false at the end of the file.
  /// @throws DataError  "data.csv:3:5: expected ..., got ..."
  bool next();

  /// The record: valid until `next`.
  /// @{
  size_t size() const { return record().fields.size(); }
  std::string_view operator[](size_t field) const;
  CsvPlace place(size_t field) const { return record().fields[field].place; }
  int64_t line() const { return place(0).line; }
  DataError error(size_t field, const std::string& text) const { return error(place(field), text); }
  /// @}

  /// "data.csv:3:5: " and `text`.
  DataError error(CsvPlace place, const std::string& text) const;

  const std::string& path() const { return path_; }
  int64_t bytes_read() const { return chunk_start_ + static_cast<int64_t>(at_); }
  /// Of the whole file; 0 if that is not known, as of a pipe.
  int64_t bytes_total() const;

 private:
  struct Field {
    size_t begin;  // in Record::text
    CsvPlace place;
  };
  struct Record {
    std::string text;  // all fields, one after another
    std::vector<Field> fields;
    bool has_quotes = false;
  };
  static std::string_view text_of(const Record& record, size_t field);

  int peek();
  int get();
  bool refill();
  void check_is_text();
  void skip_byte_order_mark();
  void skip_line();
  void start_line();
  void skip_blanks();
  bool read_record();
  bool read_field();
  void read_plain();
  void read_quoted();
  bool end_field();
  void match_width();
  [[noreturn]] void fail_width();
  CsvPlace here() const { return {line_, bytes_read() - line_start_ + 1}; }
  Record& reading() { return records_[newest_]; }
  Record& record() { return records_[oldest_]; }
  const Record& record() const { return records_[oldest_]; }

  std::string path_;
  CsvFormat format_;
  std::unique_ptr<FILE, int (*)(FILE*)> file_;
  std::vector<char> chunk_;
  int64_t chunk_start_ = 0;  // its place in the file
  size_t at_ = 0, end_ = 0;  // in the chunk
  int64_t line_ = 1;
  int64_t line_start_ = 0;       // its place in the file
  std::vector<Record> records_;  // a ring: the record, and skip_last more that follow it
  size_t newest_ = 0, oldest_ = 0;
  size_t n_read_ = 0;       // records
  size_t width_ = 0;        // fields in the first record
  size_t least_width_ = 0;  // without those at its end that are empty
  int64_t width_line_ = 0;
};

}  // namespace apps
