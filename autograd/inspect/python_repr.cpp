// Numbers and tensors as Python prints them.
#include "autograd/inspect/python_repr.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "autograd/graph/node.h"

namespace glassgrad {
namespace {

constexpr int64_t kLineWidth = 80;
constexpr int64_t kThreshold = 1000;  // a tensor with more elements is summarised ...
constexpr int64_t kEdgeItems = 3;     // ... to so many at each end of a dimension

std::string nonfinite(double value) {
  return std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
}

/// How every number of one tensor is written: all with the same notation and width.
template <class T>
struct ElementFormat {
  enum class Notation { integer, fixed, scientific };

  Notation notation = Notation::integer;
  size_t width = 1;

  /// Chooses by the magnitudes of the finite numbers other than zero.
  explicit ElementFormat(const std::vector<T>& values) {
    if constexpr (std::is_floating_point_v<T>) {
      std::vector<T> counted;
      std::copy_if(values.begin(), values.end(), std::back_inserter(counted),
                   [](T v) { return std::isfinite(v) && v != 0; });
      choose_notation(counted);
      for (T v : counted) width = std::max(width, digits(v).size());
    } else {
      for (T v : values) width = std::max(width, digits(v).size());
    }
  }

  std::string operator()(T value) const {
    const std::string text = digits(value);
    return std::string(width - std::min(width, text.size()), ' ') + text;
  }

 private:
  void choose_notation(const std::vector<T>& counted) {
    if (counted.empty()) return;
    double smallest = INFINITY, largest = 0;
    bool all_integers = true;
    for (T v : counted) {
      const double magnitude = std::abs(static_cast<double>(v));
      smallest = std::min(smallest, magnitude);
      largest = std::max(largest, magnitude);
      all_integers = all_integers && v == std::ceil(v);
    }
    if (largest / smallest > 1000 || largest > 1e8 || (!all_integers && smallest < 1e-4)) {
      notation = Notation::scientific;
    } else if (!all_integers) {
      notation = Notation::fixed;
    }
  }

  std::string digits(T value) const {
    if constexpr (std::is_same_v<T, bool>) {
      return value ? "True" : "False";
    } else if constexpr (std::is_integral_v<T>) {
      return std::to_string(value);
    } else {
      if (!std::isfinite(value)) return nonfinite(value);
      switch (notation) {
        case Notation::scientific:
          return fmt::format("{:.4e}", static_cast<double>(value));
        case Notation::fixed:
          return fmt::format("{:.4f}", static_cast<double>(value));
        default:
          return fmt::format("{:.0f}.", static_cast<double>(value));
      }
    }
  }
};

/// Writes the nested brackets of one tensor, read in place through its strides.
template <class T>
class Printer {
 public:
  explicit Printer(const Tensor& self)
      : data_(self.data_ptr<T>()),
        sizes_(self.sizes().vec()),
        strides_(self.strides().vec()),
        summarize_(self.numel() > kThreshold),
        format_(shown_values()) {}

  std::string text(int64_t indent) const { return slice(0, data_, indent); }

 private:
  /// The positions along `dim` that are shown; -1 stands for "...".
  std::vector<int64_t> shown(size_t dim) const {
    std::vector<int64_t> positions;
    const int64_t size = sizes_[dim];
    const bool cut = summarize_ && size > 2 * kEdgeItems;
    for (int64_t i = 0; i < size; ++i) {
      if (cut && i == kEdgeItems) {
        positions.push_back(-1);
        i = size - kEdgeItems;
      }
      positions.push_back(i);
    }
    return positions;
  }

  std::vector<T> shown_values() const {
    std::vector<T> values;
    collect(0, data_, values);
    return values;
  }

  void collect(size_t dim, const T* at, std::vector<T>& values) const {
    if (dim == sizes_.size()) {
      values.push_back(*at);
      return;
    }
    for (int64_t i : shown(dim)) {
      if (i >= 0) collect(dim + 1, at + i * strides_[dim], values);
    }
  }

  /// The text of the slice whose first element is `at`; `indent` columns stand before it.
  std::string slice(size_t dim, const T* at, int64_t indent) const {
    if (dim == sizes_.size()) return format_(*at);
    const size_t below = sizes_.size() - dim - 1;
    if (below == 0) return row(dim, at, indent);
    const std::string separator = "," + std::string(below, '\n') + std::string(indent + 1, ' ');
    std::string out = "[";
    for (int64_t i : shown(dim)) {
      if (out.size() > 1) out += separator;
      out += i < 0 ? "..." : slice(dim + 1, at + i * strides_[dim], indent + 1);
    }
    return out + "]";
  }

