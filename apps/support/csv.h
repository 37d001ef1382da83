#pragma once

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
};

/// `text` as a field of a CSV file: in quotes if it has to be. Source: RFC 4180.
std::string csv_field(const std::string& text);

/// Reads a CSV file one record at a time, from a chunk of it: no more than the chunk and the record
/// are in memory.
///
/// Fields may stand in quotes, which then hold separators, line ends and, written twice, quotes.
/// Lines end in LF, CRLF or CR, the last one with or without; empty lines are no records; a byte
/// order mark is skipped. Every record has as many fields as the first. Bytes are taken for UTF-8
/// and not looked at.
/// Source: RFC 4180.
class CsvReader {
 public:
  /// @throws FileError if the file cannot be read
  /// @throws DataError if it is UTF-16
  explicit CsvReader(std::string path, CsvFormat format = {});

  /// Goes to the next record; false at the end of the file.
  /// @throws DataError  "data.csv:3:5: expected ..., got ..."
  bool next();

  /// The record: valid until `next`.
  /// @{
  size_t size() const { return fields_.size(); }
  std::string_view operator[](size_t field) const;
  int64_t line() const { return fields_.front().line; }  ///< where it begins, from 1
  /// "data.csv:3:5: " and `text`: line and column (in bytes) where `field` begins, both from 1.
  DataError error(size_t field, const std::string& text) const;
  /// @}

  const std::string& path() const { return path_; }
  int64_t bytes_read() const { return chunk_start_ + static_cast<int64_t>(at_); }
  /// Of the whole file; 0 if that is not known, as of a pipe.
  int64_t bytes_total() const;

 private:
  struct Field {
    size_t begin;  // in text_
    int64_t line;
    int64_t column;
  };

  int peek();
  int get();
  bool refill();
  void skip_byte_order_mark();
  void skip_line();
  void start_line();
  bool read_field();
  void read_plain();
  void read_quoted();
  bool end_field();
  void check_width();
  int64_t column() const { return bytes_read() - line_start_ + 1; }
  DataError error_at(int64_t line, int64_t column, const std::string& text) const;

  std::string path_;
  CsvFormat format_;
  std::unique_ptr<FILE, int (*)(FILE*)> file_;
  std::vector<char> chunk_;
  int64_t chunk_start_ = 0;  // its place in the file
  size_t at_ = 0, end_ = 0;  // in the chunk
  int64_t line_ = 1;
  int64_t line_start_ = 0;  // its place in the file
  std::string text_;        // all fields of the record, one after another
  std::vector<Field> fields_;
  bool has_quotes_ = false;
  size_t width_ = 0;  // fields in the first record
  int64_t width_line_ = 0;
};

}  // namespace apps
