#include "tests/layers/include_rules.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace layers {
namespace {

namespace fs = std::filesystem;
using Prefixes = std::vector<std::string_view>;

bool starts_with_any(std::string_view text, const Prefixes& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

/// A folder and what its files may include besides the standard library.
struct Layer {
  std::string_view folder;
  Prefixes may_include;
};

/// Every folder of the project; a file belongs to the longest one that its path starts with.
const std::vector<Layer>& layer_table() {
  static const Prefixes all = {"autograd/",  "nn/",    "optim/",     "data/",
                               "serialize/", "torch/", "glassgrad.h"};
  static const auto with_all = [](Prefixes more) {
    more.insert(more.end(), all.begin(), all.end());
    return more;
  };
  static const std::vector<Layer> table = {
      // Reference counts ask whether the program has one thread; nodes ask for their type's name.
      {"autograd/", {"autograd/", "fmt/", "sys/single_threaded.h", "cxxabi.h", "bits/"}},
      {"autograd/kernels/", {"autograd/", "fmt/", "dlfcn.h"}},
      {"nn/", {"nn/", "autograd/", "fmt/"}},
      {"optim/", {"optim/", "autograd/", "fmt/"}},
      {"data/", {"data/", "io/", "autograd/", "fmt/"}},
      // Bytes in files, without a tensor: all that it knows of autograd is how to report an error.
      {"io/",
       {"io/", "autograd/base/check.h", "autograd/base/error.h", "fmt/", "fcntl.h", "sys/",
        "unistd.h"}},
      {"serialize/", {"serialize/", "io/", "nn/", "optim/", "autograd/", "fmt/"}},
      {"torch/", all},
      {"glassgrad.h", all},
      // Programs write files and run others through POSIX.
      {"apps/", with_all({"apps/", "io/", "fmt/", "fcntl.h", "spawn.h", "sys/", "unistd.h"})},
      {"benchmarks/",
       with_all({"benchmarks/", "benchmark/", "fmt/", "dlfcn.h", "immintrin.h", "sys/"})},
      {"docs/", all},
      {"tests/support/", with_all({"tests/support/", "gtest/", "gmock/", "fmt/", "sys/"})},
      {"tests/autograd/", {"tests/", "gtest/", "gmock/", "fmt/", "autograd/"}},
      {"tests/nn/", {"tests/", "gtest/", "gmock/", "fmt/", "autograd/", "nn/"}},
      {"tests/optim/", {"tests/", "gtest/", "gmock/", "fmt/", "autograd/", "optim/"}},
      {"tests/data/", {"tests/", "gtest/", "gmock/", "fmt/", "autograd/", "io/", "data/"}},
      {"tests/io/", {"tests/", "gtest/", "gmock/", "fmt/", "autograd/", "io/", "sys/", "unistd.h"}},
      {"tests/serialize/",
       {"tests/", "gtest/", "gmock/", "fmt/", "autograd/", "nn/", "optim/", "io/", "serialize/"}},
      {"tests/", with_all({"tests/", "apps/", "gtest/", "gmock/", "fmt/"})},
  };
  return table;
}

/// What files of a layer may not include although the layer above may.
const std::vector<Layer>& forbidden_table() {
  static const std::vector<Layer> table = {
      // Kernels know memory and shapes, not tensors with gradients.
      {"autograd/kernels/",
       {"autograd/ops/", "autograd/tensor/tensor.h", "autograd/tensor/tensor_impl.h",
        "autograd/graph/node.h", "autograd/graph/autograd.h", "autograd/graph/engine.h"}},
  };
  return table;
}

/// What makes a user's compile slow, and so is not for what <glassgrad.h> brings in.
const Prefixes& heavy_headers() {
  static const Prefixes heavy = {
      "iostream",   "istream",   "ostream", "sstream", "fstream", "iomanip",
      "regex",      "thread",    "mutex",   "future",  "random",  "format",
      "filesystem", "algorithm", "cmath",   "numeric", "ranges",  "condition_variable"};
  return heavy;
}

bool is_heavy(std::string_view include) {
  return include.starts_with("fmt/") ||
         std::count(heavy_headers().begin(), heavy_headers().end(), include) > 0;
}

/// Headers of the library that its users do not see: those of kernels/ and ops/, and those whose
/// second line begins with "// Internal:". They are not installed (cmake/GlassgradInstall.cmake).
bool is_internal(const fs::path& root, const std::string& header) {
  if (starts_with_any(header, {"autograd/kernels/", "autograd/ops/"})) return true;
  std::ifstream stream(root / header);
  std::string line;
  return std::getline(stream, line) && std::getline(stream, line) &&
         line.starts_with("// Internal:");
}

bool is_public_header(const fs::path& root, const std::string& file) {
  return file.ends_with(".h") &&
         starts_with_any(file, {"autograd/", "nn/", "optim/", "data/", "serialize/", "torch/",
                                "glassgrad.h"}) &&
         !is_internal(root, file);
}

/// Standard headers are single words: <vector>, <cstdint>.
bool is_standard(std::string_view include) {
  return std::all_of(include.begin(), include.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// What a line includes: `#include "a/b.h"` or `#include <a/b.h>` gives a/b.h.
std::optional<std::string> parse_include(std::string_view line) {
  const auto skip_blanks = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  skip_blanks();
  if (!line.starts_with("#")) return std::nullopt;
  line.remove_prefix(1);
  skip_blanks();
  if (!line.starts_with("include")) return std::nullopt;
  line.remove_prefix(7);
  skip_blanks();
  if (line.empty() || (line[0] != '"' && line[0] != '<')) return std::nullopt;
  const size_t end = line.find(line[0] == '<' ? '>' : '"', 1);
  return std::string(line.substr(1, end == line.npos ? end : end - 1));
}

/// The `#include` lines of a file, with their numbers.
std::vector<std::pair<int, std::string>> read_includes(const fs::path& file) {
  std::vector<std::pair<int, std::string>> includes;
  std::ifstream stream(file);
  std::string text;
  for (int line = 1; std::getline(stream, text); ++line) {
    if (auto include = parse_include(text)) includes.emplace_back(line, std::move(*include));
  }
  return includes;
}

/// All headers of the project that a program sees through <glassgrad.h>.
std::set<std::string> umbrella_headers(const fs::path& root) {
  std::set<std::string> seen;
  std::vector<std::string> open = {"glassgrad.h"};
  while (!open.empty()) {
    const std::string header = open.back();
    open.pop_back();
    if (!fs::exists(root / header) || !seen.insert(header).second) continue;
    for (const auto& [line, include] : read_includes(root / header)) open.push_back(include);
  }
  return seen;
}

const Layer* find_layer(const std::vector<Layer>& table, std::string_view file) {
  const Layer* best = nullptr;
  for (const Layer& layer : table) {
    if (file.starts_with(layer.folder) && (!best || layer.folder.size() > best->folder.size())) {
      best = &layer;
    }
  }
  return best;
}

/// Judges the includes of one source tree.
class Checker {
 public:
  explicit Checker(const fs::path& root) : root_(root), umbrella_(umbrella_headers(root)) {}

  void check_file(const std::string& file, std::vector<Violation>& found) const {
    const Layer* layer = find_layer(layer_table(), file);
    if (!layer) return;
    for (const auto& [line, include] : read_includes(root_ / file)) {
      const std::string rule = broken_rule(*layer, file, include);
      if (!rule.empty()) found.push_back({file, line, include, rule});
    }
  }

 private:
  /// The rule that `include` breaks in `file`, or an empty string.
  std::string broken_rule(const Layer& layer, const std::string& file,
                          const std::string& include) const {
    if (!is_standard(include) && !starts_with_any(include, layer.may_include)) {
      std::string allowed;
      for (std::string_view prefix : layer.may_include) allowed += std::string(prefix) + " ";
      return std::string(layer.folder) + " may include " + allowed + "and the standard library";
    }
    const Layer* forbidden = find_layer(forbidden_table(), file);
    if (forbidden && starts_with_any(include, forbidden->may_include)) {
      return std::string(layer.folder) + " knows memory and shapes, not tensors with gradients";
    }
    if (umbrella_.contains(file) && is_heavy(include)) {
      return "what <glassgrad.h> brings in has to compile fast";
    }
    if (is_public_header(root_, file) && is_internal(root_, include)) {
      return "public headers may not need internal ones, which are not installed";
    }
    return "";
  }

  fs::path root_;
  std::set<std::string> umbrella_;
};

}  // namespace

std::string Violation::to_string() const {
  return file + ":" + std::to_string(line) + ": includes " + include + ": " + reason;
}

std::vector<Violation> check_includes(const fs::path& root) {
  std::vector<std::string> files;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
    const std::string file = entry->path().lexically_relative(root).generic_string();
    const bool is_source = file.ends_with(".h") || file.ends_with(".cpp");
    if (entry->is_directory() && (file == "build" || file == ".git")) {
      entry.disable_recursion_pending();
    } else if (is_source && entry->is_regular_file()) {
      files.push_back(file);
    }
  }
  std::sort(files.begin(), files.end());

  std::vector<Violation> found;
  const Checker checker(root);
  for (const std::string& file : files) checker.check_file(file, found);
  return found;
}

}  // namespace layers
