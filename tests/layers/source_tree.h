#pragma once
// The sources of a project and who includes whom, read from the text of the `#include` lines.

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace layers {

/// One `#include` line.
struct Include {
  int line;             ///< counted from 1
  bool quoted;          ///< "a.h", not <a.h>
  std::string written;  ///< what stands between the quotes or brackets
  std::string file;     ///< the file of ours that is meant; empty for foreign ones
};

/// A file that is brought in, and by whom.
struct Step {
  std::string file;
  int from;  ///< the step whose file includes this one; -1 for the first
};

/// All *.h and *.cpp files below a folder. Paths are from the root, with forward slashes.
class SourceTree {
 public:
  /// Reads everything but build/, hidden folders and others that CMake builds in.
  /// @throws std::filesystem::filesystem_error  if `root` cannot be read
  explicit SourceTree(const std::filesystem::path& root);

  const std::set<std::string>& files() const { return files_; }
  const std::vector<Include>& includes(const std::string& file) const { return includes_.at(file); }

  /// `file` and what it brings in, nearest first and each once. What stands behind a file that
  /// `ends_at` names is left out.
  std::vector<Step> reach(const std::string& file,
                          const std::function<bool(const std::string&)>& ends_at = {}) const;

  /// The headers below include/ and what these bring in.
  const std::set<std::string>& public_headers() const { return public_headers_; }

 private:
  void read_files(const std::filesystem::path& root);
  void read_includes(const std::filesystem::path& root, const std::string& file);
  std::string resolve(const std::string& from, const std::string& written, bool quoted) const;

  std::set<std::string> files_;
  std::map<std::string, std::vector<Include>> includes_;
  std::set<std::string> public_headers_;
};

/// "a.h -> b.h -> c.h": how the last of `steps[i]` came in, from the first on.
std::string chain(const std::vector<Step>& steps, int i);

}  // namespace layers
