#include "tests/support/program.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace test_support {

namespace fs = std::filesystem;

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "glassgrad-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string Folder::read(const std::string& name) const { return read_file(path(name)); }

void Folder::write(const std::string& name, const std::string& content) const {
  std::ofstream(path(name), std::ios::binary) << content;
}

void Folder::write_script(const std::string& name, const std::string& content) const {
  write(name, "#!/bin/sh\n" + content + "\n");
  fs::permissions(path(name), fs::perms::owner_all);
}

std::vector<std::string> Folder::files() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path_)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Outcome run_in(const Folder& folder, const std::string& command) {
  // What it prints is kept beside the folder, which holds the program's own files alone.
  const Folder streams;
  const std::string out = streams.path("out"), err = streams.path("err");
  const std::string redirected =
      "cd '" + folder.path("") + "' && (" + command + ") >'" + out + "' 2>'" + err + "'";
  const int status = std::system(redirected.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}

}  // namespace test_support
