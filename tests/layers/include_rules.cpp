#include "tests/layers/include_rules.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "tests/layers/layer_table.h"
#include "tests/layers/source_tree.h"

namespace layers {
namespace {

namespace fs = std::filesystem;

/// Standard headers are single words: <vector>, <cstdint>.
bool is_standard(std::string_view include) {
  return std::all_of(include.begin(), include.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// What makes a user's compile slow, and so is not for what <glassgrad.h> brings in.
bool is_heavy(const std::string& include) {
  static const std::set<std::string> heavy = {
      "iostream",   "istream",   "ostream", "sstream", "fstream", "iomanip",
      "regex",      "thread",    "mutex",   "future",  "random",  "format",
      "filesystem", "algorithm", "cmath",   "numeric", "ranges",  "condition_variable"};
  return include.starts_with("fmt/") || heavy.contains(include);
}

/// Whoever may include one of these may have all that it brings along.
bool is_front_door(const std::string& file) {
  return file.starts_with("include/") || file.starts_with("tests/support/");
}

/// Users' programs, which have folders of their own on their include path.
bool is_foreign(const std::string& file) { return file.starts_with("tests/consumers/"); }

/// How `from` has to write that it includes `file`.
std::string spelling(const std::string& from, const std::string& file, bool is_public) {
  if (is_public)
    return '"' + fs::path(file).lexically_relative(fs::path(from).parent_path()).generic_string() +
           '"';
  if (file.starts_with("include/")) return '<' + file.substr(8) + '>';
  return '"' + file + '"';
}

/// Judges the includes of one source tree.
class Checker {
 public:
  explicit Checker(const SourceTree& tree) : tree_(tree) {
    if (tree.files().contains("include/glassgrad.h"))
      for (const Step& step : tree.reach("include/glassgrad.h")) umbrella_.insert(step.file);
  }

  void check_file(const std::string& file, std::vector<Violation>& found) const {
    const Layer* layer = find_layer(file);
    if (!layer) {
      found.push_back({file, 1, "", "lies in no folder that tests/layers/layer_table.cpp knows"});
      return;
    }
    for (const Include& include : tree_.includes(file)) {
      const std::string rule = include.file.empty() ? broken_by_foreign(*layer, file, include)
                                                    : broken_by_ours(*layer, file, include);
      if (!rule.empty()) found.push_back({file, include.line, include.written, rule});
    }
  }

 private:
  /// The rule that a foreign header breaks in `file`, or an empty string.
  std::string broken_by_foreign(const Layer& layer, const std::string& file,
                                const Include& include) const {
    if (!is_standard(include.written) && !starts_with_any(include.written, layer.foreign)) {
      std::string allowed;
      for (const std::string& other : layer.foreign) allowed += other + ", ";
      return "no file of ours; else " + layer.place + " may include " + allowed +
             "the standard library";
    }
    if (umbrella_.contains(file) && is_heavy(include.written))
      return "what <glassgrad.h> brings in has to compile fast";
    return "";
  }

  std::string broken_by_ours(const Layer& layer, const std::string& file,
                             const Include& include) const {
    const std::vector<Step> steps = tree_.reach(include.file, is_front_door);
    for (size_t i = 0; i < steps.size(); ++i)
      if (!starts_with_any(steps[i].file, layer.reaches))
        return layer.rule() + ", not " + chain(steps, int(i));

    const bool is_public = tree_.public_headers().contains(file);
    if (is_public && starts_with_any(include.file, {"autograd/kernels/", "autograd/ops/"}))
      return "<glassgrad.h> and its like bring this header to users, kernels and ops stay inside";
    const std::string right = spelling(file, include.file, is_public);
    if (right != (include.quoted ? '"' + include.written + '"' : '<' + include.written + '>'))
      return std::string(is_public ? "public headers name ours by relative paths, "
                                   : "files that are not public name ours from the root, ") +
             right;
    return "";
  }

  const SourceTree& tree_;
  std::set<std::string> umbrella_;
};

}  // namespace

std::string Violation::to_string() const {
  return file + ":" + std::to_string(line) + ": " +
         (include.empty() ? "" : "includes " + include + ": ") + reason;
}

std::vector<Violation> check_includes(const fs::path& root) {
  const SourceTree tree(root);
  const Checker checker(tree);
  std::vector<Violation> found;
  for (const std::string& file : tree.files())
    if (!is_foreign(file)) checker.check_file(file, found);
  return found;
}

}  // namespace layers
