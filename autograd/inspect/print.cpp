// Text as libtorch 1.13 prints it.
//
// A scalar is its number; a vector has one element a line; a matrix has rows, cut into groups of
// columns that fit a line; more dimensions are a list of matrices, the first index running
// fastest. Each vector or matrix has one format: whole numbers without a point; else four decimals,
// of the values over a common power of ten where they are large or small; else exponents. The last
// line names type and sizes: "[ CPUFloatType{2,3} ]".
#include <climits>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "autograd/inspect/fmt.h"
#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

constexpr int kLineSize = 80;

/// What a stream has been told about numbers. A format with decimals sets the precision to 4, where
/// it stays for the rest of the tensor.
struct Style {
  int precision = 6;
  char fill = ' ';    // std::setfill
  bool left = false;  // std::left
};

void append_number(std::string& text, const char* format, int width, const Style& style,
                   double value) {
  const auto length =
      static_cast<size_t>(std::snprintf(nullptr, 0, format, style.precision, value));
  const size_t missing = std::max<size_t>(length, width) - length;
  if (!style.left) text.append(missing, style.fill);
  const size_t start = text.size();
  text.resize(start + length + 1);  // snprintf ends with a zero
  std::snprintf(text.data() + start, length + 1, format, style.precision, value);
  text.resize(start + length);
  if (style.left) text.append(missing, style.fill);
}

/// How the numbers of one vector or matrix are written.
struct NumberFormat {
  const char* conversion = "%.*g";
  int width;
  double scale = 1;
};

/// Digits before the point; zero or less for fractions.
int digits(double value) {
  return value == 0 ? 1 : static_cast<int>(std::floor(std::log10(value))) + 1;
}

/// The format for n numbers.
NumberFormat choose_format(const double* values, int64_t n, Style& style) {
  bool whole = true, any = false;
  double smallest = 0, largest = 0;
  for (int64_t i = 0; i < n; ++i) {
    const double z = values[i];
    if (!std::isfinite(z)) continue;
    whole &= z == std::ceil(z);
    if (!any) smallest = largest = std::fabs(z);
    any = true;
    smallest = std::min(smallest, std::fabs(z));
    // With its sign: a negative number is the largest only if it comes first, as in libtorch.
    if (z > largest) largest = z;
  }
  const int low = any ? digits(smallest) : 1, high = any ? digits(largest) : 1;

  NumberFormat format;
  if (whole) {
    format.width = high + 1;
    if (high <= 9) return format;
    format.conversion = "%.*e";
    format.width = 11;
  } else if (high - low > 4) {
    format.conversion = "%.*e";
    format.width = std::abs(low) > 99 || std::abs(high) > 99 ? 12 : 11;
  } else {
    format.conversion = "%.*f";
    format.width = high == 0 ? 7 : high + 6;
    if (high > 5 || high < 0) {
      format.scale = std::pow(10, high - 1);
      format.width = 7;
    }
  }
  style.precision = 4;
  return format;
}

void append_scale(std::string& text, double scale) {
  append_number(text, "%.*g", 0, Style{.precision = 4}, scale);
  text += " *\n";
}

void append_vector(std::string& text, const double* values, int64_t n, Style& style) {
  if (n == 0) return;
  const NumberFormat format = choose_format(values, n, style);
  if (format.scale != 1) append_scale(text, format.scale);
  for (int64_t i = 0; i < n; ++i) {
    append_number(text, format.conversion, format.width, style, values[i] / format.scale);
    text += '\n';
  }
}

void append_matrix(std::string& text, const double* values, int64_t rows, int64_t columns,
                   int indent, int line_size, Style& style) {
  const NumberFormat format = choose_format(values, rows * columns, style);
  const std::string margin(indent, ' ');
  const int64_t per_line = std::max((line_size - indent) / (format.width + 1), 1);
  text += margin;
  for (int64_t first = 0; first < columns; first += per_line) {
    const int64_t last = std::min(first + per_line, columns) - 1;
    if (per_line < columns) {
      if (first != 0) text += '\n';
      text += "Columns " + std::to_string(first + 1) + " to " + std::to_string(last + 1) + margin;
    }
    if (format.scale != 1) {
      append_scale(text, format.scale);
      text += margin;
    }
    for (int64_t r = 0; r < rows; ++r) {
      if (r > 0) text += margin;
      if (r > 0 && format.scale != 1) text += ' ';
      for (int64_t c = first; c <= last; ++c) {
        append_number(text, format.conversion, format.width, style,
                      values[r * columns + c] / format.scale);
        text += c == last ? '\n' : ' ';
      }
    }
  }
}

void append_matrices(std::string& text, const double* values, IntArrayRef sizes, int line_size,
                     Style& style) {
  const size_t leading = sizes.size() - 2;
  const int64_t rows = sizes[leading], columns = sizes[leading + 1];
  const Dims strides = contiguous_strides(sizes);
  const int64_t count = count_elements(sizes.slice(0, leading));
  Dims index(leading, 0);
  for (int64_t k = 0; k < count; ++k) {
    if (k > 0) text += '\n';
    text += '(';
    int64_t offset = 0;
    for (size_t d = 0; d < leading; ++d) {
      text += std::to_string(index[d] + 1) + ',';
      offset += index[d] * strides[d];
    }
    text += ".,.) = \n";
    append_matrix(text, values + offset, rows, columns, 1, line_size, style);
    for (size_t d = 0; d < leading && ++index[d] == sizes[d]; ++d) index[d] = 0;
  }
}

