// A table in a file, row by row.
#include "apps/logistic_regression/tables/table_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"

namespace logistic_regression {
namespace {

int64_t megabytes(int64_t bytes) { return (bytes + 999'999) / 1'000'000; }

}  // namespace

TableFile::TableFile(const TableOptions& options)
    : options_(options),
      reader_(options.path, options.format),
      is_at_first_row_(!options.has_header),
      progress_("reading " + options.path + ", MB", megabytes(reader_.bytes_total()),
                options.shows_progress && reader_.bytes_total() > 0) {
  if (!reader_.next()) {
    throw apps::DataError(fmt::format("{}: expected {}, got the end of the file", options.path,
                                      options.has_header ? "a line of column names" : "a row"));
  }
  first_line_number_ = reader_.line();
  for (size_t i = 0; i < reader_.size(); ++i) {
    first_line_.emplace_back(reader_[i]);
    const std::string_view name = options.has_header ? trimmed(reader_[i]) : "";
    names_.push_back(name.empty() ? fmt::format("column {}", i + 1) : std::string(name));
  }
}

std::string TableFile::separator_hint() const {
  for (const char other : {';', '\t', '|', ','}) {
    size_t count = 0;
    for (const std::string& name : first_line_)
      count += std::count(name.begin(), name.end(), other);
    if (other == options_.format.separator || count < first_line_.size()) continue;
    const std::string value = other == '\t' ? "tab" : apps::in_quotes({&other, 1});
    return fmt::format(": line {} looks as if {} stood between fields (--separator {})",
                       first_line_number_, value, value);
  }
  return "";
}

bool TableFile::next() {
  if (++rows_ % 1024 == 0) progress_.update(megabytes(reader_.bytes_read()));
  if (!is_at_first_row_) return reader_.next();
  is_at_first_row_ = false;
  return true;
}

bool TableFile::is_missing(size_t field) const {
  const std::string_view text = reader_[field];
  const std::vector<std::string>& more = options_.missing;
  return is_missing_value(text) || std::find(more.begin(), more.end(), trimmed(text)) != more.end();
}

}  // namespace logistic_regression
