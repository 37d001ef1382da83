// Model files from one format to another.
#include "apps/glassgrad-convert/convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "apps/support/arguments.h"
#include "apps/support/files.h"
#include "apps/support/progress.h"
#include "io/progress.h"

namespace convert {
namespace {

using glassgrad::IValue;
using glassgrad::Tensor;
using glassgrad::serialize::StateDict;

constexpr std::array kEndings = {".pt", ".pth", ".safetensors", ".npz"};

std::vector<apps::Option> make_options(Options& options) {
  return {{"--key", "NAME",
           "convert what is under this name alone: of a checkpoint {'epoch': 3, 'model': ...}\n"
           "the state_dict under 'model', with the names that it has there",
           [&options](const std::string& text) {
             if (text.empty()) throw apps::ArgumentError("a name");
             options.key = text;
           }},
          {"--list", "", "print names, types and shapes", apps::flag(options.list)},
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
  if (value.isString()) return "str " + apps::in_quotes(value.toStringRef());
  if (value.isIntList()) return fmt::format("list [{}]", fmt::join(value.toIntVector(), ", "));
  if (value.isTensor()) return text_of(value.toTensor());
  if (value.isTensorList()) return fmt::format("list of {} tensors", value.toTensorVector().size());
  return "None";
}

/// "epoch" of "epoch (int)".
std::string plain_name(const std::string& name) {
  return name.ends_with(")") ? name.substr(0, name.rfind(" (")) : name;
}
std::string names_of(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(apps::in_quotes(name));
  return fmt::format("{}", fmt::join(quoted, ", "));
}

/// Shows in MB how far `work` is with its `total` bytes.
template <class Work>
void with_progress(const std::string& what, uint64_t total, Work work) {
  constexpr uint64_t mega = 1'000'000;
  apps::Progress line(what + " (MB)", static_cast<int64_t>(std::max(total, mega) / mega));
  const glassgrad::io::ProgressReport report(
      [&](uint64_t done) { line.update(static_cast<int64_t>(std::min(done, total) / mega)); });
  work();
}

StateDict read(const std::string& path) {
  std::error_code none;
  const auto size = std::filesystem::file_size(path, none);
  StateDict state;
  with_progress("reading " + path, none ? 0 : size,
                [&] { state = glassgrad::serialize::read_state(path); });
  return state;
}

void write(const StateDict& state, const std::string& path) {
  uint64_t size = 0;
  for (const auto& item : state) size += item->nbytes();
  with_progress("writing " + path, size, [&] { glassgrad::serialize::write_state(state, path); });
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  std::vector<std::string> files, rest;
  for (size_t k = 0; k < arguments.size(); ++k) {
    const bool is_option = arguments[k].starts_with("-");
    (is_option ? rest : files).push_back(arguments[k]);
    if (arguments[k] == "--key" && k + 1 < arguments.size()) rest.push_back(arguments[++k]);
  }
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
  return "usage: glassgrad-convert IN OUT [--key NAME] [--list]\n"
         "       glassgrad-convert IN --list [--key NAME]\n\n"
         "Converts a model file. What IN is, its content tells: Python's torch.save, libtorch's\n"
         "torch::save, safetensors or NumPy's savez. The name of OUT ends in .pt or .pth (for\n"
         "torch.load), .safetensors or .npz. Dictionaries in others become names with dots,\n"
         "'model.fc.weight'; numbers and strings keep their kind in the name: 'epoch (int)'.\n\n" +
         apps::describe(make_options(options)) +
         "\nexamples\n"
         "  glassgrad-convert model.pt model.safetensors --list\n"
         "  glassgrad-convert model.npz model.pt\n"
         "  glassgrad-convert checkpoint.pt model.safetensors --key model\n";
}

StateDict select(const StateDict& state, const std::string& key,
                 std::vector<std::string>& left_out) {
  const std::string prefix = key + ".";
  StateDict part;
  for (const auto& item : state) {
    const std::string& name = item.key();
    if (name.starts_with(prefix)) {
      part.insert(name.substr(prefix.size()), *item);
      continue;
    }
    // As far as it is known from the key, and one part more: of 'a.b', 'a.c.d' gives 'a.c'.
    const size_t common = static_cast<size_t>(
        std::mismatch(name.begin(), name.end(), prefix.begin(), prefix.end()).first - name.begin());
    const size_t known = common == 0 ? 0 : name.rfind('.', common - 1) + 1;
    std::string shorter = plain_name(name).substr(0, name.find('.', known));
    if (std::find(left_out.begin(), left_out.end(), shorter) == left_out.end())
      left_out.push_back(std::move(shorter));
  }
  if (part.is_empty()) {
    throw apps::argument_error("--key", "a name with others in it, of " + names_of(left_out), key);
  }
  return part;
}

std::string describe(const std::string& path, const std::string& key) {
  glassgrad::serialize::InputArchive archive;
  archive.load_from(path);
  StateDict state = read(path);
  if (!key.empty()) {
    std::vector<std::string> left_out;
    state = select(state, key, left_out);
    archive.read(key, archive);
  }
  std::vector<std::pair<std::string, std::string>> rows;
  size_t width = 0;
  for (const auto& item : state) {
    std::string name = item.key(), text = text_of(*item);
    IValue value;
    if (plain_name(name) != name && archive.try_read(plain_name(name), value)) {
      text = text_of(value);
      name = plain_name(name);
    }
    width = std::max(width, name.size());
    rows.emplace_back(apps::in_quotes(name), std::move(text));
  }
  std::string lines;
  for (const auto& [name, text] : rows) lines += fmt::format("{:{}}  {}\n", name, width + 2, text);
  return lines;
}

void run(const Options& options) {
  if (!options.out.empty()) apps::check_writable(options.out);
  if (options.list) {
    fmt::print("{}", describe(options.in, options.key));
    apps::flush_stdout();
  }
  if (options.out.empty()) return;
  StateDict state = read(options.in);
  std::vector<std::string> left_out;
  if (!options.key.empty()) state = select(state, options.key, left_out);
  write(state, options.out);
  if (!left_out.empty()) fmt::print(stderr, "glassgrad-convert: left out {}\n", names_of(left_out));
}

}  // namespace convert