std::string to_text(const Tensor& tensor, Style style, int scalar_width, int line_size) {
  if (!tensor.defined()) return "[ Tensor (undefined) ]";
  const NoGradGuard no_grad;
  const Tensor numbers = tensor.detach().to(kDouble).contiguous();
  const double* values = data<double>(numbers);
  const IntArrayRef sizes = numbers.sizes();

  std::string text;
  if (sizes.empty()) {
    append_number(text, "%.*g", scalar_width, style, values[0]);
    text += '\n';
  } else if (sizes.size() == 1) {
    append_vector(text, values, sizes[0], style);
  } else if (sizes.size() == 2) {
    if (numbers.numel() > 0) append_matrix(text, values, sizes[0], sizes[1], 0, line_size, style);
  } else {
    if (numbers.numel() > 0) append_matrices(text, values, sizes, line_size, style);
  }
  text += "[ " + tensor.toString() + '{';
  for (size_t d = 0; d < sizes.size(); ++d) {
    if (d > 0) text += ',';
    text += std::to_string(sizes[d]);
  }
  return text += "} ]";
}

}  // namespace

std::string to_string(const Tensor& tensor) { return to_text(tensor, {}, 0, kLineSize); }

// --- tensors ---

// write() leaves the stream's format alone, width included.
std::ostream& print(std::ostream& out, const Tensor& t, int64_t line_size) {
  check(line_size > 0 && line_size <= INT_MAX, "print: expected a line of at least 1, got {}",
        line_size);
  const Style style{static_cast<int>(out.precision()), out.fill(),
                    (out.flags() & std::ios_base::adjustfield) == std::ios_base::left};
  const std::string text =
      to_text(t, style, static_cast<int>(out.width()), static_cast<int>(line_size));
  return out.write(text.data(), static_cast<std::streamsize>(text.size()));
}
std::ostream& operator<<(std::ostream& out, const Tensor& t) { return print(out, t, kLineSize); }

std::ostream& operator<<(std::ostream& out, TensorList tensors) {
  out << '[';
  for (size_t i = 0; i < tensors.size(); ++i) out << (i > 0 ? ", " : "") << tensors[i];
  return out << ']';
}

std::ostream& operator<<(std::ostream& out, const std::vector<Tensor>& tensors) {
  for (size_t i = 0; i < tensors.size(); ++i) out << (i > 0 ? " " : "") << tensors[i];
  return out;
}

void TensorBase::print() const {
  if (defined())
    std::cerr << '[' << toString() << ' ' << sizes() << "]\n";
  else
    std::cerr << "[UndefinedTensor]\n";
}

// --- the rest ---

std::ostream& operator<<(std::ostream& out, IntArrayRef values) { return out << to_string(values); }
std::ostream& operator<<(std::ostream& out, ScalarType t) { return out << toString(t); }
std::ostream& operator<<(std::ostream& out, TypeMeta t) { return out << t.name(); }
std::ostream& operator<<(std::ostream& out, const TensorType& type) {
  return out << type.toString();
}
std::ostream& operator<<(std::ostream& out, DeviceType type) { return out << Device(type).str(); }
std::ostream& operator<<(std::ostream& out, const Device& d) { return out << d.str(); }
std::ostream& operator<<(std::ostream& out, Layout layout) {
  return out << (layout == kStrided ? "Strided" : "Sparse");
}

std::ostream& operator<<(std::ostream& out, const Scalar& s) {
  if (s.isBoolean()) return out << (s.toBool() ? "true" : "false");
  return s.isFloatingPoint() ? out << s.toDouble() : out << s.toLong();
}

namespace {
const char* name_of(MemoryFormat format) {
  static constexpr const char* names[] = {"Contiguous", "Preserve", "ChannelsLast",
                                          "ChannelsLast3d"};
  return names[static_cast<size_t>(format)];
}
}  // namespace

std::ostream& operator<<(std::ostream& out, const TensorOptions& options) {
  const auto note = [](bool given) { return given ? "" : " (default)"; };
  return out << std::boolalpha  // from here on, as in libtorch
             << "TensorOptions(dtype=" << options.dtype() << note(options.has_dtype())
             << ", device=" << options.device() << note(options.has_device())
             << ", layout=" << options.layout() << note(options.has_layout())
             << ", requires_grad=" << options.requires_grad() << note(options.has_requires_grad())
             << ", pinned_memory=" << options.pinned_memory() << note(options.has_pinned_memory())
             << ", memory_format="
             << (options.has_memory_format() ? name_of(*options.memory_format_opt()) : "(nullopt)")
             << ')';
}

std::ostream& operator<<(std::ostream& out, MemoryFormat format) { return out << name_of(format); }

namespace indexing {

std::ostream& operator<<(std::ostream& out, const Slice& slice) {
  return out << slice.start() << ':' << slice.stop() << ':' << slice.step();
}

std::ostream& operator<<(std::ostream& out, const TensorIndex& index) {
  switch (index.kind()) {
    case TensorIndex::Kind::None:
      return out << "None";
    case TensorIndex::Kind::Ellipsis:
      return out << "...";
    case TensorIndex::Kind::Integer:
      return out << index.integer();
    case TensorIndex::Kind::Boolean:
      return out << std::boolalpha << index.boolean();  // from here on, as in libtorch
    case TensorIndex::Kind::Slice:
      return out << index.slice();
    default:
      return out << index.tensor();
  }
}

std::ostream& operator<<(std::ostream& out, const std::vector<TensorIndex>& indices) {
  out << '(';
  for (size_t i = 0; i < indices.size(); ++i) out << (i > 0 ? ", " : "") << indices[i];
  return out << ')';
}

}  // namespace indexing

}  // namespace glassgrad
