// Reads and writes comma-separated values.
#include "apps/support/csv.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "apps/support/arguments.h"

namespace apps {
namespace {

constexpr size_t kChunk = 1 << 18;
constexpr int kEnd = -1;  // of the file

}  // namespace

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

CsvReader::CsvReader(std::string path, CsvFormat format)
    : path_(std::move(path)),
      format_(format),
      file_(std::fopen(path_.c_str(), "rb"), &std::fclose),
      chunk_(kChunk),
      records_(static_cast<size_t>(format.skip_last) + 1) {
  if (!file_) throw cannot_read(path_, errno);
  peek();
  check_is_text();
  skip_byte_order_mark();
  for (int64_t i = 0; i < format_.skip_lines && peek() != kEnd; ++i) skip_line();
}

bool CsvReader::next() {
  do {
    newest_ = oldest_;
    if (!read_record()) return false;
    oldest_ = (newest_ + 1) % records_.size();
  } while (++n_read_ < records_.size());
  match_width();
  return true;
}

std::string_view CsvReader::operator[](size_t field) const { return text_of(record(), field); }

std::string_view CsvReader::text_of(const Record& record, size_t field) {
  const std::vector<Field>& fields = record.fields;
  const size_t begin = fields[field].begin;
  const size_t end = field + 1 < fields.size() ? fields[field + 1].begin : record.text.size();
  return std::string_view(record.text).substr(begin, end - begin);
}

DataError CsvReader::error(CsvPlace place, const std::string& text) const {
  return DataError(fmt::format("{}:{}:{}: {}", path_, place.line, place.column, text));
}

int64_t CsvReader::bytes_total() const {
  struct stat status;
  const bool is_known = fstat(fileno(file_.get()), &status) == 0 && S_ISREG(status.st_mode);
  return is_known ? status.st_size : 0;
}

bool CsvReader::refill() {
  chunk_start_ += static_cast<int64_t>(end_);
  at_ = 0;
  end_ = std::fread(chunk_.data(), 1, chunk_.size(), file_.get());
  if (std::ferror(file_.get())) throw cannot_read(path_, errno);
  return end_ > 0;
}

int CsvReader::peek() {
  if (at_ == end_ && !refill()) return kEnd;
  return static_cast<unsigned char>(chunk_[at_]);
}

int CsvReader::get() {
  const int c = peek();
  if (c != kEnd) ++at_;
  return c;
}

void CsvReader::check_is_text() {
  const std::string_view start(chunk_.data(), std::min<size_t>(end_, 1000));
  const auto refuse = [&](const char* came) {
    throw error({1, 1}, fmt::format("expected text in UTF-8, got {}", came));
  };
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff")) {
    refuse("UTF-16: save it as UTF-8");
  }
  if (start.starts_with("PK\x03\x04")) refuse("a workbook or a ZIP file: save the table as CSV");
  if (start.starts_with("\x1f\x8b")) refuse("a compressed file: unpack it with gunzip");
  if (start.find('\0') != start.npos) {
    refuse("bytes 0, as in UTF-16 or what is no text: save it as CSV in UTF-8");
  }
}

void CsvReader::skip_byte_order_mark() {
  if (!std::string_view(chunk_.data(), end_).starts_with("\xef\xbb\xbf")) return;
  at_ = 3;
  line_start_ = 3;
}

void CsvReader::start_line() {
  ++line_;
  line_start_ = bytes_read();
}

void CsvReader::skip_line() {
  for (int c; (c = get()) != kEnd;) {
    if (c == '\r' && peek() == '\n') continue;
    if (c == '\n' || c == '\r') return start_line();
  }
}

void CsvReader::skip_blanks() {
  while ((peek() == ' ' || peek() == '\t') && peek() != format_.separator) get();
}

