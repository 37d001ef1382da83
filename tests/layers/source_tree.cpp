#include "tests/layers/source_tree.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>

namespace layers {
namespace {

namespace fs = std::filesystem;

bool is_source(const std::string& file) { return file.ends_with(".h") || file.ends_with(".cpp"); }

/// Folders that are no part of the project: hidden ones, where it is built; a learner's files, and
/// the exercises, which name those.
bool is_left_out(const fs::path& root, const fs::path& folder) {
  return folder.filename().generic_string().starts_with(".") || folder == root / "build" ||
         folder == root / "learn" || folder == root / "exercises" ||
         fs::exists(folder / "CMakeCache.txt");
}

struct Written {
  bool quoted;
  std::string text;
};

/// What a line includes, if it does: `#include "a/b.h"` or `#include <a/b.h>`.
std::optional<Written> parse_include(std::string_view line) {
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
  return Written{line[0] == '"', std::string(line.substr(1, end == line.npos ? end : end - 1))};
}

}  // namespace

SourceTree::SourceTree(const fs::path& root) {
  read_files(root);
  for (const std::string& file : files_) read_includes(root, file);
  for (const std::string& file : files_)
    if (file.starts_with("include/"))
      for (const Step& step : reach(file)) public_headers_.insert(step.file);
}

void SourceTree::read_files(const fs::path& root) {
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
    const std::string file = entry->path().lexically_relative(root).generic_string();
    if (entry->is_directory()) {
      if (is_left_out(root, entry->path())) entry.disable_recursion_pending();
    } else if (is_source(file)) {
      files_.insert(file);
    }
  }
}

void SourceTree::read_includes(const fs::path& root, const std::string& file) {
  std::vector<Include>& includes = includes_[file];
  std::ifstream stream(root / file);
  std::string text;
  for (int line = 1; std::getline(stream, text); ++line)
    if (const auto written = parse_include(text))
      includes.push_back(
          {line, written->quoted, written->text, resolve(file, written->text, written->quoted)});
}

/// Where the file stands: beside the one that includes it, in include/ if it is <...>, at the root.
std::string SourceTree::resolve(const std::string& from, const std::string& written,
                                bool quoted) const {
  const fs::path beside = (fs::path(from).parent_path() / written).lexically_normal();
  if (quoted && files_.contains(beside.generic_string())) return beside.generic_string();
  if (!quoted && files_.contains("include/" + written)) return "include/" + written;
  return files_.contains(written) ? written : "";
}

std::vector<Step> SourceTree::reach(const std::string& file,
                                    const std::function<bool(const std::string&)>& ends_at) const {
  std::vector<Step> steps = {{file, -1}};
  std::set<std::string> seen = {file};
  for (size_t i = 0; i < steps.size(); ++i) {
    const std::string current = steps[i].file;
    if (ends_at && ends_at(current)) continue;
    for (const Include& include : includes(current))
      if (!include.file.empty() && seen.insert(include.file).second)
        steps.push_back({include.file, int(i)});
  }
  return steps;
}

std::string chain(const std::vector<Step>& steps, int i) {
  const std::string before = steps[size_t(i)].from < 0 ? "" : chain(steps, steps[size_t(i)].from);
  return before + (before.empty() ? "" : " -> ") + steps[size_t(i)].file;
}

}  // namespace layers
