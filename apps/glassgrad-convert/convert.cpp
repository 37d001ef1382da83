// Model files from one format to another.
#include "apps/glassgrad-convert/convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace convert {
namespace {

using glassgrad::IValue;
using glassgrad::Tensor;

constexpr std::array kEndings = {".pt", ".pth", ".safetensors", ".npz"};

std::vector<apps::Option> make_options(Options& options) {
  return {{"--list", "", "print names, types and shapes", apps::flag(options.list)},
          {"--help", "", "print this text", apps::flag(options.help)}};
}

/// As Python calls it.
std::string type_name(glassgrad::ScalarType type) {
  switch (type) {
    case glassgrad::kFloat:
      return "float32";
    case glassgrad::kDouble:
      return "float64";
    case glassgrad::kLong:
      return "int64";
    case glassgrad::kInt:
      return "int32";
    case glassgrad::kShort:
      return "int16";
    case glassgrad::kChar:
      return "int8";
    case glassgrad::kByte:
      return "uint8";
    case glassgrad::kBool:
      return "bool";
    default:
      return glassgrad::toString(type);
  }
}

std::string text_of(const Tensor& tensor) {
  return fmt::format("{} [{}]", type_name(tensor.scalar_type()),
                     fmt::join(tensor.sizes().vec(), ", "));
}

/// A plain value: "int 3".
std::string text_of(const IValue& value) {
  if (value.isInt()) return fmt::format("int {}", value.toInt());
  if (value.isDouble()) return fmt::format("float {}", value.toDouble());
  if (value.isBool()) return value.toBool() ? "bool True" : "bool False";
  if (value.isString()) return "str " + apps::quoted(value.toStringRef());
  if (value.isIntList()) return fmt::format("list [{}]", fmt::join(value.toIntVector(), ", "));
  if (value.isTensor()) return text_of(value.toTensor());
  if (value.isTensorList()) return fmt::format("list of {} tensors", value.toTensorVector().size());
  return "None";
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  std::vector<std::string> files, rest;
  for (const std::string& argument : arguments)
    (argument.starts_with("-") ? rest : files).push_back(argument);
  apps::parse_arguments(rest, make_options(options));
  if (options.help) return options;
  if (files.empty() || files.size() > 2)
    throw apps::ArgumentError(
        fmt::format("expected a file to read and one to write, got {} names", files.size()));
  options.in = files[0];
  if (files.size() == 2) options.out = files[1];
  const auto ends_name = [&](const char* ending) { return options.out.ends_with(ending); };
  if (!options.out.empty() && std::none_of(kEndings.begin(), kEndings.end(), ends_name))
    throw apps::argument_error(
        "OUT", fmt::format("a file name that ends in {}", fmt::join(kEndings, " or ")),
        options.out);
  if (options.out.empty() && !options.list)
    throw apps::ArgumentError("expected a file to write, or --list");
  return options;
}

std::string usage() {
  Options options;
  return "usage: glassgrad-convert IN OUT [--list]\n"
         "       glassgrad-convert IN --list\n\n"
         "Converts a model file. What IN is, its content tells: Python's torch.save, libtorch's\n"
         "torch::save, safetensors or NumPy's savez. The name of OUT ends in .pt or .pth (for\n"
         "torch.load), .safetensors or .npz. Dictionaries in others become names with dots; "
         "numbers\n"
         "and strings keep their kind in the name: 'epoch (int)'.\n\n" +
         apps::describe(make_options(options)) +
         "\nexamples\n"
         "  glassgrad-convert model.pt model.safetensors --list\n"
         "  glassgrad-convert model.npz model.pt\n";
}

std::string describe(const std::string& path) {
  glassgrad::serialize::InputArchive archive;
  archive.load_from(path);
  std::vector<std::pair<std::string, std::string>> rows;
  size_t width = 0;
  for (const auto& item : glassgrad::serialize::read_state(path)) {
    std::string name = item.key(), text = text_of(*item);
    const size_t kind = name.ends_with(")") ? name.rfind(" (") : std::string::npos;
    IValue value;
    if (kind != std::string::npos && archive.try_read(name.substr(0, kind), value)) {
      text = text_of(value);
      name.resize(kind);
    }
    width = std::max(width, name.size());
    rows.emplace_back(apps::quoted(name), std::move(text));
  }
  std::string lines;
  for (const auto& [name, text] : rows) lines += fmt::format("{:{}}  {}\n", name, width + 2, text);
  return lines;
}

void run(const Options& options) {
  if (!options.out.empty()) apps::check_writable(options.out);
  if (options.list) {
    fmt::print("{}", describe(options.in));
    apps::flush_stdout();
  }
  if (options.out.empty()) return;
  glassgrad::serialize::write_state(glassgrad::serialize::read_state(options.in), options.out);
}

}  // namespace convert