  /// The innermost dimension: as many elements on a line as fit.
  std::string row(size_t dim, const T* at, int64_t indent) const {
    const auto element_width = static_cast<int64_t>(format_.width) + 2;
    const int64_t per_line = std::max<int64_t>(1, (kLineWidth - indent) / element_width);
    const std::string line_break = ",\n" + std::string(indent + 1, ' ');
    std::string out = "[";
    int64_t count = 0;
    for (int64_t i : shown(dim)) {
      if (count > 0) out += count % per_line == 0 ? line_break : ", ";
      out += i < 0 ? " ..." : format_(at[i * strides_[dim]]);
      ++count;
    }
    return out + "]";
  }

  const T* data_;
  std::vector<int64_t> sizes_;
  std::vector<int64_t> strides_;
  bool summarize_;
  ElementFormat<T> format_;
};

std::string elements(const Tensor& self, int64_t indent) {
  switch (self.scalar_type()) {
    case kFloat:
      return Printer<float>(self).text(indent);
    case kDouble:
      return Printer<double>(self).text(indent);
    case kLong:
      return Printer<int64_t>(self).text(indent);
    case kInt:
      return Printer<int32_t>(self).text(indent);
    case kShort:
      return Printer<int16_t>(self).text(indent);
    case kChar:
      return Printer<int8_t>(self).text(indent);
    case kByte:
      return Printer<uint8_t>(self).text(indent);
    default:
      return Printer<bool>(self).text(indent);
  }
}

std::string dtype_name(ScalarType type) {
  switch (type) {
    case kFloat:
      return "torch.float32";
    case kDouble:
      return "torch.float64";
    case kLong:
      return "torch.int64";
    case kInt:
      return "torch.int32";
    case kShort:
      return "torch.int16";
    case kChar:
      return "torch.int8";
    case kByte:
      return "torch.uint8";
    default:
      return "torch.bool";
  }
}

std::string python_size(const std::vector<int64_t>& sizes) {
  return fmt::format("({})", fmt::join(sizes, ", "));
}

std::string grad_fn_name(std::string name) {
  for (std::string_view scalar_overload : {"Add", "Sub", "Mul", "Div"}) {
    if (name == std::string(scalar_overload) + "Backward1") name.back() = '0';
  }
  return name;
}

std::vector<std::string> suffixes(const Tensor& self) {
  std::vector<std::string> result;
  const ScalarType type = self.scalar_type();
  const bool is_default = get_default_dtype() == type;
  if (self.numel() == 0) {
    if (self.dim() != 1) result.push_back("size=" + python_size(self.sizes().vec()));
    if (!is_default) result.push_back("dtype=" + dtype_name(type));
  } else if (!is_default && type != kLong && type != kBool) {
    result.push_back("dtype=" + dtype_name(type));
  }
  if (self.grad_fn()) {
    result.push_back("grad_fn=<" + grad_fn_name(self.grad_fn()->name()) + ">");
  } else if (self.requires_grad()) {
    result.push_back("requires_grad=True");
  }
  return result;
}

}  // namespace

std::string python_repr(double value) {
  if (!std::isfinite(value)) return nonfinite(value);

  // The shortest digits and their exponent: "-1.2345e-07".
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
  const std::string text(buffer, end);
  const size_t e = text.find('e');
  const int exponent = std::stoi(text.substr(e + 1));
  if (exponent < -4 || exponent >= 16) return text;

  // The same digits without an exponent, the point put in its place.
  const std::string sign = std::signbit(value) ? "-" : "";
  std::string digits = text.substr(sign.size(), e - sign.size());
  if (digits.size() > 1) digits.erase(1, 1);
  if (exponent < 0) return sign + "0." + std::string(-exponent - 1, '0') + digits;
  const size_t whole = exponent + 1;
  if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0') + ".0";
  return sign + digits.insert(whole, ".");
}

std::string python_repr(const Tensor& self) {
  if (!self.defined()) return "None";
  const std::string prefix = "tensor(";
  const auto indent = static_cast<int64_t>(prefix.size());
  std::string out = prefix + (self.numel() == 0 ? "[]" : elements(self, indent));

  // What does not fit on the line starts a new one. The column counts the text, a comma, a space.
  auto column = static_cast<int64_t>(out.size() - (out.rfind('\n') + 1)) + 2;
  for (const std::string& suffix : suffixes(self)) {
    const auto length = static_cast<int64_t>(suffix.size());
    if (column + length + 2 > kLineWidth) {
      out += ",\n" + std::string(indent, ' ') + suffix;
      column = indent + length;
    } else {
      out += ", " + suffix;
      column += length + 2;
    }
  }
  return out + ")";
}

}  // namespace glassgrad
