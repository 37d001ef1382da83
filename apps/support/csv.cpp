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
      chunk_(kChunk) {
  if (!file_) throw cannot_read(path_, errno);
  skip_byte_order_mark();
  for (int64_t i = 0; i < format_.skip_lines && peek() != kEnd; ++i) skip_line();
}

bool CsvReader::next() {
  do {
    text_.clear();
    fields_.clear();
    has_quotes_ = false;
    if (peek() == kEnd) return false;
    while (read_field()) {
    }
  } while (text_.empty() && size() == 1 && !has_quotes_);
  check_width();
  return true;
}

std::string_view CsvReader::operator[](size_t field) const {
  const size_t begin = fields_[field].begin;
  const size_t end = field + 1 < fields_.size() ? fields_[field + 1].begin : text_.size();
  return std::string_view(text_).substr(begin, end - begin);
}

DataError CsvReader::error(size_t field, const std::string& text) const {
  return error_at(fields_[field].line, fields_[field].column, text);
}

DataError CsvReader::error_at(int64_t line, int64_t column, const std::string& text) const {
  return DataError(fmt::format("{}:{}:{}: {}", path_, line, column, text));
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

void CsvReader::skip_byte_order_mark() {
  peek();
  const std::string_view start(chunk_.data(), end_);
  if (start.starts_with("\xef\xbb\xbf")) {
    at_ = 3;
    line_start_ = 3;
  } else if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff")) {
    throw error_at(1, 1, "expected text in UTF-8, got UTF-16: save it as UTF-8");
  }
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

/// Whether another field follows in this record.
bool CsvReader::read_field() {
  fields_.push_back({text_.size(), line_, column()});
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
  while (peek() != kEnd) {
    const auto begin = chunk_.begin() + at_, end = chunk_.begin() + end_;
    const auto stop = std::find_if(begin, end, ends_run);
    text_.append(begin, stop);
    at_ += stop - begin;
    if (stop == end) continue;
    if (*stop != '"') return;
    throw error_at(line_, column(),
                   "expected no quote inside a field without quotes around it, got '\"': put the "
                   "field in quotes and write its own quotes twice");
  }
}

void CsvReader::read_quoted() {
  const Field start = fields_.back();
  has_quotes_ = true;
  get();
  while (true) {
    const int c = get();
    if (c == kEnd) {
      throw error_at(start.line, start.column,
                     "expected a quote that closes this one, got the end of the file");
    }
    if (c == '"' && peek() != '"') return;
    if (c == '"') get();
    if (c == '\n') start_line();
    text_ += static_cast<char>(c);
  }
}

/// Takes what follows a field; whether that is a separator.
bool CsvReader::end_field() {
  const int64_t at = column();
  const int c = get();
  if (c == kEnd) return false;
  if (c == static_cast<unsigned char>(format_.separator)) return true;
  if (c == '\r' && peek() == '\n') get();
  if (c == '\n' || c == '\r') {
    start_line();
    return false;
  }
  throw error_at(
      line_, at,
      fmt::format("expected {} or the end of the line after a closing quote, got {}",
                  quoted({&format_.separator, 1}), quoted(std::string(1, static_cast<char>(c)))));
}

void CsvReader::check_width() {
  if (width_ == 0) {
    width_ = size();
    width_line_ = line();
  }
  if (size() == width_) return;
  const size_t place = std::min(size() - 1, width_);
  throw error(place, fmt::format("expected {} field{} as in line {}, got {}", width_,
                                 width_ == 1 ? "" : "s", width_line_, size()));
}

}  // namespace apps
