#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace test_support {

/// A folder of its own for one test, gone afterwards.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string read(const std::string& name) const;
  void write(const std::string& name, const std::string& content) const;
  /// A program for the shell.
  void write_script(const std::string& name, const std::string& content) const;
  /// The names of all files, sorted.
  std::vector<std::string> files() const;

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::string& path);

/// What a program did.
struct Outcome {
  int status;
  std::string out;
  std::string err;
};

/// Runs `command`, which a shell reads, in `folder`.
Outcome run_in(const Folder& folder, const std::string& command);

}  // namespace test_support
