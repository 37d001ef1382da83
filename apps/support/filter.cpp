// Runs a program that turns its input into its output.
#include "apps/support/filter.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string_view>
#include <system_error>

#include "apps/support/files.h"

namespace apps {
namespace {

using File = std::unique_ptr<FILE, int (*)(FILE*)>;

std::string system_reason(int error) {
  return std::error_code(error, std::generic_category()).message();
}

/// A file without a name that holds `content`, gone when it is closed.
File nameless_file(std::string_view content = "") {
  File file(std::tmpfile(), &std::fclose);
  if (!file || std::fwrite(content.data(), 1, content.size(), file.get()) != content.size() ||
      std::fflush(file.get()) != 0) {
    throw FileError("cannot write a temporary file: " + system_reason(errno));
  }
  std::rewind(file.get());
  return file;
}

std::string read_all(const File& file) {
  std::rewind(file.get());
  std::string content;
  char buffer[1 << 14];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, file.get())) > 0;) {
    content.append(buffer, n);
  }
  return content;
}

/// The line of a complaint that says what is wrong: the last one.
std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace

// Files without names carry the three streams, so that nothing can block, and no odd file name has
// to be quoted.
std::string run_filter(const std::vector<std::string>& command, const std::string& input_text,
                       const std::string& cure) {
  const File input = nameless_file(input_text);
  const File output = nameless_file();
  const File complaint = nameless_file();

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, fileno(input.get()), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, fileno(output.get()), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, fileno(complaint.get()), STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawnp(&child, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0)
    throw ProgramMissing(fmt::format("cannot run {}: {}", command[0], system_reason(error)), cure);

  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(command[0] + " failed: " + last_line(read_all(complaint)));
  return read_all(output);
}

}  // namespace apps