/// False at the end of the file.
bool CsvReader::read_record() {
  Record& record = reading();
  do {
    record.text.clear();
    record.fields.clear();
    record.has_quotes = false;
    if (peek() == kEnd) return false;
    while (read_field()) {
    }
  } while (record.text.empty() && record.fields.size() == 1 && !record.has_quotes);
  return true;
}

/// Whether another field follows in this record.
bool CsvReader::read_field() {
  Record& record = reading();
  record.fields.push_back({record.text.size(), here()});
  if (peek() == '"') {
    read_quoted();
  } else {
    read_plain();
  }
  return end_field();
}

void CsvReader::read_plain() {
  const auto ends_run = [this](char c) {
    return c == format_.separator || c == '\n' || c == '\r' || c == '"';
  };
  std::string& text = reading().text;
  while (peek() != kEnd) {
    const auto begin = chunk_.begin() + at_, end = chunk_.begin() + end_;
    const auto stop = std::find_if(begin, end, ends_run);
    text.append(begin, stop);
    at_ += stop - begin;
    if (stop == end) continue;
    if (*stop != '"') return;
    const size_t field = reading().fields.back().begin;
    if (text.find_first_not_of(" \t", field) == text.npos) {  // blanks before a quote
      text.resize(field);
      return read_quoted();
    }
    throw error(here(),
                "expected no quote inside a field without quotes around it, got '\"': put the "
                "field in quotes and write its own quotes twice");
  }
}

void CsvReader::read_quoted() {
  const CsvPlace start = here();
  reading().has_quotes = true;
  get();
  while (true) {
    const int c = get();
    if (c == kEnd) {
      throw error(start,
                  "expected a quote that closes this one, got the end of the file: close it, or "
                  "write a quote that is part of a value twice, and quotes around the value");
    }
    if (c == '"' && peek() != '"') return skip_blanks();
    if (c == '"') get();
    if (c == '\n' || (c == '\r' && peek() != '\n')) start_line();
    reading().text += static_cast<char>(c);
  }
}

/// Takes what follows a field; whether that is a separator.
bool CsvReader::end_field() {
  const CsvPlace at = here();
  const int c = get();
  if (c == kEnd) return false;
  if (c == static_cast<unsigned char>(format_.separator)) return true;
  if (c == '\r' && peek() == '\n') get();
  if (c == '\n' || c == '\r') {
    start_line();
    return false;
  }
  throw error(at,
              fmt::format("expected {} or the end of the line after a closing quote, got {}: write "
                          "a quote inside quotes twice",
                          in_quotes({&format_.separator, 1}),
                          in_quotes(std::string(1, static_cast<char>(c)))));
}

/// Makes the record as wide as the first one, by empty fields at the end that either has more.
void CsvReader::match_width() {
  std::vector<Field>& fields = record().fields;
  const auto ends_empty = [&] { return text_of(record(), fields.size() - 1).empty(); };
  if (width_ == 0) {
    width_ = least_width_ = fields.size();
    width_line_ = line();
    while (least_width_ > 1 && text_of(record(), least_width_ - 1).empty()) --least_width_;
  }
  while (fields.size() > width_ && ends_empty()) fields.pop_back();
  while (fields.size() < width_ && fields.size() >= least_width_) {
    fields.push_back({record().text.size(), fields.back().place});
  }
  if (fields.size() != width_) fail_width();
}

void CsvReader::fail_width() {
  const size_t n = size();
  std::string cure = n > width_ ? fmt::format("put a value that holds {} in quotes",
                                              in_quotes({&format_.separator, 1}))
                                : "write the separators of empty fields, too";
  if (peek() == kEnd) {
    cure += fmt::format(", or leave out lines after the table, as of totals: --skip-last {}",
                        format_.skip_last + 1);
  }
  throw error(std::min(n - 1, width_),
              fmt::format("expected {} field{} as in line {}, got {}: {}", width_,
                          width_ == 1 ? "" : "s", width_line_, n, cure));
}

}  // namespace apps
