// Two half moons of points.
#include "apps/moons/data.h"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <fstream>
#include <string_view>

#include <glassgrad.h>
#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace moons {

Points make_moons(int64_t count, double noise) {
  const auto angles = [](int64_t n) { return glassgrad::linspace(0, M_PI, n, glassgrad::kDouble); };
  const auto jitter = glassgrad::randn({count, 2}, glassgrad::kDouble) * noise;
  const double* const shift = jitter.data_ptr<double>();

  const int64_t upper = count / 2;
  const auto upper_angles = angles(upper), lower_angles = angles(count - upper);
  Points points;
  for (int64_t i = 0; i < count; ++i) {
    const bool is_upper = i < upper;
    const double t =
        is_upper ? upper_angles.data_ptr<double>()[i] : lower_angles.data_ptr<double>()[i - upper];
    const double x = is_upper ? std::cos(t) : 1 - std::cos(t);
    const double y = is_upper ? std::sin(t) : 0.5 - std::sin(t);
    points.push_back({x + shift[2 * i], y + shift[2 * i + 1], is_upper ? -1.0 : 1.0});
  }
  return points;
}

namespace {

/// Takes a line apart and knows where it is.
class LineReader {
 public:
  LineReader(const std::string& path, int line, std::string_view text)
      : path_(path), line_(line), text_(text) {}

  /// The field up to the next comma, or up to the end of the line if it is the last one.
  std::string field(bool is_last) {
    const size_t end = is_last ? text_.size() : text_.find(',', at_);
    if (end == std::string_view::npos) {
      at_ = text_.size();
      fail("three fields x,y,label", text_);
    }
    begin_ = at_;
    at_ = end + 1;
    return std::string(text_.substr(begin_, end - begin_));
  }

  double number() {
    const std::string text = field(/*is_last=*/false);
    try {
      return apps::parse_number(text);
    } catch (const apps::ArgumentError& allowed) {
      fail(allowed.what(), text);
    }
  }

  double label() {
    const std::string text = field(/*is_last=*/true);
    try {
      const double label = apps::parse_number(text);
      if (label == 1) return 1;
      if (label == -1 || label == 0) return -1;
    } catch (const apps::ArgumentError&) {
    }
    fail("a label 1, -1 or 0", text);
  }

 private:
  [[noreturn]] void fail(const std::string& expected, std::string_view came) const {
    throw apps::DataError(fmt::format("{}:{}:{}: expected {}, got {}", path_, line_, begin_ + 1,
                                      expected, apps::in_quotes(came)));
  }

  const std::string& path_;
  int line_;
  std::string_view text_;
  size_t begin_ = 0;  // of the current field
  size_t at_ = 0;
};

}  // namespace

Points read_points(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw apps::cannot_read(path, errno);
  Points points;
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    if (text.ends_with('\r')) text.pop_back();
    if (text.empty() || (line == 1 && text == "x,y,label")) continue;
    LineReader reader(path, line, text);
    const double x = reader.number(), y = reader.number();
    points.push_back({x, y, reader.label()});
  }
  if (file.bad() || !file.eof()) {
    throw apps::DataError(fmt::format("cannot read '{}'", path));
  }
  if (points.empty()) {
    throw apps::DataError(fmt::format("{}: expected lines x,y,label, got none", path));
  }
  return points;
}

}  // namespace moons
